"""The gold table of linked clauses: the right one among the first five."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from luoshi.engine.linking import LinkClause, LinkDocument, LinkIndex, Relation
from luoshi.engine.linking.phrases import shared_phrases
from tests.gold.study import rows

LEAST_RIGHT = 0.85


@cache
def index() -> LinkIndex:
    clauses: dict[str, list[LinkClause]] = defaultdict(list)
    for document, path, heading, text in rows("linking_clauses.tsv", cells=4):
        clauses[document].append(LinkClause(path, text, heading))
    return LinkIndex(
        LinkDocument(key, title, tuple(clauses[key]), number)
        for key, title, number in rows("linking_documents.tsv", cells=3)
    )


def test_right_clause_is_among_the_first_five() -> None:
    asked = rows("linking.tsv", cells=3)

    right = [
        bool(set(wanted.split()) & {f"{one.document}:{one.path}" for one in index().related(document, path)})
        for document, path, wanted in asked
    ]

    assert len(asked) >= 80
    assert sum(right) / len(right) >= LEAST_RIGHT


def test_citation_with_number_comes_first_and_says_so() -> None:
    first = index().related("S", "一/(一)")[0]

    assert (first.document, first.path) == ("C", "四/2")
    assert first.reasons[0].relation is Relation.CITES
    assert first.reasons[0].words[0].endswith("第四部分第2项")


def test_cited_clause_knows_who_cites_it() -> None:
    relations = {one.document: one.reasons[0].relation for one in index().related("C", "四/2")}

    assert relations["S"] is Relation.CITED_BY


def test_plan_implements_the_document_in_its_title() -> None:
    (reason, *_) = next(one for one in index().related("C", "四/2") if one.document == "P").reasons

    assert (reason.relation, reason.words) == (
        Relation.IMPLEMENTS,
        ("《云岭省人民政府关于提升县域公共服务水平的实施意见》",),
    )


def test_same_words_are_told() -> None:
    related = next(one for one in index().related("P", "四/(二)") if one.document == "C")

    words = next(reason.words for reason in related.reasons if reason.relation is Relation.SAME_WORDS)

    assert words[0] == "粮食烘干"


def test_whose_work_it_is_is_no_shared_phrase() -> None:
    one, other = "摸清撂荒耕地底数。（责任单位：市农业农村局）", "每月入户核查。（责任单位：市农业农村局）"

    assert shared_phrases(one, other).words == ()


def test_own_document_is_never_related() -> None:
    assert "P" not in {one.document for one in index().related("P", "一/(一)", most=50)}


def test_text_that_is_no_clause_can_be_asked_about() -> None:
    first = index().related_to_text("我打算在秋收前把两个乡镇的粮食烘干中心建好。")[0]

    assert (first.document, first.path) in {("C", "四/2"), ("P", "四/(二)")}


def test_unknown_clause_is_an_error() -> None:
    with pytest.raises(KeyError):
        index().related("P", "九/(九)")


def test_empty_index_answers_nothing() -> None:
    assert LinkIndex([]).related_to_text("粮食烘干") == ()
