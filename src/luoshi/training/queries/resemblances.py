"""Passages that a reflection shares with others, quotations and titles taken out: side by side, never as a number.

The author sees the shared words and whether they stand in the own class or in an earlier one, never whose they are. The
class head sees the sources, as far as they lie in classes that the class head runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.document import Span
from luoshi.engine.quotations.marks import read_marks
from luoshi.engine.resemblance import Reflection as Text
from luoshi.engine.resemblance import find_resemblances
from luoshi.training.models import Reflection
from luoshi.training.queries.reflections import essay, reflections_visible_to
from luoshi.training.rules import RULES
from luoshi.training.states import ReflectionState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.accounts.models import User
    from luoshi.engine.quotations import QuotationReport
    from luoshi.training.essays import Essay

MOST_COMPARED = 600
"""Reflections of earlier classes, the newest first, that one is compared with besides all of the own class."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """A passage that stands in two reflections; `source` is None for the author."""

    start: int
    end: int
    words: str
    other_words: str
    is_same_class: bool
    source: Reflection | None


def overlaps_of(reflection: Reflection, report: QuotationReport, viewer: User) -> list[Overlap]:
    """The shared passages in the order of the text, and of nothing else."""
    is_author = RULES["reflection.write"](viewer, reflection)
    others = _others(reflection, viewer, is_author=is_author)
    mine = essay(reflection)
    own = Text("", mine.text, (*report.spans, *_title_of(mine)))
    near = _alike(own, [Text("", essay(one).text, _title_of(essay(one))) for one in others])
    candidates = [others[number] for number in near]
    texts = [_without_quotations(essay(one)) for one in candidates]
    found = [
        Overlap(
            passage.left.start,
            passage.left.end,
            passage.left.of(mine.text),
            passage.right.of(texts[one.right - 1].text),
            candidates[one.right - 1].trainee.training_class_id == reflection.trainee.training_class_id,
            None if is_author else candidates[one.right - 1],
        )
        for one in find_resemblances([own, *texts], focus=(0,))
        for passage in one.passages
    ]
    return sorted(found, key=lambda one: (one.start, one.end, one.other_words))


def _alike(own: Text, others: Sequence[Text]) -> list[int]:
    """Which of the others share anything, quoted or not."""
    return sorted({one.right - 1 for one in find_resemblances([own, *others], focus=(0,))})


def _others(reflection: Reflection, viewer: User, *, is_author: bool) -> list[Reflection]:
    """What was handed in: for the author in the classes of the same unit, for the class head in those run by them."""
    handed_in = Reflection.objects.filter(state=ReflectionState.HANDED_IN, purged_at=None)
    if is_author:
        rows = handed_in.filter(trainee__training_class__owner=reflection.trainee.training_class.owner_id)
    else:
        rows = handed_in.filter(pk__in=reflections_visible_to(viewer).values("pk"))
    rows = rows.exclude(pk=reflection.pk).select_related("trainee__training_class").order_by("-handed_in_at", "-pk")
    own_class = {"trainee__training_class": reflection.trainee.training_class_id}
    return [*rows.filter(**own_class), *rows.exclude(**own_class)[:MOST_COMPARED]]


def _without_quotations(text: Essay) -> Text:
    """Another reflection with its quotations and titles taken out, as its marks tell them."""
    marks = read_marks(text.text)
    quoted = [*(one.outer for one in marks.quoted), *(one.outer for one in marks.titled)]
    return Text("", text.text, (*_title_of(text), *quoted))


def _title_of(text: Essay) -> tuple[Span, ...]:
    """The title line: classes give it out, everybody has the same."""
    return (Span(0, len(text.title)),) if text.title else ()
