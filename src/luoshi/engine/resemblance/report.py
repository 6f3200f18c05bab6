"""What goes into the search for resemblances and what comes out: passages side by side, no number for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.document import Span


@dataclass(frozen=True, slots=True)
class Reflection:
    """A text to be compared; `omitted` are its quotations and titles (`QuotationReport.spans`), which do not count."""

    key: str
    text: str
    omitted: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage that stands in both texts; `identical` counts the words that agree, `exact` says that all do."""

    left: Span
    right: Span
    identical: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Two texts, by their place in the input (`left` < `right`), and their shared passages in the order of the left."""

    left: int
    right: int
    passages: tuple[SharedPassage, ...]


def as_json(found: Sequence[Resemblance], reflections: Sequence[Reflection]) -> list[dict[str, object]]:
    """The resemblances in the form that `luoshi resemble --format json` prints."""
    return [
        {
            "left": reflections[one.left].key,
            "right": reflections[one.right].key,
            "passages": [
                {
                    "left": {"start": passage.left.start, "end": passage.left.end},
                    "right": {"start": passage.right.start, "end": passage.right.end},
                    "left_text": passage.left.of(reflections[one.left].text),
                    "right_text": passage.right.of(reflections[one.right].text),
                    "exact": passage.exact,
                }
                for passage in one.passages
            ],
        }
        for one in found
    ]
