"""Small forms with a few words: answers, reasons, comments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common.fields import WordsField
from luoshi.common.forms import SeenVersion


class AnswerForm(forms.Form):
    """An answer."""

    answer = WordsField(label=_("答复内容"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class ObstacleAnswerForm(AnswerForm, SeenVersion):
    """An answer that others may give at the same time."""


class ReasonForm(forms.Form):
    """A reason."""

    reason = WordsField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300)


class CommentForm(forms.Form):
    """A remark on a measure."""

    text = WordsField(label=_("留言"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
