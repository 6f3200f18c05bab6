"""Forms of commitments and follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common.forms import DateInput, PickField, SeenVersion
from luoshi.training.models import Commitment, Trainee
from luoshi.training.states import Told, TraineeState
from luoshi.units.queries.units import units_visible_to

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.training.models import TrainingClass

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


class DiscussedForm(forms.ModelForm[Commitment]):
    """What comes of a question or an outcome; `may_put`: to whom, else oneself."""

    trainee = forms.ModelChoiceField(label=_("请哪位学员认领"), queryset=Trainee.objects.none(), required=False)
    unit = PickField(label=_("或请哪个单位认领"), options_url="units:options", required=False)
    field_order = ("what", "due_on", "trainee", "unit")

    class Meta:
        model = Commitment
        fields: ClassVar[list[str]] = ["what", "due_on", "with_whom", "seen_by"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"what": forms.Textarea(attrs={"rows": 2}), "due_on": DateInput()}

    def __init__(
        self, *args: Any, viewer: User, training_class: TrainingClass, may_put: bool, may_take_on: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not may_put:
            del self.fields["trainee"], self.fields["unit"]
            return
        nobody = _("本人认领") if may_take_on else _("不请学员认领")
        self.fields["trainee"].empty_label = nobody  # type: ignore[attr-defined]  # a choice of rows
        enrolled = training_class.trainees.filter(state=TraineeState.ENROLLED).order_by("group__position", "name", "pk")
        self.fields["trainee"].queryset = enrolled  # type: ignore[attr-defined]  # a choice of rows
        self.fields["unit"].rows = units_visible_to(viewer).filter(closed_on=None)  # type: ignore[attr-defined]  # our own field

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def whom(self) -> dict[str, Any]:
        """Trainee or unit, empty where it is for oneself."""
        chosen = {name: self.cleaned_data.get(name) for name in ("trainee", "unit")}
        return {name: value for name, value in chosen.items() if value}


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


class AnswerForm(forms.Form):
    """One question, answered by one click."""

    told = forms.ChoiceField(label=_("这件事现在怎样"), choices=Told.choices)
    text = forms.CharField(label=_("补充一句"), max_length=1000, required=False)
