"""Commitments in a whole reflection: places, headings, quotations, hostile text."""

from __future__ import annotations

import time

import pytest

from luoshi.engine.commitments import as_json, find_commitments
from luoshi.engine.document import Span
from luoshi.engine.lexicon import load_table

REFLECTION = """一、学习收获
这次学习让我看到了差距。近年来，我们科办结信访件二百多件。
二、下一步打算
一是走访辖区9个小区，10月底前列出问题清单。
二是我将会同住建局，每月调度一次电梯加装进度，进度在小区门口张贴。
要坚持党的领导，永葆本色。"""
KINDS = {
    "modal",
    "weak",
    "pledge",
    "season",
    "together",
    "start",
    "action",
    "result",
    "other",
    "wish",
    "insight",
    "past",
    "doubt",
    "attitude",
}


def test_commitments_come_with_their_places() -> None:
    first, second = find_commitments(REFLECTION)

    assert first.text == first.span.of(REFLECTION) == "一是走访辖区9个小区，10月底前列出问题清单。"
    assert [span.of(REFLECTION) for span in second.by_when] == ["每月"]
    assert [span.of(REFLECTION) for span in second.with_whom] == ["住建局"]
    assert [span.of(REFLECTION) for span in second.how_seen] == ["进度在小区门口张贴"]


def test_heading_of_plans_speaks_for_what_stands_under_it() -> None:
    sentence = "走访辖区9个小区，列出问题清单。"

    assert find_commitments(f"下一步打算\n{sentence}")[0].text == sentence
    assert find_commitments(f"学习收获\n{sentence}") == ()


def test_words_of_others_are_no_commitment() -> None:
    sentence = "我们将新建高标准农田18万亩，年底前完工。"

    assert find_commitments(sentence, omitted=[Span(0, len(sentence))]) == ()


def test_what_is_to_be_done_stands_without_its_modal() -> None:
    text = "下一步，我将走访全县12所乡村小学。"

    (commitment,) = find_commitments(text)

    assert commitment.what.of(text) == "走访全县12所乡村小学"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("我准备把课上听来的办法带回街道，先在两个小区试点。", True),
        ("返岗之后，先把去年压下的9件来信逐件回访，当月办结。", True),
        ("我去年走访了46户，办结9件来信。", False),
        ("同组的老李说他回去要把合作社的账目公开。", False),
        ("我将这几天的体会归纳为三点。", False),
        ("我将书里的办法抄在本子上。", False),
        ("镇里决定，明年起每季度办一期夜校。", False),
        ("我将信将疑地翻开了材料。", False),
        ("我将永远记得这个秋天。", False),
        ("我将这套办法推广到12个村，年底前完成。", True),
    ],
)
def test_past_and_people_are_told_from_intent(sentence: str, *, expected: bool) -> None:
    assert bool(find_commitments(sentence)) is expected


def test_json_has_words_and_places() -> None:
    (told, _) = as_json(find_commitments(REFLECTION), REFLECTION)

    assert told["by_when"] == ["10月底前"]


@pytest.mark.parametrize(
    "hostile",
    [
        "我" * 50_000,
        "我将" * 20_000,
        "，" * 50_000,
        "每月" * 20_000,
        "与" * 50_000,
        "1" * 50_000,
        "年底前" * 20_000,
        "。" * 50_000,
    ],
    ids=range(8),
)
def test_hostile_texts_take_no_long_time(hostile: str) -> None:
    start = time.process_time()

    find_commitments(hostile)

    assert time.process_time() - start < 5


def test_cue_table_knows_only_its_kinds() -> None:
    rows = load_table("commitment_cues")

    assert {row[1] for row in rows} == KINDS
    assert sorted(set(rows)) == sorted(rows)
