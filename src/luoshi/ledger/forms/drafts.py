"""Forms of drafted measures: words and dates, a place to split, a unit's part, what printed names mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.common.fields import DayField, WholeField, WordsField
from luoshi.common.forms import DateInput, PickField, SeenVersion
from luoshi.ledger.states import PartRole
from luoshi.units.models import Field
from luoshi.units.queries.units import fields_visible_to, units_visible_to

if TYPE_CHECKING:
    from django.http import QueryDict

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


class DraftForm(SeenVersion):
    """What can be edited of a draft in place."""

    text = WordsField(
        label=_("具体措施任务"), widget=forms.Textarea(attrs={"rows": 4, "data-grows": ""}), max_length=10_000
    )
    aim = WordsField(
        label=_("工作目标"), widget=forms.Textarea(attrs={"rows": 1, "data-grows": ""}), required=False, max_length=2000
    )
    field = forms.ModelChoiceField(
        label=pgettext_lazy("one", "分管领域"), queryset=Field.objects.none(), required=False, empty_label=_("未定")
    )
    due_on = DayField(label=_("完成时限"), widget=DateInput(), required=False)
    standing_wanted = forms.BooleanField(label=_("长期坚持"), required=False)

    names = ("text", "aim", "field", "due_on", "standing_wanted")

    def __init__(self, sent: QueryDict | None, *, measure: Measure, user: User) -> None:
        values = {name: getattr(measure, name) for name in (*self.names, "version")}
        super().__init__(sent, initial=values, auto_id=f"id_{measure.pk}_%s")
        self.fields["field"].queryset = fields_visible_to(user)  # type: ignore[attr-defined]  # a field of rows

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in self.names}


class SplitForm(forms.Form):
    """Before which character the second measure begins, and the version that was seen."""

    at = WholeField(min_value=1)
    version = WholeField(required=False)
    text = forms.CharField(required=False, strip=False)


class SelectionForm(forms.Form):
    """A stretch of the document that somebody marked."""

    start = WholeField(min_value=0)
    end = WholeField(min_value=1)


class LocalForm(forms.Form):
    """A measure that the document does not hold."""

    text = WordsField(label=_("具体措施任务"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    reason = WordsField(label=_("自增理由"), max_length=300, help_text=_("如：市委专题会议要求。"))


class PartForm(forms.Form):
    """A unit and its role."""

    unit = PickField(label=pgettext_lazy("one", "单位"), options_url="units:options")
    role = forms.ChoiceField(label=_("角色"), choices=PartRole.choices, initial=PartRole.SUPPORT)
    version = WholeField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].rows = units_visible_to(user).filter(closed_on=None)  # type: ignore[attr-defined]  # rows


class UnitForm(forms.Form):
    """A unit picked by typing."""

    unit = PickField(label=pgettext_lazy("one", "单位"), options_url="units:options")
    version = WholeField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].rows = units_visible_to(user).filter(closed_on=None)  # type: ignore[attr-defined]  # rows
