"""Fields that take what people really type: days in any spelling, full-width digits, words with unseen characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.days import YEARS, as_day, plain
from luoshi.common.numbers import whole

if TYPE_CHECKING:
    from datetime import date

M = TypeVar("M", bound=models.Model)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]"
)
"""Control characters and what turns the direction of writing: a paste brings them along, nobody sees them."""
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
"""Invisible too, and yet part of an emoji or of a Uyghur word: kept, but no text by themselves."""


def seen_words(text: str) -> str:
    """A text without characters that nobody can see.

    >>> seen_words("\\u202e市教育\\u200b局\\x00"), seen_words(" \\u200b\\u200d ")
    ('市教育局', '')
    """
    words = _UNSEEN.sub("", text)
    return words if words.strip().strip(_JOINERS).strip() else ""


class WordsField(forms.CharField):
    """Words; invisible characters are left out, and a text of nothing else is none."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(seen_words(value) if isinstance(value, str) else value)


class DayField(forms.DateField):
    """A day, however it is spelled."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("“%(text)s”不是完整的日期，请写成2026-12-31这样。"),
        "far": _("“%(text)s”太久远，请核对年份。"),
    }

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        day = as_day(value)
        if day is None or day.year not in YEARS:
            code = "invalid" if day is None else "far"
            raise forms.ValidationError(self.error_messages[code], code=code, params={"text": value.strip()[:30]})
        return day


class WholeField(forms.IntegerField):
    """A whole number; full-width digits are digits, and a percentage may carry its sign."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(plain(value).removesuffix("%").strip() if isinstance(value, str) else value)


class RowsField(forms.ModelMultipleChoiceField[M]):
    """Several rows; a number that no table can hold names none."""

    def clean(self, value: Any) -> Any:
        unknown = next((pk for pk in value or () if whole(str(pk)) is None), None)
        if unknown is not None:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": unknown}
            )
        return super().clean(value)


_OURS: dict[type[models.Field[Any, Any]], type[forms.Field]] = {
    models.CharField: WordsField,
    models.TextField: WordsField,
    models.DateField: DayField,
}


def our_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The field of a form that is made from a model: ours where there is one."""
    ours = _OURS.get(type(field))
    return field.formfield(form_class=ours, **kwargs) if ours else field.formfield(**kwargs)
