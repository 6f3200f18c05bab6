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


@pytest.mark.parametrize(
    ("text", "what", "with_whom", "by_when"),
    [
        ("我将会同市水务局沿12条渠走到最后一块田。", "会同市水务局沿12条渠走到最后一块田", ["市水务局"], []),
        ("我将会同供电公司排出一张共享的排期表。", "会同供电公司排出一张共享的排期表", ["供电公司"], []),
        ("我要会同市自然资源和规划局逐块核对用地。", "会同市自然资源和规划局逐块核对用地", ["市自然资源和规划局"], []),
        ("我将在汛前会同乡镇演练一次转移。", "在汛前会同乡镇演练一次转移", ["乡镇"], []),
        ("我要在三个月内会同市信访局逐户回访一次。", "在三个月内会同市信访局逐户回访一次", ["市信访局"], ["三个月内"]),
        ("我将在明年春耕前修通600米引水渠。", "在明年春耕前修通600米引水渠", [], ["明年春耕前"]),
        ("我将从明年起公布一次结果。", "从明年起公布一次结果", [], ["明年起"]),
    ],
)
def test_parts_of_a_sentence_end_where_they_end(text: str, what: str, with_whom: list[str], by_when: list[str]) -> None:
    (told,) = as_json(find_commitments(text), text)

    assert (told["what"], told["with_whom"], told["by_when"]) == (what, with_whom, by_when)


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
