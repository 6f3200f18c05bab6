"""The full-text search: everything that stands in a text is found, from one character up, and nothing else."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from luoshi.library import search
from luoshi.library.actions.documents import change_facts
from luoshi.library.models import Document, Passage
from luoshi.library.queries.search import Found, found_in, places_of
from luoshi.library.search.tokens import LONGEST_PHRASE, folded, hits, pieces

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User


def find(text: str) -> list[Found]:
    return found_in(text, list(places_of(text, Document.objects.all())))


def paths(text: str) -> list[str]:
    return [found.clause.path if found.clause else "" for found in find(text)]


def shown(found: Found) -> list[str]:
    return [piece.text for piece in found.pieces if piece.is_hit]


def test_a_single_character_is_found(plan: Document) -> None:
    assert paths("厂") == ["一/(一)"]


def test_a_phrase_is_found_in_its_clause_with_the_hits_marked(plan: Document) -> None:
    (found,) = find("水厂")

    assert (found.clause and found.clause.heading[:6], shown(found)) == ("改造老旧水厂", ["水厂", "水厂"])
    assert plan.text[found.start : found.end] == "水厂"


@pytest.mark.parametrize("typed", ["農村供水", "农村供水", "农 村", "农村，供水"])
def test_script_spaces_and_punctuation_do_not_matter(typed: str, plan: Document) -> None:
    assert find(typed)[0].clause is None  # the title


def test_several_phrases_have_to_stand_in_the_same_clause(plan: Document) -> None:
    assert (paths("管网 公里"), paths("管网 水厂")) == (["一/(二)"], [])


def test_a_title_goes_before_a_heading_and_a_heading_before_other_words(
    plan: Document, take_in: Callable[..., Document]
) -> None:
    take_in("滨川市督导办法\n一、目的\n为规范督导，制定本办法。\n2025年1月5日\n", name="b.txt")

    weights = [place["weight"] for place in places_of("督导", Document.objects.all())]

    assert weights == [3, 2, 1, 1]


def test_what_lies_in_a_table_is_found(take_sample: Callable[[str], Document]) -> None:
    take_sample("city-plan.docx")

    (found,) = find("高标准农田累计建成面积")

    assert shown(found) == ["高标准农田累计建成面积"]


def test_a_changed_title_is_found_and_the_old_one_no_more(plan: Document, supervisor: User) -> None:
    change_facts(plan, seen=None, by=supervisor, title="滨川市节水行动方案")

    assert [found.document for found in find("节水行动")] == [plan]
    assert find("农村供水工作方案")[0].clause is not None  # it still stands in the text


def test_a_forgotten_document_is_found_no_more(plan: Document) -> None:
    search.forget(plan)

    assert (find("水厂"), Passage.objects.count()) == ([], 0)


def test_the_index_can_be_made_anew(plan: Document) -> None:
    count = Passage.objects.count()

    assert search.reindex() == count
    assert paths("水厂") == ["一/(一)"]


@pytest.mark.parametrize("seed", range(5))
def test_every_part_of_a_text_is_found(seed: int, take_sample: Callable[[str], Document]) -> None:
    document = take_sample("city-plan.docx")
    chance = random.Random(seed)  # noqa: S311 -- the same places every time
    borders = set(document.clauses.values_list("start", flat=True))

    missed = []
    for _ in range(60):
        start = chance.randrange(len(document.text) - 40)
        end = start + chance.randint(1, 40)
        words = document.text[start:end]
        if any(start < border < end for border in borders) or not search.phrases_of(words):
            continue
        if not any(found.document == document for found in find(words)):
            missed.append(words)

    assert missed == []


def test_a_long_text_of_one_character_is_cut_so_that_every_phrase_lies_whole_in_a_piece() -> None:
    words = folded("水" * 1000 + "库" + "水" * 1000)

    cuts = list(pieces(words))

    assert cuts[-1][1] == len(words)
    assert all(end - start <= 2000 for start, end in cuts)
    assert all(one[1] - two[0] == LONGEST_PHRASE - 1 for one, two in pairwise(cuts))


def test_a_phrase_longer_than_the_index_knows_is_still_found(take_in: Callable[..., Document]) -> None:
    line = "一是要求各单位把今年的任务逐条分解落实到具体的岗位和责任人并且按月向督查部门报送真实的进展情况"
    take_in(f"工作要求\n一、总体\n{line}。\n")

    assert [len(find(line)), len(find(line[:-1] + "错"))] == [1, 0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("１２．５％", "12.5%"),
        ("第1.5項", "第1.5项"),
        ("a-B", "ab"),
        ("“十五五”规划", "十五五规划"),
        ("2.", "2"),
        ("、。", ""),
    ],
)
def test_texts_are_folded(text: str, words: str) -> None:
    assert folded(text).text == words


def test_hits_are_places_in_the_original_text() -> None:
    text = "“十五五”规划和“十五五”纲要"

    assert [text[start:end] for start, end in hits(folded(text), "十五五")] == ["十五五", "十五五"]


def test_a_search_takes_as_many_queries_for_thirty_hits_as_for_one(
    take_in: Callable[..., Document], django_assert_num_queries: Callable[..., object]
) -> None:
    take_in("一\n（一）供水。\n")
    lines = "".join(f"{number}.供水工程{number}。\n" for number in range(1, 31))
    take_in(f"供电方案\n一、任务\n{lines}", name="b.txt")
    many, one = (
        list(places_of("供水工程", Document.objects.all())),
        list(places_of("供水工程3", Document.objects.all())),
    )

    with django_assert_num_queries(3):
        assert len(found_in("供水工程", many)) == 30
    with django_assert_num_queries(3):
        assert len(found_in("供水工程3", one[:1])) == 1
