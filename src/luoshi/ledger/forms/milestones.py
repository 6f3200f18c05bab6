"""The timetable of one measure: all its milestones in one form, and lines pasted from a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from luoshi.common.fields import DayField, WholeField, WordsField
from luoshi.common.forms import DateInput, SeenVersion
from luoshi.ledger.actions.milestones import MOST, Wanted
from luoshi.ledger.milestone_lines import read_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.common.errors import StaleFormError
    from luoshi.ledger.models import Milestone

EMPTY_ROWS = 4
LONGEST = 10_000


class RowForm(forms.Form):
    """One milestone; a known one whose name is emptied is taken away."""

    name = WordsField(label=_("时间节点"), max_length=200, required=False)
    due_on = DayField(label=_("日期"), widget=DateInput(), required=False)
    is_done = forms.BooleanField(label=_("已完成"), required=False)
    milestone = WholeField(widget=forms.HiddenInput, required=False)
    seen = WholeField(widget=forms.HiddenInput, required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(self, data: Any = None, *, number: int, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, prefix=f"row-{number}", initial=initial)
        self.number = number
        for name, words in (
            ("name", _("第%d行的时间节点")),
            ("due_on", _("第%d行的日期")),
            ("is_done", _("第%d行已完成")),
        ):
            look = "form-check-input" if name == "is_done" else "form-control"
            self.fields[name].widget.attrs.update({"aria-label": words % number, "class": look})

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("name") and not values.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("请填写日期。"))
        if (
            values.get("due_on")
            and not values.get("name")
            and not values.get("milestone")
            and "name" not in self.errors
        ):
            self.add_error("name", _("请填写时间节点的名称。"))
        return values

    def wanted(self) -> Wanted:
        values = self.cleaned_data
        return Wanted(
            name=values["name"],
            due_on=values["due_on"],
            is_done=values["is_done"],
            milestone=values["milestone"],
            seen=values["seen"],
            was=values["was"],
        )


class MilestonesForm(SeenVersion):
    """Rows for the milestones there are, some empty ones, and a place to paste lines into."""

    pasted = WordsField(
        label=_("从表格粘贴"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control", "placeholder": _("2026-09-30 完成选址")}),
        max_length=LONGEST,
        required=False,
        help_text=_("一行一个，日期写在前面或后面都可以，例如：2026-09-30 完成选址。"),
    )

    def __init__(self, data: Any = None, *, milestones: Sequence[Milestone]) -> None:
        super().__init__(data)
        self.milestones = milestones
        self.rows = self._rows(data)

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def clean_pasted(self) -> str:
        pasted: str = self.cleaned_data["pasted"]
        wrong = [str(line.number) for line in read_lines(pasted) if line.due_on is None or not line.name]
        if wrong:
            raise forms.ValidationError(
                _("第%(lines)s行没有看懂：每行写一个带年份的日期和节点名称。"),
                params={"lines": _("、").join(wrong[:5])},
            )
        return pasted

    def wanted(self) -> list[Wanted]:
        """All rows, then the lines that were pasted."""
        lines = [Wanted(name=line.name, due_on=line.due_on) for line in read_lines(self.cleaned_data["pasted"])]
        return [*(row.wanted() for row in self.rows), *lines]

    def show_stale(self, stale: StaleFormError) -> None:
        """Keep what was typed; what others took away is a new row now, what they changed is overwritten knowingly."""
        super().show_stale(stale)
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        versions = {str(milestone.pk): milestone.version for milestone in self.milestones}
        for row in self.rows:
            known = versions.get(str(row.data.get(row.add_prefix("milestone")) or ""))
            sent[row.add_prefix("seen")] = str(known or "")
            if known is None:
                sent[row.add_prefix("milestone")] = ""
        self.data = sent
        self.rows = self._rows(sent)

    def _rows(self, data: Any) -> list[RowForm]:
        if data is not None:
            numbers = [number for number in range(1, MOST + EMPTY_ROWS + 1) if f"row-{number}-name" in data]
            return [RowForm(data, number=number) for number in numbers]
        facts = [
            {
                "name": one.name,
                "due_on": one.due_on,
                "is_done": bool(one.done_on),
                "milestone": one.pk,
                "seen": one.version,
                "was": f"{one.due_on.isoformat()} {one.name}",
            }
            for one in self.milestones
        ]
        facts += [{}] * EMPTY_ROWS
        return [RowForm(number=number, initial=values) for number, values in enumerate(facts, 1)]
