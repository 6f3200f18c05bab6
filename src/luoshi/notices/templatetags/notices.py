"""A notice in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from luoshi.notices import kinds

if TYPE_CHECKING:
    from luoshi.notices.models import Notice

register = template.Library()


@register.filter
def notice_sentence(notice: Notice) -> str:
    """The notice in the reader's language."""
    return kinds.sentence_of(notice)
