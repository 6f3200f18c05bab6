"""Composes the reflections of the demonstration's class from plain word tables: each different, none copied.

Sentences are drawn until none shares a long run of characters with a reflection that was composed before; only the
pairs that are meant to overlap do. What is quoted comes from the demonstration's documents.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from luoshi.demo.tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PACKAGE = "luoshi.demo.study"
SEED = 60
LONGEST_SHARED = 18
"""So many characters that follow each other stand in one reflection only."""
TRIES = 400
SENTENCES = {"open": 3, "read": 7, "talk": 7, "look": 8, "mind": 5, "plan": 2, "end": 1}
"""How many sentences a part has at least; chance adds some."""
ALTERED = (
    ("定期", "经常"),
    ("逐步", "全面"),
    ("推动", "确保"),
    ("健全", "完善"),
    ("优先", "首先"),
    ("规范", "严格"),
    ("建立", "设立"),
)
INVENTED = "凡是群众没有见到成效的事项，一律不得上报为完成"
_SLOT = re.compile(r"\{(\w+)\}")
_QUOTABLE = re.compile(r"[^。；\n（）()《》“”：]{16,44}(?=[。；])")
_TOPIC_SLOTS = {"t": 1, "s": 2, "p": 3, "a": 4, "w": 5, "g": 6}


@dataclass(frozen=True)
class Person:
    """One row of the roster: who studies what, and what is peculiar about the reflection."""

    name: str
    unit: str
    post: str
    topic: str
    special: str = ""


@dataclass(frozen=True)
class Original:
    """A document that reflections quote from: how it is named, and its text."""

    title: str
    text: str

    def sentences(self) -> list[str]:
        """Sentences of its body that can be quoted."""
        return [match.group().strip() for match in _QUOTABLE.finditer(self.text)]


@dataclass
class Composer:
    """Keeps what has been written, so that nothing is written twice."""

    originals: Sequence[Original]
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 -- the same texts every time
    runs: set[str] = field(default_factory=set)
    drawn: Counter[str] = field(default_factory=Counter)
    quoted: Counter[str] = field(default_factory=Counter)
    written: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    patterns: Mapping[str, list[str]] = field(default_factory=lambda: _table("patterns.tsv"))
    headings: Mapping[str, list[str]] = field(default_factory=lambda: _table("headings.tsv"))
    phrases: Mapping[str, list[str]] = field(default_factory=lambda: _table("phrases.tsv"))
    topics: Mapping[str, list[str]] = field(
        default_factory=lambda: {row[0]: row for row in rows_of(PACKAGE, "topics.tsv")}
    )

    def compose(self, person: Person) -> list[dict[str, str]]:
        """The headed parts of one reflection."""
        self._own: set[str] = set()
        self._used: set[str] = set()
        parts: list[dict[str, str]] = []
        for part, least in SENTENCES.items():
            sentences = [
                self._sentence(part, person) for _one in range(least + self.chance.randrange(0, least // 2 + 1))
            ]
            parts.append({"part": part, "text": "".join(sentences)})
        self._quote(person, parts)
        shared = self.written.get(person.special.removeprefix("pair:"))
        if shared:
            parts[2]["text"], parts[4]["text"] = shared[2]["text"], shared[4]["text"]
        self.written[person.name] = parts
        self.runs |= self._own
        return self._headed(parts)

    def _sentence(self, part: str, person: Person) -> str:
        """A sentence of a part that shares no long run with what others wrote."""
        fresh = [pattern for pattern in self.patterns[part] if pattern not in self._used]
        rare = sorted(fresh, key=lambda pattern: (self.drawn[pattern], self.chance.random()))
        for number in range(TRIES):
            pattern = rare[number % len(rare)]
            sentence = _SLOT.sub(lambda match: self._word(match[1], person), pattern)
            runs = runs_of(sentence)
            if not runs & self.runs and not runs & self._own:
                self._own |= runs
                self._used.add(pattern)
                self.drawn[pattern] += 1
                return sentence
        raise ValueError(f"the tables hold too few words for {person.name}")

    def _word(self, slot: str, person: Person) -> str:
        if slot in _TOPIC_SLOTS:
            return self.chance.choice(self.topics[person.topic][_TOPIC_SLOTS[slot]].split("|"))
        return self.chance.choice(self.phrases[slot])

    def _quote(self, person: Person, parts: list[dict[str, str]]) -> None:
        """Two or three quotations into the parts on reading, discussion and reflection."""
        places = [1, 2, 4] if len(person.name) > 2 else [1, 4]
        for number, place in enumerate(places):
            original = self.originals[(number + len(person.unit)) % len(self.originals)]
            other = self.originals[(number + 1 + len(person.unit)) % len(self.originals)]
            words = self._pick(original, person)
            special = person.special if number == 0 else ""
            parts[place]["text"] += quotation(words, original, other, special, turn=self.quoted.total())

    def _pick(self, original: Original, person: Person) -> str:
        """The sentence that has most to do with the topic, of those that were quoted least so far."""
        about = set("".join(self.topics[person.topic][1:5]))
        sentences = original.sentences()
        least = min(self.quoted[words] for words in sentences)
        left = [words for words in sentences if self.quoted[words] == least]
        words = max(left, key=lambda one: len(about & set(one)) / len(one))
        self.quoted[words] += 1
        return words

    def _headed(self, parts: list[dict[str, str]]) -> list[dict[str, str]]:
        headed: list[dict[str, str]] = [{"heading": "", "text": parts[0]["text"]}]
        for one in parts[1:6]:
            heading = self.chance.choice(self.headings[one["part"]])
            headed.append({"heading": heading, "text": one["text"]})
        headed.append({"heading": "", "text": parts[6]["text"]})
        return headed


def quotation(words: str, original: Original, other: Original, special: str, *, turn: int) -> str:
    """A sentence that quotes, rightly or in the way that is wanted."""
    said = ("提出", "要求", "写道", "明确", "强调")[turn % 5]
    plain = f"《{original.title}》{said}：“{words}。”"
    if special == "altered":
        known = next(((old, new) for old, new in ALTERED if old in words), None)
        changed = words.replace(*known, 1) if known else words[: len(words) // 2] + "要" + words[len(words) // 2 :]
        return f"《{original.title}》{said}：“{changed}。”"
    wanted = {
        "invented": f"《{original.title}》强调：“{INVENTED}。”",
        "wrong": f"《{other.title}》指出：“{words}。”",
        "reversed": f"《{original.title}》{said}：”{words}。“",
        "nested": f"学习《滨川市贯彻落实〈{original.title}〉的工作方案》时，我记住了“{words}”这一句。",
        "masked": f"记得**书记在动员时念过《{original.title}》里的话：“{words}。”",
        "unmarked": f"{words}。这一点我体会很深。",
    }
    return wanted.get(special, plain)


def people_of_the_class() -> list[Person]:
    """The roster, in its order."""
    return [Person(*row) for row in rows_of(PACKAGE, "trainees.tsv")]


def field_of(topic: str) -> str:
    """The portfolio field to which a topic belongs."""
    return next(row[7] for row in rows_of(PACKAGE, "topics.tsv") if row[0] == topic)


def runs_of(sentence: str) -> set[str]:
    """The runs of characters by which copying is told."""
    words = re.sub(r"[，。：；、？“”\s]", "", sentence)
    return {words[at : at + LONGEST_SHARED] for at in range(len(words) - LONGEST_SHARED + 1)}


def _table(name: str) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, words in rows_of(PACKAGE, name):
        found[key].extend(words.split("|") if name != "patterns.tsv" else [words])
    return dict(found)
