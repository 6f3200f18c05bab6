"""Forms of commitments and follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common.forms import DateInput, PickField, SeenVersion
from luoshi.training.models import Commitment
from luoshi.training.states import Told
from luoshi.units.queries.units import units_visible_to

if TYPE_CHECKING:
    from luoshi.accounts.models import User

AGREED = _("同意把这句话显示在措施页面上，能看到这项措施的人都会看到。心得的其他内容仍然只有本人和班主任能看到。")


class CommitmentForm(forms.ModelForm[Commitment], SeenVersion):
    """What, by when, with whom, how one will see it."""

    class Meta:
        model = Commitment
        fields: ClassVar[list[str]] = ["what", "due_on", "due_text", "with_whom", "seen_by"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"what": forms.Textarea(attrs={"rows": 2}), "due_on": DateInput()}

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class OwnSentenceForm(CommitmentForm):
    """A sentence that was not offered, or one that stands on paper."""

    sentence = forms.CharField(
        label=_("原句"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, help_text=_("照心得原样抄录。")
    )
    field_order = ("sentence", "what")


class AgreedForm(SeenVersion):
    """That the sentence may be shown with the measure."""

    agreed = forms.BooleanField(label=AGREED)


class ProposeForm(AgreedForm):
    """A new measure: who leads it, by when."""

    unit = PickField(
        label=_("承办单位"), options_url="units:options", required=False, help_text=_("不填就是名册中登记的本人单位。")
    )
    due_on = forms.DateField(label=_("完成时限"), widget=DateInput(), required=False)
    field_order = ("unit", "due_on", "agreed")

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].rows = units_visible_to(viewer)  # type: ignore[attr-defined]  # our own field


class AnswerForm(SeenVersion):
    """One question, answered in one step."""

    told = forms.ChoiceField(label=_("这件事现在怎样"), choices=Told.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("补充一句（可不填）"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False
    )
