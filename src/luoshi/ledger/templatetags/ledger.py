"""Filters that put the ledger's codes into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from luoshi.ledger.queries import purged
from luoshi.ledger.states import Light, Verb
from luoshi.ledger.verbs import STEPS
from luoshi.ledger.wording import number_kinds as kinds_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from luoshi.common.backup_register import MadeBackup
    from luoshi.ledger.models import Evidence

register = template.Library()


@register.filter
def light_name(light: str) -> str:
    """A light in words."""
    return str(Light(light).label) if light in Light.values else ""


@register.filter
def verb_name(verb: str) -> str:
    """A step in words, whatever table it stands in."""
    if verb in STEPS:
        return str(STEPS[verb].label)
    return str(Verb(verb).label) if verb in Verb.values else verb


@register.filter
def backups_with(evidence: Evidence) -> list[MadeBackup]:
    """The backups that still hold what was purged."""
    return purged.backups_with(evidence)


@register.filter
def number_kinds(found: Iterable[str]) -> str:
    """Kinds of personal numbers as a list in words."""
    return kinds_in_words(found)
