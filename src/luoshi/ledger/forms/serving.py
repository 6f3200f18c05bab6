"""Which indicators a measure serves, and a value that an indicator has reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common.fields import RowsField, our_field
from luoshi.common.forms import DateInput
from luoshi.ledger.models import Indicator, ReachedValue
from luoshi.ledger.queries.indicators import choices_for

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


class _IndicatorsField(RowsField[Indicator]):
    """Indicators by name and target, with the plan where it is another one than the measure's."""

    plan_id: int | None = None

    def label_from_instance(self, obj: Any) -> str:
        target = f"（{obj.target}{obj.unit_of_measure if obj.unit_of_measure not in obj.target else ''}）"
        other = "" if obj.plan_id == self.plan_id else f" · {obj.plan.name}"
        return f"{obj.name}{target if obj.target else ''}{other}"


class ServeForm(forms.Form):
    """The indicators that a measure does not serve yet."""

    indicators = _IndicatorsField(
        label=_("支撑的指标"),
        queryset=Indicator.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只登记这项措施办成后会推动的指标。取消登记在措施页或指标页上办理。"),
    )

    def __init__(self, *args: Any, measure: Measure, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["indicators"]
        field.queryset, field.plan_id = choices_for(measure, user), measure.plan_id


class ReachedValueForm(forms.ModelForm[ReachedValue]):
    """A value that an indicator has reached, from a place other than a report."""

    class Meta:
        model = ReachedValue
        formfield_callback = our_field
        fields: ClassVar[list[str]] = ["text", "as_of", "source"]
        widgets: ClassVar[dict[str, Any]] = {"as_of": DateInput()}
        help_texts: ClassVar[dict[str, Any]] = {
            "text": _("如：93.2%、287.4万亩。"),
            "source": _("如：市统计局2026年三季度公报。措施报告里的数值不用填，直接采用即可。"),
        }
