"""Forms of plans: a file to be broken down, the settings of a plan, clock profiles, indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common.fields import DayField, WholeField, WordsField, our_field
from luoshi.common.forms import DateInput, SeenVersion
from luoshi.ledger.actions.plans import Defaults
from luoshi.ledger.models import ClockProfile, Indicator, Plan
from luoshi.ledger.queries.plans import profiles_for
from luoshi.ledger.states import Cycle
from luoshi.units.models import Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict


class NewPlanForm(forms.Form):
    """The file of a work plan, and whose plan it will be where that is not clear."""

    owner = forms.ModelChoiceField(label=_("督办单位"), queryset=Unit.objects.none(), empty_label=None)
    file = forms.FileField(label=_("工作方案"))

    def __init__(self, *args: Any, owners: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a field of rows
        self.initial.setdefault("owner", owners.first())


class PlanSettingsForm(SeenVersion):
    """What a plan sets once for all its measures."""

    name = WordsField(label=_("名称"), max_length=300)
    default_due_on = DayField(
        label=_("默认完成时限"),
        required=False,
        widget=DateInput(),
        help_text=_("原文写明日期的措施不受影响。"),
    )
    cycle = forms.ChoiceField(label=_("报告周期"), choices=Cycle.choices)
    cycle_day = WholeField(label=_("每期报告日"), min_value=1, max_value=31)
    profile = forms.ModelChoiceField(
        label=_("时限规则"), queryset=ClockProfile.objects.none(), empty_label=None, help_text=_("签收、提醒等时限。")
    )
    head_signs_reports = forms.BooleanField(label=_("报告须经单位负责人审签"), required=False)

    def __init__(self, sent: QueryDict | None, *, plan: Plan, suggestion: dict[str, Any]) -> None:
        values = {name: getattr(plan, name) for name in (*self.NAMES, "version")}
        super().__init__(sent, initial=values | suggestion)
        self.fields["profile"].queryset = profiles_for(plan.owner, plan.matter)  # type: ignore[attr-defined]  # rows

    NAMES: ClassVar = ("name", "default_due_on", "cycle", "cycle_day", "profile", "head_signs_reports")

    def defaults(self) -> Defaults:
        """The settings as the action takes them."""
        return Defaults(**{name: self.cleaned_data[name] for name in self.NAMES})


class ProfileForm(forms.ModelForm[ClockProfile], SeenVersion):
    """How long each step may take."""

    class Meta:
        model = ClockProfile
        formfield_callback = our_field
        fields: ClassVar[list[str]] = ["name", "sign_days", "first_report_days", "done_days", "warning_days"]


class IndicatorForm(forms.ModelForm[Indicator], SeenVersion):
    """An indicator as the plan's text gives it."""

    class Meta:
        model = Indicator
        formfield_callback = our_field
        fields: ClassVar[list[str]] = [
            "name",
            "unit_of_measure",
            "nature",
            "baseline",
            "baseline_year",
            "target",
            "target_year",
        ]
        labels: ClassVar[dict[str, Any]] = {"baseline_year": _("基数年份"), "target_year": _("目标年份")}
        help_texts: ClassVar[dict[str, Any]] = {
            "unit_of_measure": _("如：%、万亩、人。"),
            "nature": _("如：约束性、预期性。"),
            "target": _("如：97.3、≥286、提高到94%。"),
        }
