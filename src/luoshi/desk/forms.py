"""Forms of the desk."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from luoshi.common.fields import our_field
from luoshi.desk.models import Voice


class VoiceForm(forms.ModelForm[Voice]):
    """Say something."""

    class Meta:
        model = Voice
        formfield_callback = our_field
        fields: ClassVar[list[str]] = ["kind", "topic", "text"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": forms.Textarea(attrs={"rows": 4})}


class AnswerForm(forms.ModelForm[Voice]):
    """Answer it."""

    class Meta:
        model = Voice
        formfield_callback = our_field
        fields: ClassVar[list[str]] = ["answer", "is_public"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"answer": forms.Textarea(attrs={"rows": 3})}
