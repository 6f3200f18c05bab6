"""Puts notices into words: every app registers a sentence per code."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from django.utils.functional import _StrOrPromise

    from luoshi.accounts.models import User
    from luoshi.notices.models import Notice

    Matters = Callable[[User, Collection[str]], Mapping[str, str]]

_sentences: dict[str, _StrOrPromise] = {}
_matters: list[Matters] = []


def register(sentences: Mapping[str, _StrOrPromise]) -> None:
    """Add sentences (code → text with %(param)s); called from each app's `wording.py`."""
    _sentences.update(sentences)


def register_matters(matters: Matters) -> None:
    """Add a look-up that gives the words of the matters of some codes, of those that a reader may see."""
    _matters.append(matters)


def add_matters(notices: Iterable[Notice], reader: User) -> None:
    """Put into `matter` what the matter says that a notice names by its `code`, with one look-up per app."""
    named = [(notice, str(notice.params["code"])) for notice in notices if "code" in notice.params]
    if not named:
        return
    codes = {code for _notice, code in named}
    words = {code: text for matters in _matters for code, text in matters(reader, codes).items()}
    for notice, code in named:
        notice.matter = words.get(code, "")


def is_known(code: str) -> bool:
    """Whether a sentence is registered for the code."""
    return code in _sentences


def sentence_of(notice: Notice) -> str:
    """The notice in the reader's language."""
    return str(_sentences.get(notice.code, notice.code)) % defaultdict(lambda: "—", notice.params)
