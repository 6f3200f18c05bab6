"""The words of a cell: plain or rich text, Excel's escapes undone, phonetic guides left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.reading.xlsx.stream import Budget, Walker, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class RichText(Walker):
    """Collects the text of `<si>` or `<is>`: its `<t>`, those of `<r>` too, those of `<rPh>` not."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self._pieces: list[str] = []
        self._listens = False
        self._phonetic = False

    def opens(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - the attributes say nothing here
        if tag == "t":
            self._listens = not self._phonetic
        elif tag == "rPh":
            self._phonetic = True

    def says(self, text: str) -> None:
        if self._listens:
            self._pieces.append(text)

    def closes(self, tag: str) -> None:
        if tag == "t":
            self._listens = False
        elif tag == "rPh":
            self._phonetic = False

    def taken(self) -> str:
        """What was collected since the last call."""
        text = clean("".join(self._pieces))
        self._pieces.clear()
        return text


class _SharedStrings(RichText):
    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.found: list[str] = []

    def closes(self, tag: str) -> None:
        super().closes(tag)
        if tag == "si":
            text = self.taken()
            self.budget.spend(characters=len(text))
            self.found.append(text)


def shared_strings(part: bytes, budget: Budget) -> list[str]:
    """The words that cells share, in order.

    Raises `ReadingError`: hostile, damaged, too_much_inside.
    """
    walker = _SharedStrings(budget)
    walk(part, walker)
    return walker.found


def clean(text: str) -> str:
    """`_x000D_` and its like decoded, line ends as line feeds, control characters gone, no white space at the ends."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text)
    if not text.isprintable():
        text = _CONTROL.sub("", _BREAKS.sub("\n", text))
    return text.strip()
