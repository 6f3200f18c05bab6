"""The small form that each step of a measure opens: just the fields that the step needs, and the approval on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.accounts.models import User
from luoshi.common.fields import DayField, WordsField
from luoshi.common.forms import DateInput, PickField
from luoshi.ledger.forms.filters import UnitByNumber
from luoshi.ledger.forms.paper import PaperForm
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.people import verifiers_for
from luoshi.ledger.states import OPEN, Grade, SlipColour
from luoshi.units.queries.units import units_visible_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrPromise

    from luoshi.ledger.models import Plan
    from luoshi.ledger.queries.offers import Offer


def _words(label: _StrPromise) -> WordsField:
    return WordsField(label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


def _day(label: _StrPromise, *, hint: _StrPromise | str = "") -> DayField:
    return DayField(label=label, help_text=hint, widget=DateInput())


FIELDS: dict[str, Callable[[], forms.Field]] = {
    "reason": lambda: _words(_("理由")),
    "note": lambda: _words(_("说明")),
    "text": lambda: _words(_("催办事由")),
    "suggestion": lambda: WordsField(
        label=_("建议由谁承办"), max_length=120, help_text=_("可不填。督查室改派时参考。")
    ),
    "promised_on": lambda: _day(_("承诺完成时间"), hint=_("可不填。")),
    "person": lambda: WordsField(label=_("责任人"), max_length=60, help_text=_("可不填。")),
    "due_on": lambda: _day(_("完成时限")),
    "due_wanted": lambda: _day(_("申请延至")),
    "verifier": lambda: forms.ModelChoiceField(
        label=_("核查人"), queryset=User.objects.none(), empty_label=_("请选择"), help_text=_("不能来自主责单位。")
    ),
    "exception_reason": lambda: WordsField(
        label=_("例外说明"), max_length=300, help_text=_("只有核查人就是登记这项措施的督办员时才需要填。")
    ),
    "grade": lambda: forms.ChoiceField(
        label=_("完成等次"),
        choices=[("", _("按核查人的意见")), *Grade.choices],
        help_text=_("不选则采用核查人的意见。"),
    ),
    "unit": lambda: UnitByNumber(label=_("改由哪个单位主责"), options_url="units:options"),
    "into": lambda: PickField(label=_("并入哪一项"), options_url="ledger:options", exact=("code",)),
    "colour": lambda: forms.ChoiceField(
        label=_("督办单"), choices=[("", _("按红黄绿灯自动选择")), *SlipColour.choices]
    ),
}


class StepForm(PaperForm):
    """The values of one step; `values` is what the action takes, `paper` the approval on paper or None."""

    field_order = (*FIELDS, *PaperForm.paper_names)

    def __init__(self, *args: Any, offer: Offer, user: User, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        for name in offer.step.takes:
            field = FIELDS[name]()
            field.required = name in offer.step.needs
            self.fields[name] = field
        self._limit(user, plan)
        if not offer.may_record:
            for name in self.paper_names:
                del self.fields[name]
        elif offer.by_paper:
            self.fields["on_paper"].widget = forms.HiddenInput()
            self.fields["on_paper"].initial = True
        self.order_fields(self.field_order)

    @property
    def values(self) -> dict[str, Any]:
        """What the step takes."""
        return {name: self.cleaned_data.get(name) for name in self.offer.step.takes}

    def of_step(self) -> list[forms.BoundField]:
        """The fields of the step itself."""
        return [self[name] for name in self.fields if name not in self.paper_names]

    def of_paper(self) -> list[forms.BoundField]:
        """The fields of the approval on paper, where that is possible."""
        return [self[name] for name in self.paper_names if name in self.fields]

    def is_on_paper(self, values: dict[str, Any]) -> bool:
        return self.offer.may_record and bool(values.get("on_paper") or self.offer.by_paper)

    def _limit(self, user: User, plan: Plan) -> None:
        """Offer only what the person sees."""
        fields: dict[str, Any] = self.fields
        if "verifier" in fields:
            fields["verifier"].queryset = verifiers_for(plan)
        if "unit" in fields:
            fields["unit"].rows = units_visible_to(user).filter(closed_on=None)
        if "into" in fields:
            fields["into"].rows = measures_visible_to(user).filter(state__in=OPEN)
