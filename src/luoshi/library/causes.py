"""Why a file was not read, in one sentence: the sentences of the command line, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luoshi import wording
from luoshi.engine.reading import codes
from luoshi.wording.causes import cause_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from luoshi.library.models import Document

KEPT_UNREAD = frozenset({codes.NO_TEXT, codes.NOT_SUPPORTED_YET})
"""Scans, and files that need another program first: kept and said to be unread; whatever else fails is refused."""


def sentence_of(code: str, params: Mapping[str, str | int]) -> str:
    """The sentence for a code of the engine."""
    wording.activate(wording.ENGLISH if (get_language() or "").startswith("en") else wording.CHINESE)
    return cause_of(code, **params)


def sentence_for(document: Document) -> str:
    """What has to be said of a document that was kept unread, or an empty text."""
    code = document.failure.get("code")
    if not code:
        return ""
    cause = sentence_of(str(code), document.failure.get("params", {}))
    return _("未读取内容，保密标志未检查。") + cause
