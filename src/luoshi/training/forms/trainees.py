"""Forms of the roster, call-ups, groups and the evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.accounts.models import User
from luoshi.common.forms import DateInput, PickField, SeenVersion
from luoshi.training.evaluation import QUESTIONS, SCALE
from luoshi.training.models import Trainee
from luoshi.units.models import Field
from luoshi.units.queries.units import fields_visible_to, resolve_many, units_visible_to

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from luoshi.training.models import CallUp, Group
    from luoshi.units.models import Unit


NO_ACCOUNT = _("没有账号的学员不填，也可以参加。")


class AccountField(forms.CharField):
    """A name to sign in with, or nothing: who has no account takes part all the same."""

    def __init__(self, *, help_text: _StrOrPromise = NO_ACCOUNT) -> None:
        super().__init__(label=_("登录名"), max_length=60, required=False, help_text=help_text)

    def prepare_value(self, value: Any) -> Any:
        found = User.objects.filter(pk=value).first() if isinstance(value, int) else None
        return found.username if found else value

    def clean(self, value: Any) -> Any:
        username = super().clean(value)
        if not username:
            return None
        found = User.objects.filter(username=username.lower(), is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("没有这个登录名。"), code="unknown")
        return found


class TraineeForm(SeenVersion):
    """The facts of a trainee."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    user = AccountField()
    unit = PickField(label=pgettext_lazy("column", "单位"), options_url="units:options", required=False)
    unit_name = forms.CharField(
        label=_("单位名称"), max_length=120, required=False, help_text=_("单位不在系统中时填写。")
    )
    post_title = forms.CharField(label=_("职务"), max_length=60, required=False)
    field = forms.ModelChoiceField(
        label=pgettext_lazy("one", "分管领域"), queryset=Field.objects.none(), required=False
    )

    def __init__(self, *args: Any, viewer: User, trainee: Trainee | None = None, **kwargs: Any) -> None:
        if trainee is not None:
            names = ("name", "user", "unit", "unit_name", "post_title", "field", "version")
            kwargs["initial"] = {name: trainee.serializable_value(name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["unit"].rows = units_visible_to(viewer)  # type: ignore[attr-defined]  # our own field
        self.fields["field"].queryset = fields_visible_to(viewer)  # type: ignore[attr-defined]  # a choice of rows

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SubstituteForm(forms.Form):
    """Who comes instead."""

    name = forms.CharField(label=_("替训学员姓名"), max_length=60)
    user = AccountField()
    post_title = forms.CharField(label=_("职务"), max_length=60, required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=120)


class CallUpForm(forms.Form):
    """Which units send how many, by when."""

    units = forms.CharField(
        label=_("单位"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一个单位，可用简称。"),
    )
    quota = forms.IntegerField(label=_("每单位名额"), min_value=1, max_value=100, initial=1)
    answer_by = forms.DateField(label=_("报名截止"), widget=DateInput(), required=False)

    def __init__(self, *args: Any, owner: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_units(self) -> list[Unit]:
        names = [line.strip() for line in self.cleaned_data["units"].splitlines() if line.strip()][:500]
        found = resolve_many(names, within=self.owner)
        if unknown := [name for name in names if found[name].unit is None]:
            sentence = _("没有认出：%(names)s。") % {"names": "、".join(unknown)}
            raise forms.ValidationError(sentence, code="unknown")
        return list({unit.pk: unit for name in names if (unit := found[name].unit)}.values())


class AnswerForm(forms.Form):
    """Whom a unit sends: one a line, name and post title."""

    people = forms.CharField(
        label=_("学员"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("每行一名：姓名 职务。")
    )

    def __init__(self, *args: Any, call_up: CallUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call_up = call_up

    def clean_people(self) -> list[dict[str, str]]:
        lines = [line.split(maxsplit=1) for line in self.cleaned_data["people"].splitlines() if line.strip()]
        return [{"name": words[0][:60], "post_title": " ".join(words[1:])[:60]} for words in lines]


class GroupsForm(forms.Form):
    """How many groups."""

    count = forms.IntegerField(label=_("组数"), min_value=1, max_value=60)


class GroupForm(forms.Form):
    """Name, room and convener of a group."""

    name = forms.CharField(label=_("组名"), max_length=60)
    room = forms.CharField(label=_("讨论地点"), max_length=80, required=False)
    convener = forms.ModelChoiceField(label=_("召集人"), queryset=Trainee.objects.none(), required=False)

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": group.name, "room": group.room, "convener": group.convener_id}
        super().__init__(*args, **kwargs)
        self.fields["convener"].queryset = group.members.all()  # type: ignore[attr-defined]  # a choice of rows


class EvaluationForm(forms.Form):
    """The questions about a class, all of them open to be left out."""

    advice = forms.CharField(
        label=_("意见建议"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        advice = self.fields.pop("advice")
        for key, question in QUESTIONS.items():
            self.fields[key] = forms.TypedChoiceField(
                label=question,
                choices=SCALE.items(),
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["advice"] = advice
