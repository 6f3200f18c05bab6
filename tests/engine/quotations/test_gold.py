"""The gold table of quotations: every verdict, every trap of an essay as people write it."""

from __future__ import annotations

from functools import cache

import pytest

from luoshi.engine.quotations import Kind, Verdict, check_quotations
from tests.gold.study import library, rows

Told = tuple[str, str, str, str]
LEAST_RIGHT = 0.98
TABLES = ("quotations.tsv", "quotations_more.tsv", "quotations_speech.tsv")


@cache
def table() -> list[tuple[str, str, set[Told]]]:
    """Trap, essay, and what the check must say: kind, verdict, document, words."""
    read = [row for name in TABLES for row in rows(name, cells=3)]
    return [(trap, essay.replace("⏎", "\n"), _expected(cell)) for trap, essay, cell in read]


def _expected(cell: str) -> set[Told]:
    split = [entry.split("|") for entry in cell.split(" ## ") if entry]
    return {(kind, verdict, document, words) for kind, verdict, document, words in split}


def _told(essay: str) -> set[Told]:
    return {
        (one.kind.value, one.verdict.value, one.source.document if one.source else "-", one.text)
        for one in check_quotations(essay, library()).quotations
    }


def _without_place(told: set[Told]) -> set[Told]:
    """A joined passage has several places; which comes first does not matter."""
    return {(kind, verdict, "*" if verdict == "joined" else place, words) for kind, verdict, place, words in told}


def test_gold_holds_enough_of_everything() -> None:
    told = [entry for _, _, expected in table() for entry in expected]

    assert len(told) >= 120
    assert {verdict for _, verdict, _, _ in told} == {verdict.value for verdict in Verdict}
    assert {kind for kind, _, _, _ in told} == {kind.value for kind in Kind}


def test_verdicts_are_right_in_98_of_100() -> None:
    wrong = total = 0
    for _, essay, expected in table():
        wanted, told = _without_place(expected), _without_place(_told(essay))
        wrong += max(len(wanted - told), len(told - wanted))
        total += len(wanted)

    assert 1 - wrong / total >= LEAST_RIGHT


@pytest.mark.parametrize(("trap", "essay", "expected"), table(), ids=[trap for trap, _, _ in table()])
def test_nothing_altered_is_called_exact(trap: str, essay: str, expected: set[Told]) -> None:
    altered = {words for _, verdict, _, words in expected if verdict in {"altered", "joined", "not_found"}}

    assert {words for _, verdict, _, words in _told(essay) if verdict.startswith("exact")} & altered == set(), trap
