"""What the cells of a returned row ask for, and which of them cannot be understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext_lazy as _

from luoshi.summing_up.sheets.columns import HEADINGS
from luoshi.summing_up.sheets.values import as_date, as_percent, as_yes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from django.utils.functional import _StrOrPromise

T = TypeVar("T")

LONGEST = 5_000
"""Characters of one cell; more is a paste gone wrong."""


@dataclass(frozen=True)
class Wishes:
    """One row, read: None and empty texts are cells that say nothing."""

    sign: bool | None = None
    promised: date | None = None
    done: str = ""
    claimed: int | None = None
    obstacle: str = ""
    asked_for: str = ""
    due_wanted: date | None = None
    extension_reason: str = ""
    close: bool | None = None
    close_note: str = ""
    refuse: bool | None = None
    refuse_reason: str = ""
    reached_on: date | None = None

    @property
    def refuses(self) -> bool:
        """退办, or 签收 answered with no and a reason given."""
        return bool(self.refuse) or (self.sign is False and bool(self.refuse_reason))

    @property
    def reports(self) -> bool:
        return bool(self.done or self.obstacle or self.asked_for)


def read_wishes(values: Mapping[str, str]) -> tuple[Wishes, str]:
    """The wishes of a row, and the first thing that cannot be understood, as a sentence (empty if all can)."""
    read = _Cells(values)
    wishes = Wishes(
        sign=read.yes("sign"),
        promised=read.day("promised"),
        done=read.text("done"),
        claimed=read.percent("claimed"),
        obstacle=read.text("obstacle"),
        asked_for=read.text("asked_for"),
        due_wanted=read.day("due_wanted"),
        extension_reason=read.text("extension_reason"),
        close=read.yes("close"),
        close_note=read.text("close_note"),
        refuse=read.yes("refuse"),
        refuse_reason=read.text("refuse_reason"),
        reached_on=read.day("reached_on"),
    )
    faults = [*read.faults, *_left_half(wishes)]
    return wishes, str(faults[0]) if faults else ""


class _Cells:
    """Reads cells one after the other and remembers what it could not understand."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.faults: list[_StrOrPromise] = []

    def text(self, name: str) -> str:
        words = self.values.get(name, "").strip()
        if len(words) > LONGEST:
            self._note(_("“%(column)s”太长，最多%(count)s字。"), name, count=LONGEST)
        return words[:LONGEST]

    def yes(self, name: str) -> bool | None:
        return self._read(name, as_yes, _("“%(column)s”里的“%(text)s”看不懂，请填“是”或“否”。"))

    def day(self, name: str) -> date | None:
        return self._read(name, as_date, _("“%(column)s”里的“%(text)s”不是完整的日期，请写成2026-12-31这样。"))

    def percent(self, name: str) -> int | None:
        return self._read(name, as_percent, _("“%(column)s”里的“%(text)s”不是0到100的整数。"))

    def _read(self, name: str, understand: Callable[[str], T | None], sentence: _StrOrPromise) -> T | None:
        text = self.values.get(name, "").strip()
        if not text:
            return None
        found = understand(text)
        if found is None:
            self._note(sentence, name, text=text[:30])
        return found

    def _note(self, sentence: _StrOrPromise, name: str, **params: object) -> None:
        self.faults.append(sentence % {"column": HEADINGS[name], **params})


def _left_half(wishes: Wishes) -> list[_StrOrPromise]:
    """A reason without the step that it is for: the unit has forgotten something."""
    pairs = (
        (wishes.extension_reason, wishes.due_wanted, _("写了延期理由，但没有填“申请延至”的日期。")),
        (wishes.close_note, wishes.close, _("写了办结说明，但没有在“申请办结”选“是”。")),
        (wishes.refuse_reason, wishes.refuses, _("写了退办理由，但没有在“退办”选“是”。")),
    )
    faults: list[_StrOrPromise] = [sentence for words, step, sentence in pairs if words and not step]
    if wishes.refuses and (wishes.sign or wishes.close or wishes.due_wanted or wishes.done):
        faults.append(_("退办的任务不能同时签收、填进展、申请延期或办结。"))
    return faults
