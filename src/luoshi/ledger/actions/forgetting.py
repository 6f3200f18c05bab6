"""Takes somebody's deleted words out of a measure that was made from them; the measure itself goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.common import history
from luoshi.common.versions import lock, next_version
from luoshi.ledger.models import Measure

if TYPE_CHECKING:
    from collections.abc import Collection

    from luoshi.accounts.models import User

SHORTEST = 8
"""Fewer characters are anybody's words: they go only where they are all there is."""


@transaction.atomic
def forget_words(measure: Measure, words: Collection[str], *, by: User) -> None:
    """Remove the words from text and history of a measure and of what was broken down from it.

    The caller has checked the right. What the office has put in its own words stays.
    """
    wanted = sorted({word.strip() for word in words} - {""}, key=len, reverse=True)
    if not wanted:
        return
    family = [measure.pk]
    for pk in family:
        family += Measure.objects.filter(parent=pk).values_list("pk", flat=True)
    for pk in sorted(family):
        _forget(lock(Measure.objects.all(), pk), wanted, by=by)


def _forget(measure: Measure, words: list[str], *, by: User) -> None:
    text, reason = _without(measure.text, words), _("按本人要求清除心得中的原句")
    if text != measure.text:
        measure.text = text
        next_version(measure)
        measure.save(update_fields=["text", "version"])
    history.purge_words(measure, lambda found: _without(found, words) != found, by=by, reason=reason)


def _without(text: str, words: list[str]) -> str:
    gone = _("（原句已按本人要求清除）")
    for word in words:
        if text.strip() == word:
            return gone
        if len(word) >= SHORTEST:
            text = text.replace(word, gone)
    return text
