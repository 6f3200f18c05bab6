"""The names under which a document may be cited, made from its title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ISSUED = re.compile(r"关于(?:印发|转发|发布|公布)(.{4,120})的通知$")
_INNER = re.compile(r"《([^《》]{2,120})》")
_TAIL = re.compile(r"[（(][^（()）]{1,20}[)）]$")


def names_of(title: str, others: Sequence[str]) -> dict[str, bool]:
    """All names of a document; True for those of other documents that only stand inside its title."""
    inner = dict.fromkeys(_INNER.findall(title), True)
    return inner | dict.fromkeys([*names_of_title(title), *filter(None, others)], False)


def names_of_title(title: str) -> Iterator[str]:
    """The title, and what of it is cited alone: the thing issued, without issuer, without (试行)."""
    names = [title]
    if issued := _ISSUED.search(title):
        names.append(issued.group(1).strip("《》"))
    for name in names:
        yield name
        about = name.find("关于")
        if about > 0 and "《" not in name[:about]:
            yield name[about:]
        if tail := _TAIL.search(name):
            yield name[: tail.start()]
