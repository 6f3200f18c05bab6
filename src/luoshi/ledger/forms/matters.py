"""The form of a single matter: an instruction or a meeting's decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.common.fields import DayField, WordsField
from luoshi.common.forms import DateInput, PickField
from luoshi.ledger.models import ClockProfile
from luoshi.ledger.states import Matter
from luoshi.units.models import Field, Unit
from luoshi.units.queries.units import fields_visible_to, units_visible_to

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from luoshi.accounts.models import User

REGISTERED = (Matter.INSTRUCTION, Matter.MEETING)
"""Kinds of matters that stand in a register of their own."""


class MatterForm(forms.Form):
    """What, who, by when, where from; the profile says which kind of matter it is."""

    profile = forms.ModelChoiceField(
        label=_("事项类型"), queryset=ClockProfile.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    text = WordsField(label=_("事项内容"), widget=forms.Textarea(attrs={"rows": 3, "data-grows": ""}), max_length=4000)
    unit = PickField(label=_("主责单位"), options_url="units:options")
    due_on = DayField(label=_("完成时限"), required=False, widget=DateInput())
    origin = WordsField(label=_("来源"), max_length=300, required=False, help_text=_("批示文号、会议名称等，可不填。"))
    field = forms.ModelChoiceField(
        label=pgettext_lazy("one", "分管领域"),
        queryset=Field.objects.none(),
        required=False,
        empty_label=_("按主责单位以往的领域"),
    )
    file = forms.FileField(
        label=_("批示件或纪要"), required=False, help_text=_("可不传。会存入文件库。非涉密系统，请勿上传涉密件。")
    )
    owner = forms.ModelChoiceField(label=_("督办单位"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(
        self, *args: Any, user: User, owners: QuerySet[Unit], profiles: QuerySet[ClockProfile], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].rows = units_visible_to(user).filter(closed_on=None)
        fields["field"].queryset = fields_visible_to(user)
        fields["owner"].queryset, fields["profile"].queryset = owners, profiles
        self.initial.setdefault("owner", owners.first())
        self.initial.setdefault("profile", profiles.first())
