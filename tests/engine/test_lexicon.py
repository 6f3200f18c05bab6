"""Every word table is whole: the columns it needs, no word twice, kinds that its reader knows."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from luoshi.engine import lexicon
from luoshi.engine.findings import Comparator
from luoshi.engine.lexicon import any_of, load_table, load_words

TABLES = sorted(path.name.removesuffix(".tsv") for path in files(lexicon).iterdir() if path.name.endswith(".tsv"))
KINDS = {
    "deadline_verbs": {"done", "work"},
    "deadline_anchors": {"act", "paper"},
    "ongoing": {"span", "verb", "alone"},
    "quotation_verbs": {"strong", "weak", "talk"},
    "quotation_people": {"noun", "pronoun"},
    "target_units": {"count", "place", "measure", "share", "money", "time", "signal", "turn", "level"},
    "target_verbs": {"result", "next", "counting"},
    "target_changes": {"both", "to"},
    "target_refusals": {"any", "value", "money"},
}
PLAIN_LISTS = (
    "deadline_validity",
    "deadline_thresholds",
    "deadline_titles",
    "quotation_bodies",
    "quotation_coverbs",
    "quotation_occasions",
    "quotation_reading_out",
)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_rows_without_empty_first_cells(name: str) -> None:
    rows = load_table(name)

    assert [row for row in rows if not row[0]] == []
    assert len(rows) > 0


@pytest.mark.parametrize(("name", "kinds"), list(KINDS.items()))
def test_a_table_of_kinds_knows_only_its_kinds(name: str, kinds: set[str]) -> None:
    assert {row[1] for row in load_table(name)} == kinds


@pytest.mark.parametrize("name", [*KINDS, *PLAIN_LISTS, "target_comparators"])
def test_no_word_stands_twice(name: str) -> None:
    words = [row[:2] for row in load_table(name)]

    assert sorted(set(words)) == sorted(words)


def test_comparators_have_a_place_and_a_sign() -> None:
    rows = load_table("target_comparators")

    assert {row[1] for row in rows} == {"before", "after"}
    assert {row[2] for row in rows} == {sign.value for sign in Comparator}


def test_periods_are_patterns_with_an_example() -> None:
    assert [len(row) for row in load_table("recurrence") if re.compile(row[0])] == [2] * len(load_table("recurrence"))


def test_words_can_be_asked_for_by_kind() -> None:
    assert load_words("deadline_anchors", "act")[:2] == ("印发", "发布")


def test_any_of_prefers_the_longest_word() -> None:
    found = re.compile(any_of("target_units")).match("个百分点")

    assert found is not None
    assert found[0] == "个百分点"


def test_a_missing_table_is_told() -> None:
    with pytest.raises(FileNotFoundError):
        load_table("no_such_table")
