"""Reads the labels of choices back from what people write in a table, in whichever language the table was made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrOrPromise

V = TypeVar("V")
# 审计员（只读）is also written without what stands in the brackets.
_BRACKETS = re.compile(r"[（(][^）)]{0,20}[）)]$")


def in_all_languages(label: _StrOrPromise) -> list[str]:
    """The label in every language of the pages."""
    words = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words.append(str(label))
    return words


def choice_named(text: str, choices: Iterable[tuple[V, _StrOrPromise]]) -> V | None:
    """The value whose label, in any language, is meant; None if none is.

    >>> choice_named("联络员 ", [("liaison", "联络员")])
    'liaison'
    """
    wanted = _bare(text)
    return next(
        (value for value, label in choices if wanted in {_bare(word) for word in in_all_languages(label)}), None
    )


def _bare(text: str) -> str:
    return _BRACKETS.sub("", text.strip()).strip().lower()
