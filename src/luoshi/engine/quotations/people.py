"""Tells whether an ordinary person speaks: what a villager, a teacher, a fellow trainee said is in no document."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.lexicon import any_of, load_table, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HAN = r"[\u4e00-\u9fff]"
_MOST_BETWEEN = 26
_MOST_BEFORE = 8
_MOST_NAMES = 200
_BREAKS = re.compile(r"[，,：:；;“”\"「」『』（）()]")
_LOCATIVE = re.compile(r"上|中|里|内|时|后|期间|当中|之后|结束")


@dataclass(frozen=True, slots=True)
class Source:
    """A title or source noun of a sentence; a `leader` is a person too, but one who speaks for an office."""

    span: Span
    leader: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """Whoever may be the subject; somebody `introduced` (一位, 有的) stays ordinary whatever the office."""

    span: Span
    introduced: bool


class People:
    """The ordinary people of one essay: those whom everybody knows by their trade, and those whom it names itself."""

    def __init__(self, essay: str) -> None:
        self._essay = essay
        self._all = sorted(self._find(), key=lambda subject: subject.span)
        self._starts = [subject.span.start for subject in self._all]
        self._talks = [Span(*match.span()) for match in _occasion().finditer(essay)]
        self._talk_starts = [talk.start for talk in self._talks]

    def is_nobody(self, start: int, at: int) -> bool:
        """Whether nothing in the stretch speaks of people at all."""
        return not self._subjects(start, at) and self._talk(start, at) is None

    def speaking(self, start: int, at: int, sources: Sequence[Source]) -> Span | None:
        """The ordinary person who is the subject at `at`, where the sentence begins at `start`; None if it is none.

        `sources` are the titles and source nouns between the two.
        """
        for subject in reversed(self._subjects(start, at)):
            if self._is_subject(subject, start, at, sources):
                return subject.span
        return None if sources else self._talk(start, at)

    def means_ordinary(self, start: int, at: int, sources: Sequence[Source]) -> bool:
        """Whether 他 at `at` stands for an ordinary person: no leader was spoken of last."""
        leader = max((source.span.start for source in sources if source.leader), default=-1)
        return leader < 0 or any(
            subject.span.start > leader or (subject.introduced and leader - subject.span.end < _MOST_BETWEEN)
            for subject in self._subjects(start, at)
            if not self._is_object(subject, start)
        )

    def _subjects(self, start: int, at: int) -> list[Subject]:
        within = self._all[bisect_left(self._starts, start) : bisect_left(self._starts, at)]
        return [subject for subject in within if subject.span.end <= at]

    def _talk(self, start: int, at: int) -> Span | None:
        """讨论中, 座谈时: where people talk with one another."""
        number = bisect_left(self._talk_starts, start)
        return self._talks[number] if number < len(self._talks) and self._talks[number].end <= at else None

    def _find(self) -> Iterator[Subject]:
        for match in _known().finditer(self._essay):
            if not match.group("nickname") or self._opens(match.start(), 0, also="的"):
                yield Subject(Span(*match.span()), bool(match.group("introduced")))
        for match in _named(self._essay).finditer(self._essay):
            yield Subject(Span(*match.span()), introduced=False)

    def _is_subject(self, subject: Subject, start: int, at: int, sources: Sequence[Source]) -> bool:
        """Whether the verb at `at` is this person's: nobody nearer, no 对群众, no other subject before it."""
        before, after = subject.span.start, subject.span.end
        gap = self._essay[after:at]
        breaks = len(_BREAKS.findall(gap.rstrip("，,：: ")))
        if len(gap) > _MOST_BETWEEN or breaks > 1 or (breaks and not self._opens(before, start)):
            return False
        if self._is_object(subject, start) or _reading_out().search(gap):
            return False
        if not subject.introduced and _body().search(gap):
            return False
        begins = self._clause_start(before, start)
        return all(self._gives_way(source, subject, begins, at) for source in sources)

    def _is_object(self, subject: Subject, start: int) -> bool:
        """Whether the person is spoken to or looked after (对群众, 走访老乡)."""
        before = subject.span.start
        return bool(_coverb().search(self._essay, max(start, before - _MOST_BEFORE), before))

    def _gives_way(self, source: Source, subject: Subject, begins: int, at: int) -> bool:
        """Whether a source of the sentence is not the speaker: in a clause before, a place (在会议上), the same man."""
        if source.span.end <= begins or _LOCATIVE.match(self._essay, source.span.end, at):
            return True
        same = subject.span.start <= source.span.start and source.span.end <= subject.span.end
        return same or (subject.introduced and source.leader and source.span.start >= subject.span.start)

    def _opens(self, place: int, start: int, also: str = "") -> bool:
        """Whether a clause begins here, or one of the characters `also` stands before."""
        before = self._essay[place - 1 : place]
        return place == start or before.isspace() or before in also or bool(_BREAKS.match(before))

    def _clause_start(self, place: int, start: int) -> int:
        return next((at + 1 for at in range(place - 1, start - 1, -1) if _BREAKS.match(self._essay, at)), start)


def _named(essay: str) -> re.Pattern[str]:
    """The names that an essay gives to ordinary people: 村支书李大山, 一位叫王秀兰的村民."""
    names: set[str] = set()
    for match in _introduction().finditer(essay):
        name = match.group("name")
        names.add(name[:-1] if len(name) == _FULL and name[-1] in _NAME_ENDS else name)
        if len(names) >= _MOST_NAMES:
            break
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


_FULL = 3
_NAME_ENDS = frozenset("说讲在对跟和与告问拉笑的也就带向是家提")


@cache
def _introduction() -> re.Pattern[str]:
    nouns = any_of("quotation_people", "noun")
    return re.compile(rf"(?:{nouns}|名叫|叫做|叫)(?P<name>{_surname()}{_HAN}(?:{_HAN})?)")


@cache
def _known() -> re.Pattern[str]:
    introduced, nickname = _unless_followed("quotation_indefinites"), rf"[老小]{_surname()}(?![{_NO_NICKNAME}])"
    people = _unless_followed("quotation_people")
    return re.compile(rf"(?P<introduced>(?<!每){introduced})|{people}|(?P<nickname>{nickname})")


_NO_NICKNAME = "平学区城镇"
_SURNAMES = 160


@cache
def _surname() -> str:
    common = (surname for surname in load_words("table_surnames") if surname != "康")
    return f"(?:{'|'.join(list(common)[:_SURNAMES])})"


@cache
def _occasion() -> re.Pattern[str]:
    return re.compile(_unless_followed("quotation_occasions"))


def _unless_followed(table: str) -> str:
    """The words of a table, the longest first, each but where one of the words of its third column follows."""
    rows = sorted(load_table(table), key=lambda row: (-len(row[0]), row[0]))
    return "(?:" + "|".join(_guarded(row[0], *row[2:]) for row in rows) + ")"


def _guarded(word: str, unless: str = "") -> str:
    followers = "|".join(map(re.escape, unless.split("|")))
    return re.escape(word) + (f"(?!{followers})" if unless else "")


@cache
def _coverb() -> re.Pattern[str]:
    """A word directly before a person after which it is no subject."""
    return re.compile(rf"{any_of('quotation_coverbs')}(?:每|全体|广大|各级|各位|我们){{0,2}}$")


@cache
def _body() -> re.Pattern[str]:
    return re.compile(any_of("quotation_bodies"))


@cache
def _reading_out() -> re.Pattern[str]:
    return re.compile(any_of("quotation_reading_out"))
