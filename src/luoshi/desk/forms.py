"""Forms of the desk."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common.fields import WordsField, our_field
from luoshi.desk.models import Voice


class VoiceForm(forms.ModelForm[Voice]):
    """Say something."""

    text = WordsField(label=_("内容"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4_000)

    class Meta:
        model = Voice
        formfield_callback = our_field
        fields: ClassVar[list[str]] = ["kind", "topic", "text"]


class AnswerForm(forms.ModelForm[Voice]):
    """Answer it."""

    answer = WordsField(label=_("答复"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4_000, required=False)

    class Meta:
        model = Voice
        formfield_callback = our_field
        fields: ClassVar[list[str]] = ["answer", "is_public"]
