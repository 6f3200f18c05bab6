"""A unit's report of one cycle: at most five fields, files only where an acceptance point asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock
from luoshi.common.fields import DayField, WholeField, WordsField
from luoshi.common.forms import DateInput, SeenVersion
from luoshi.ledger.actions.door import Paper
from luoshi.ledger.actions.reporting import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from luoshi.ledger.models import AcceptancePoint, Report


class ReportForm(SeenVersion):
    """Progress, what was done, what stands in the way, what is asked of whom, and the file that is still wanted.

    Five fields at most: where several points still want evidence the form asks for the first one's.
    """

    claimed = WholeField(
        label=_("自报进度（%）"), min_value=0, max_value=100, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    done = WordsField(
        label=_("进展情况"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("本期做了什么。")
    )
    obstacle = WordsField(
        label=_("困难问题"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("没有就不填。填写后会单独登记并答复。"),
    )
    asked_for = WordsField(
        label=_("需要谁做什么"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, points: Iterable[AcceptancePoint], by_paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = [point for point in points if point.wants_evidence and not point.evidence.all()]
        self.points = {f"evidence_{point.pk}": point for point in missing[:1]}
        self.more_points = missing[1:]
        for name, point in self.points.items():
            self.fields[name] = forms.FileField(
                label=_("佐证材料：%(point)s") % {"point": point.text}, required=False, help_text=_("非涉密系统。")
            )
        self.by_paper = by_paper
        if by_paper:
            self.fields["approver"] = WordsField(label=_("报告签发人"), max_length=60)
            self.fields["approved_on"] = DayField(label=_("签发日期"), widget=DateInput(), initial=clock.today)

    def words(self) -> Words:
        """What the unit says."""
        given = self.cleaned_data
        return Words(given["claimed"], given["done"], given["obstacle"], given["asked_for"])

    def paper(self) -> Paper | None:
        """Who signed the report on paper, where somebody else records it."""
        return Paper(self.cleaned_data["approver"], self.cleaned_data["approved_on"]) if self.by_paper else None

    @property
    def seen(self) -> int:
        """The version that the form was opened with; 0 where nothing had been kept yet."""
        return self.cleaned_data.get("version") or 0


class DraftForm(SeenVersion):
    """What has been typed so far, complete or not."""

    claimed = WholeField(required=False)
    done = WordsField(required=False, max_length=4000)
    obstacle = WordsField(required=False, max_length=2000)
    asked_for = WordsField(required=False, max_length=1000)

    def words(self) -> Words:
        """What the unit says so far."""
        given = self.cleaned_data
        return Words(given.get("claimed") or 0, given["done"], given["obstacle"], given["asked_for"])


def opened_with(report: Report | None, last: Report | None, below: int | None = None) -> dict[str, Any]:
    """What the form shows at first: what was begun, else last time's words and numbers.

    Where units below have reported, `below`, the average of what they claim, is the number to start from.
    """
    if report:
        names = ("claimed", "done", "obstacle", "asked_for", "version")
        return {name: getattr(report, name) for name in names}
    claimed = last.claimed if last else 0
    given = {"claimed": claimed if below is None else below, "version": 0}
    return {**given, "done": last.done} if last else given
