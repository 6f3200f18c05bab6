"""Puts notices into words: every app registers a sentence per code."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise

    from luoshi.notices.models import Notice

_sentences: dict[str, _StrOrPromise] = {}


def register(sentences: Mapping[str, _StrOrPromise]) -> None:
    """Add sentences (code → text with %(param)s); called from each app's `wording.py`."""
    _sentences.update(sentences)


def is_known(code: str) -> bool:
    """Whether a sentence is registered for the code."""
    return code in _sentences


def sentence_of(notice: Notice) -> str:
    """The notice in the reader's language."""
    return str(_sentences.get(notice.code, notice.code)) % defaultdict(lambda: "—", notice.params)
