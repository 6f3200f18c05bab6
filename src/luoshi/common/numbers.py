"""Numbers as they come in addresses and forms, where anybody may write anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_DIGITS = 18
"""What every database keeps as a whole number; int() itself refuses a text of some thousand digits."""


def whole(text: str | None) -> int | None:
    """The number that a text is, None if it is none that could be meant.

    >>> whole("42"), whole("²"), whole("-1"), whole("9" * 5000), whole(None)
    (42, None, None, None, None)
    """
    if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return int(text)
    return None


def wholes(texts: Iterable[str]) -> list[int]:
    """The numbers among texts, in their order."""
    return [number for number in map(whole, texts) if number is not None]
