"""Forms of reading, discussion, seminar and video."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common.forms import DateInput, PickField, SeenVersion
from luoshi.library.models import Document
from luoshi.training.states import NoteColour
from luoshi.units.queries.units import units_visible_to

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.training.models import TrainingClass

_TIME = re.compile(r"(?:(\d{1,2})[:：])?(\d{1,3})[:：](\d{1,2})")


def _two_lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 2, "data-grows": ""})


class NoteForm(forms.Form):
    """What is written on a note, in which colour, and whether the group reads it; `reading`: the text on the screen."""

    text = forms.CharField(required=False)
    colour = forms.ChoiceField(choices=NoteColour.choices)
    is_shared = forms.BooleanField(required=False)
    version = forms.IntegerField(required=False)
    reading = forms.IntegerField(required=False)


class NewNoteForm(forms.Form):
    """A stretch of a text, told by its offsets and its words, and what is written on it."""

    start = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    end = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    quote = forms.CharField(required=False, strip=False)
    text = forms.CharField(required=False)
    colour = forms.ChoiceField(choices=NoteColour.choices)
    is_shared = forms.BooleanField(required=False)


class PassagesForm(forms.Form):
    """Clauses of a document of the class, named as on paper."""

    document = forms.ModelChoiceField(label=_("文件"), queryset=Document.objects.none(), empty_label=None)
    clauses = forms.CharField(
        label=_("条款"), required=False, max_length=300, help_text=_("如：二（一）、二（三）。不填为全文。")
    )

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = training_class.documents.only("title")
        self.fields["document"].queryset = rows  # type: ignore[attr-defined]  # a choice of rows


class PieceForm(forms.Form):
    """A piece of live notes; `key` is the page's own number for it, `after` the last piece that the page has."""

    text = forms.CharField(required=False, max_length=20_000)
    key = forms.CharField(required=False, max_length=40)
    after = forms.IntegerField(required=False, min_value=0)


class OutcomeForm(SeenVersion):
    """What a group, or all, found."""

    text = forms.CharField(
        label=_("成果"), widget=forms.Textarea(attrs={"rows": 6, "data-grows": ""}), max_length=10_000
    )


class QuestionForm(forms.Form):
    """A question, by name or by nobody."""

    text = forms.CharField(
        label=_("问题"), widget=forms.Textarea(attrs={"rows": 2, "data-grows": ""}), max_length=1_000
    )
    is_anonymous = forms.BooleanField(
        label=_("匿名"), required=False, help_text=_("匿名提问不保存提问人，任何人都查不到，提出后本人也不能撤回。")
    )


class AnswerForm(SeenVersion):
    """An answer to a question."""

    text = forms.CharField(
        label=_("答复"), widget=forms.Textarea(attrs={"rows": 2, "data-grows": ""}), max_length=5_000
    )


class TakeUpForm(forms.Form):
    """A question as a measure: what, by whom, by when."""

    text = forms.CharField(label=_("事项内容"), widget=forms.Textarea(attrs={"rows": 3, "data-grows": ""}))
    unit = PickField(label=_("主责单位"), options_url="units:options")
    due_on = forms.DateField(label=_("完成时限"), required=False, widget=DateInput())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].rows = units_visible_to(user).filter(closed_on=None)  # type: ignore[attr-defined]  # our own field


class ChapterForm(forms.Form):
    """A chapter: when, its title, the clause it speaks of."""

    at = forms.CharField(label=_("时间"), max_length=12, help_text=_("如 12:30 或 1:02:30"))
    title = forms.CharField(label=_("标题"), max_length=120)
    document = forms.ModelChoiceField(
        label=_("文件"), queryset=Document.objects.none(), required=False, empty_label=_("不对应条款")
    )
    clause = forms.CharField(label=_("条款"), required=False, max_length=40, help_text=_("如：二（一）"))

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = training_class.documents.only("title")
        self.fields["document"].queryset = rows  # type: ignore[attr-defined]  # a choice of rows

    def clean_at(self) -> int:
        match = _TIME.fullmatch(self.cleaned_data["at"].strip())
        if not match or int(match[3]) > 59:
            raise forms.ValidationError(_("时间请写成“分:秒”或“时:分:秒”。"))
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return (hours * 60 + minutes) * 60 + seconds


def first_error(form: forms.Form) -> str:
    """What is wrong, for a page that has no place for the form itself."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else None
    return f"{label}：{errors[0]}" if label else str(errors[0])
