"""What somebody typed, as phrases to look for."""

from __future__ import annotations

from luoshi.library.search.tokens import folded

MOST = 8


def phrases_of(text: str) -> list[str]:
    """The folded phrases of a query: what stands between spaces, each to be found in the same place.

    >>> phrases_of("農村 供水！")
    ['农村', '供水']
    """
    return [phrase for part in text.split()[:MOST] if (phrase := folded(part).text)]
