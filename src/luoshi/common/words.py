"""Puts history entries into words: every app registers a sentence per verb and a name per field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise

    from luoshi.common.models import Entry

_sentences: dict[str, _StrOrPromise] = {"purge": _("依规清除了内容，理由：%(reason)s")}
_fields: dict[str, _StrOrPromise] = {}


class _Blanks(dict[str, Any]):
    """Parameters of a sentence; one that the entry does not carry is left blank."""

    def __missing__(self, key: str) -> str:
        return "—"


def register(*, sentences: Mapping[str, _StrOrPromise], fields: Mapping[str, _StrOrPromise]) -> None:
    """Add sentences (verb → text with %(param)s) and field names; called from each app's `wording.py`."""
    _sentences.update(sentences)
    _fields.update(fields)


def sentence_of(entry: Entry) -> str:
    """The entry in the reader's language; an unknown verb is shown as its code, an emptied body with blanks."""
    values = _Blanks({**entry.before, **entry.after, **entry.params})
    return str(_sentences.get(entry.verb, entry.verb)) % values


def field_name(name: str) -> str:
    """The name of a field in the reader's language."""
    return str(_fields.get(name, name))
