"""Which documents and clauses a text names."""

from __future__ import annotations

import time

import pytest

from luoshi.engine.lexicon import load_table
from luoshi.engine.linking import LinkClause, LinkDocument, Relation
from luoshi.engine.linking.citations import find_citations, matches_path, names_of

NAMES = names_of(
    [
        LinkDocument("road", "云岭省农村公路养护办法", (LinkClause("第三条", "养护"),), "云政发〔2020〕3号"),
        LinkDocument("plan", "滨川市关于推进公路建设的工作方案", ()),
    ]
)


@pytest.mark.parametrize(
    ("text", "document", "numbers", "relation"),
    [
        ("按照《云岭省农村公路养护办法》第三条办理。", "road", ("3",), Relation.IMPLEMENTS),
        ("见《云岭省农村公路养护办法》。", "road", (), Relation.CITES),
        ("落实《关于推进公路建设的工作方案》第二部分第（四）项。", "plan", ("2", "4"), Relation.IMPLEMENTS),
        ("根据云政发〔2020〕3号文件第十一条执行。", "road", ("11",), Relation.IMPLEMENTS),
    ],
)
def test_citation_is_read(text: str, document: str, numbers: tuple[str, ...], relation: Relation) -> None:
    (citation,) = find_citations(text, NAMES)

    assert (citation.document, citation.numbers, citation.relation) == (document, numbers, relation)


def test_unknown_document_is_no_citation() -> None:
    assert find_citations("按照《某地水库管理规定》第三条办理。", NAMES) == []


@pytest.mark.parametrize(
    ("path", "numbers", "same"),
    [
        ("二/(四)", ("2", "4"), True),
        ("第三条", ("3",), True),
        ("四/(十一)/2", ("4", "11"), True),
        ("四/(十一)", ("11",), True),
        ("二/(四)", ("4", "2"), False),
        ("二/(四)", (), False),
    ],
)
def test_numbers_fit_a_path(path: str, numbers: tuple[str, ...], *, same: bool) -> None:
    assert matches_path(path, numbers) is same


@pytest.mark.parametrize("hostile", ["《" * 20_000, "第" * 20_000, "〔2020〕" * 5_000, "《甲》第一条" * 4_000])
def test_hostile_texts_take_no_long_time(hostile: str) -> None:
    start = time.process_time()

    find_citations(hostile, NAMES)

    assert time.process_time() - start < 3


def test_relations_table_knows_only_its_kinds() -> None:
    assert {row[1] for row in load_table("linking_relations")} == {"implements", "cites"}
