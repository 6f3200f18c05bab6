"""To which units shares of a measure are handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common.fields import DayField, RowsField, WordsField
from luoshi.common.forms import DateInput, SeenVersion
from luoshi.ledger.forms.filters import UnitByNumber
from luoshi.ledger.queries.shares import likely_sharers, sharers_of
from luoshi.units.models import Unit

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


class ShareForm(SeenVersion):
    """The units, ticked or named; one wording and one date for all, to be changed share by share afterwards."""

    units = RowsField(
        label=_("分解给"), queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    other = UnitByNumber(label=_("其他单位"), options_url="units:options", required=False, help_text=_("可不填。"))
    text = WordsField(label=_("任务内容"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    due_on = DayField(label=_("完成时限"), widget=DateInput(), required=False)

    ticks_all = "units"

    def __init__(self, *args: Any, measure: Measure, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"text": measure.text, "due_on": measure.due_on, "version": measure.version}
        fields: dict[str, Any] = self.fields
        open_to = sharers_of(measure, user)
        likely = likely_sharers(measure, open_to)
        fields["units"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in likely]).order_by("path")
        if not likely:
            self.ticks_all = ""
            del fields["units"]
            fields["other"].label, fields["other"].help_text = _("分解给"), ""
        fields["other"].rows = open_to

    def chosen(self) -> list[Unit]:
        """Every unit that was ticked or named, once."""
        units = list(self.cleaned_data.get("units", ()))
        other = self.cleaned_data.get("other")
        return [*units, other] if other and other not in units else units
