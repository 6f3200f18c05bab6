"""What the engine finds in a document; every finding carries its place in the text and the rule that found it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from luoshi.engine.document import Document, Span


class Role(StrEnum):
    """What a unit is to a measure: 牵头, 责任, 配合."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORT = "support"


class Comparator(StrEnum):
    """How a target's value bounds the result: 达到, 不少于/以上, 不超过/以内, 左右."""

    EQUAL = "="
    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    LESS_THAN = "<"
    ABOUT = "≈"


class UnitPart(NamedTuple):
    """A unit's part in a measure: the name as printed, and the name completed from its neighbours if it was cut."""

    name: str
    role: Role
    span: Span
    rule: str
    full_name: str | None = None


class Deadline(NamedTuple):
    """A date by which something is to be done, resolved against the plan's year or the signing date."""

    due_on: date
    text: str
    span: Span
    rule: str


class TimeWord(NamedTuple):
    """A statement that work goes on (持续推进) or comes round (每季度): words, place, rule."""

    text: str
    span: Span
    rule: str


class Target(NamedTuple):
    """A numeric result to be reached; of a range `value` is the lower bound and `value_to` the upper."""

    text: str
    value: float
    unit: str
    comparator: Comparator
    span: Span
    rule: str
    value_to: float | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One value of an indicator: for which year (None: not said), as a number where it is one, and as printed."""

    text: str
    span: Span
    value: float | None = None
    comparator: Comparator = Comparator.EQUAL
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A goal that can be measured, from a goals section or an indicator table."""

    name: str
    unit: str
    span: Span
    rule: str
    baseline: IndicatorValue | None
    targets: tuple[IndicatorValue, ...]
    clause: str = ""
    nature: str = ""


class Doubt(StrEnum):
    """Why a measure wants a second look."""

    NO_UNIT = "no_unit"
    NO_LEAD = "no_lead"
    SEVERAL_LEADS = "several_leads"
    TWO_DATES = "two_dates"
    UNIT_UNKNOWN = "unit_unknown"
    NO_VERB = "no_verb"
    VERY_LONG = "very_long"
    VERY_SHORT = "very_short"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: the smallest block which the document itself sets apart and which asks for action.

    `id` is stable: it is made of the measure's words and the number of earlier measures with the same words, so
    that renumbering does not change it. `clause` is the numbering path (`四/(一)/1`), `headings` the titles on that
    path. `span` holds the words of the measure, without its marker and without the annotation, whose places are
    in `annotations`. `digest` is the SHA-256 of the words without white space. `confidence` is between 0 and 1.
    """

    id: str
    clause: str
    headings: tuple[str, ...]
    text: str
    span: Span
    rule: str
    digest: str
    annotations: tuple[Span, ...] = ()
    parts: tuple[UnitPart, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    ongoing: tuple[TimeWord, ...] = ()
    recurring: tuple[TimeWord, ...] = ()
    targets: tuple[Target, ...] = ()
    confidence: float = 1.0
    doubts: tuple[Doubt, ...] = ()

    def units(self, role: Role) -> tuple[str, ...]:
        """The printed names of the units that have this role, in the order of the text."""
        return tuple(part.name for part in self.parts if part.role is role)

    @property
    def due(self) -> tuple[date, ...]:
        """The dates of completion, ascending, each once."""
        return tuple(sorted({deadline.due_on for deadline in self.deadlines}))


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A document and what it asks for: measures in the order of the text, and the indicators of its goals."""

    document: Document
    measures: tuple[Measure, ...]
    indicators: tuple[Indicator, ...]
