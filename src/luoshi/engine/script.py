"""Lets rules that are written in simplified characters read a text in traditional ones, place for place."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

    from luoshi.engine.document import Content, Document, Fact, Span

_SIGN = re.compile("[個們這國發關產業責單實務機構縣區廳辦與為對進動場設開門題長]")
"""Frequent characters that only traditional text has."""
_HEAD = 6_000
"""Characters looked at."""
_SHARE = 60
"""One sign in so many characters: a quoted inscription has fewer, a traditional text three times as many."""
_LEAST = 4


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters throughout."""
    head = text[:_HEAD]
    if not _SIGN.search(head):
        return False
    found = len(_SIGN.findall(head))
    return found >= _LEAST and found * _SHARE >= len(head)


def simplified(text: str) -> str:
    """The text with each character in its simplified form; as long as before, so that all places stay."""
    return text.translate(_forms(frozenset(text)))


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # takes longer to load than a plan to read, and few texts need it

    return OpenCC("t2s")


def _forms(characters: frozenset[str]) -> dict[int, str]:
    """The simplified form of each of these characters that has another one."""
    han = [char for char in characters if char >= "\u3400"]
    plain = _converter().convert("\n".join(han)).split("\n")
    if len(plain) != len(han):
        return {}
    return {ord(char): form for char, form in zip(han, plain, strict=True) if len(form) == 1 and form != char}


def simplified_content(content: Content) -> Content:
    """What a reader made of a file, in simplified characters."""
    return replace(content, text=simplified(content.text))


def simplified_document(document: Document) -> Document:
    """The document in simplified characters, its facts too."""

    def plain(fact: Fact | None) -> Fact | None:
        return replace(fact, value=simplified(fact.value)) if fact else None

    return replace(
        document,
        text=simplified(document.text),
        title=plain(document.title),
        doc_number=plain(document.doc_number),
        issuers=tuple(replace(fact, value=simplified(fact.value)) for fact in document.issuers),
        addressees=plain(document.addressees),
    )


class Print:
    """Gives back the printed characters of what was found in the simplified text."""

    def __init__(self, text: str) -> None:
        self._text = text
        forms = _forms(frozenset(text))
        self._printed: dict[int, str] = {}
        for code, form in forms.items():
            self._printed[ord(form)] = "" if ord(form) in self._printed or form in text else chr(code)
        self._printed = {code: char for code, char in self._printed.items() if char}

    def words(self, value: str, span: Span) -> str:
        """The printed form of `value`, whose characters stand in `span` in their order, perhaps with gaps."""
        printed = span.of(self._text)
        plain = simplified(printed)
        at = 0
        found: list[str] = []
        for char in value:
            place = plain.find(char, at)
            found.append(char if place < 0 else printed[place])
            at = at if place < 0 else place + 1
        return "".join(found)

    def loosely(self, value: str) -> str:
        """The printed form of words whose place is not known: of each character that the text prints in one way."""
        return value.translate(self._printed)

    def fact(self, fact: Fact | None) -> Fact | None:
        """A fact as printed."""
        return replace(fact, value=self.words(fact.value, fact.span)) if fact else None
