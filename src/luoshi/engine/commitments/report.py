"""A sentence of intent with its parts, offered to its author as a commitment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.engine.document import Span


@dataclass(frozen=True, slots=True)
class Commitment:
    """What somebody means to do; all spans count in the reflection.

    `what` is always there; `by_when` (also how often), `with_whom` and `how_seen` as far as the sentence says it.
    `rules` are the cues that spoke for it, `confidence` is between 0 and 1.
    """

    text: str
    span: Span
    what: Span
    by_when: tuple[Span, ...]
    with_whom: tuple[Span, ...]
    how_seen: tuple[Span, ...]
    rules: tuple[str, ...]
    confidence: float


def as_json(found: Sequence[Commitment], text: str) -> list[dict[str, object]]:
    """The commitments as plain values: words and offsets."""
    return [
        {
            "text": one.text,
            "start": one.span.start,
            "end": one.span.end,
            "what": one.what.of(text),
            "by_when": [span.of(text) for span in one.by_when],
            "with_whom": [span.of(text) for span in one.with_whom],
            "how_seen": [span.of(text) for span in one.how_seen],
            "confidence": one.confidence,
        }
        for one in found
    ]
