"""Puts history entries into words: every app registers a sentence per verb and a name per field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.utils.functional import _StrOrPromise

    from luoshi.common.models import Entry

_sentences: dict[str, _StrOrPromise] = {"purge": _("依规清除了内容，理由：%(reason)s")}
_fields: dict[str, _StrOrPromise] = {}
_silent: set[str] = set()
_values: dict[str, dict[str, _StrOrPromise]] = {}


class _Blanks(dict[str, Any]):
    """Parameters of a sentence; one that the entry does not carry is left blank."""

    def __missing__(self, key: str) -> str:
        return "—"


def register(
    *,
    sentences: Mapping[str, _StrOrPromise],
    fields: Mapping[str, _StrOrPromise],
    values: Mapping[str, Mapping[Any, _StrOrPromise]] | None = None,
    silent: Collection[str] = (),
) -> None:
    """Add sentences (verb → text with %(param)s), field names, and labels of codes (field → code → label).

    Called from each app's `wording.py`. A field without a name is not shown among the changes, nor is a `silent` one,
    which only says what another beside it says.
    """
    _silent.update(silent)
    _sentences.update(sentences)
    _fields.update(fields)
    for name, labels in (values or {}).items():
        _values.setdefault(name, {}).update({str(code): label for code, label in labels.items()})


def sentence_of(entry: Entry) -> str:
    """The entry in the reader's language; an unknown verb is shown as its code, an emptied body with blanks."""
    given = {**entry.before, **entry.after, **entry.params}
    values = _Blanks({name: field_value(name, value) for name, value in given.items()})
    return str(_sentences.get(entry.verb, entry.verb)) % values


def is_told(name: str) -> bool:
    """Whether a change of the field is shown: it has a name, and says more than another one beside it."""
    return name in _fields and name not in _silent


def field_name(name: str) -> str:
    """The name of a field in the reader's language."""
    return str(_fields.get(name, name))


def field_value(name: str, value: object) -> str:
    """A value in the reader's language: the label of a code, yes or no, a dash for nothing, a list with commas."""
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if value is None or value == "":
        return "—"
    if isinstance(value, list):
        return "、".join(field_value(name, item) for item in value)
    return str(_values.get(name, {}).get(str(value), value))
