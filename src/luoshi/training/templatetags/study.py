"""Words for codes of the engine on the pages of study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext_lazy as _

from luoshi.engine.linking import Relation

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

register = template.Library()

RELATIONS: dict[str, _StrOrPromise] = {
    Relation.CITES: _("引用"),
    Relation.CITED_BY: _("被引用"),
    Relation.IMPLEMENTS: _("贯彻落实"),
    Relation.IMPLEMENTED_BY: _("由其落实"),
    Relation.SAME_WORDS: _("相同表述"),
}


@register.filter
def relation_words(code: str) -> _StrOrPromise:
    """Why a clause belongs to another, in the reader's words."""
    return RELATIONS.get(code, code)


@register.filter
def clock_words(seconds: int) -> str:
    """A place in a film: 75 → 1:15, 3675 → 1:01:15."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
