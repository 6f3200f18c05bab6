"""The reflections of the demonstration's class: what each wrote, with the quotations that they are meant to hold."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from luoshi.demo.tables import bytes_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PACKAGE = "luoshi.demo.study"
ALTERED = (
    ("定期", "经常"),
    ("逐步", "全面"),
    ("推动", "确保"),
    ("健全", "完善"),
    ("优先", "首先"),
    ("规范", "严格"),
    ("建立", "设立"),
    ("加强", "强化"),
    ("提高", "提升"),
    ("及时", "尽快"),
    ("完善", "优化"),
    ("改造", "更新"),
    ("开展", "组织"),
    ("公开", "公示"),
    ("不得", "不宜"),
)
INVENTED = "凡是群众没有见到成效的事项，一律不得上报为完成"
SAYS = ("提出", "要求", "写道", "明确", "强调")
HEADINGS = (
    ("触动", "差距", "打算"),
    ("讨论中想到的", "我的反思", "下一步"),
    ("听到和看到的", "认识上的变化", "回去怎么办"),
    ("同学们的话", "几点体会", "今后的打算"),
    ("对照", "反思", "行动"),
)
"""Of the parts after the first; those of one reflection belong together."""
_QUOTABLE = re.compile(r"(?<=[。；\n])(?:\d{1,3}[.．])?([^。；\n\t（）()《》“”：]{16,44})(?=[。；])")
"""A sentence without the number before it."""
_ADDRESSEES = re.compile(r"[局委办]、|人民政府|发〔|\d{4}年\d")
"""Lists of units and dates, which nobody quotes."""
_NAME = re.compile(r"^## (\S+)\n", re.MULTILINE)


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
        found = [match.group(1).strip() for match in _QUOTABLE.finditer(self.text)]
        return [words for words in found if not _ADDRESSEES.search(words)]


def _texts() -> dict[str, list[str]]:
    """What each wrote, by name: paragraphs."""
    _before, *pieces = _NAME.split(bytes_of(PACKAGE, "reflections.txt").decode())
    return {name: text.split("\n")[:-1] for name, text in zip(pieces[::2], pieces[1::2], strict=True)}


@dataclass
class Composer:
    """Puts quotations into what people wrote; keeps what has been quoted, so that everybody quotes something else."""

    originals: Sequence[Original]
    quoted: Counter[str] = field(default_factory=Counter)
    texts: Mapping[str, list[str]] = field(default_factory=_texts)
    plans: Mapping[str, str] = field(default_factory=lambda: {row[0]: row[1] for row in rows_of(PACKAGE, "plans.tsv")})

    def compose(self, person: Person) -> list[dict[str, str]]:
        """The headed parts of one reflection; the last is what its author means to do."""
        own = self.texts.get(person.name, [])
        other = person.special.removeprefix("pair:")
        paragraphs = own + self.texts[other][1:] if other in self.texts else own
        first, *middle, last = paragraphs or ["", ""]
        bodies = [first, "\n".join(middle), last] if middle else [first, last]
        self._quote(person, bodies)
        names = HEADINGS[len(first) % len(HEADINGS)]
        headed = [*names[: len(bodies) - 1], names[2]]
        rest = zip(headed, [*bodies[1:], self.plans[person.name]], strict=True)
        parts = [f"{'一二三'[number]}、{name}" for number, (name, _text) in enumerate(rest)]
        return [
            {"heading": heading, "text": text}
            for heading, text in zip(["", *parts], [*bodies, self.plans[person.name]], strict=True)
        ]

    def _quote(self, person: Person, bodies: list[str]) -> None:
        """A quotation at the end of the first part and one in the next; what is peculiar comes first."""
        about = _pairs(person.topic + "".join(bodies) + self.plans[person.name])
        for number in range(min(2, len(bodies))):
            original = self.originals[(number + len(person.unit)) % len(self.originals)]
            other = self.originals[(number + 1 + len(person.unit)) % len(self.originals)]
            special = person.special if number == 0 else ""
            words = self._pick(original, about, person.topic, can_be_altered=special == "altered")
            bodies[number] += quotation(words, original, other, special, turn=self.quoted.total())

    def _pick(self, original: Original, about: set[str], topic: str, *, can_be_altered: bool) -> str:
        """The sentence that has most to do with what is written, of those that nobody has quoted so far."""
        left = [words for words in original.sentences() if not self.quoted[words]] or original.sentences()
        if can_be_altered:
            left = [words for words in left if any(old in words for old, _new in ALTERED)]
        words = max(left, key=lambda one: (topic in one) + len(about & _pairs(one)) / len(one))
        self.quoted[words] += 1
        return words


def quotation(words: str, original: Original, other: Original, special: str, *, turn: int) -> str:
    """A sentence that quotes, rightly or in the way that is wanted."""
    said = SAYS[turn % len(SAYS)]
    if special == "altered":
        old, new = next(pair for pair in ALTERED if pair[0] in words)
        return f"《{original.title}》{said}：“{words.replace(old, new, 1)}。”"
    wanted = {
        "invented": f"《{original.title}》强调：“{INVENTED}。”",
        "wrong": f"《{other.title}》指出：“{words}。”",
        "reversed": f"《{original.title}》{said}：”{words}。“",
        "nested": f"学习《滨川市贯彻落实〈{original.title}〉的工作方案》时，我记住了“{words}”这一句。",
        "masked": f"记得**书记在动员时念过《{original.title}》里的话：“{words}。”",
        "unmarked": f"{words}。",
    }
    return wanted.get(special, f"《{original.title}》{said}：“{words}。”")


def people_of_the_class() -> list[Person]:
    """The roster, in its order."""
    return [Person(*row) for row in rows_of(PACKAGE, "trainees.tsv")]


def field_of(topic: str) -> str:
    """The portfolio field to which a topic belongs."""
    return next(row[1] for row in rows_of(PACKAGE, "topics.tsv") if row[0] == topic)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
