"""The gold tables of sentences of intent: one that the rules were made with, one that they never saw."""

from __future__ import annotations

import pytest

from luoshi.engine.commitments import find_commitments
from tests.gold.study import rows

LEAST_F1 = 0.85


def _f1(name: str) -> float:
    table = rows(name, cells=5)
    told = [bool(find_commitments(text)) for text, *_ in table]
    meant = [intent == "1" for _, intent, *_ in table]
    right = sum(one and other for one, other in zip(told, meant, strict=True))
    return 2 * right / (sum(told) + sum(meant))


@pytest.mark.parametrize(("name", "least"), [("commitments.tsv", 150), ("commitments_unseen.tsv", 50)])
def test_sentences_of_intent_are_told_from_others(name: str, least: int) -> None:
    assert len(rows(name, cells=5)) >= least
    assert _f1(name) >= LEAST_F1


@pytest.mark.parametrize(
    ("column", "part", "least"), [(2, "by_when", 0.9), (3, "with_whom", 0.85), (4, "how_seen", 0.85)]
)
def test_parts_are_found_where_the_sentence_has_them(column: int, part: str, least: float) -> None:
    there = [row for row in rows("commitments.tsv", cells=5) if row[1] == "1" and row[column]]

    found = [
        any(
            row[column] in span.of(row[0]) or span.of(row[0]) in row[column]
            for commitment in find_commitments(row[0])
            for span in getattr(commitment, part)
        )
        for row in there
    ]

    assert sum(found) / len(found) >= least
