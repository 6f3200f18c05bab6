"""Shared passages between reflections, on the gold pairs and on small cases."""

from __future__ import annotations

import time
from typing import Any

import pytest

from luoshi.engine.document import Span
from luoshi.engine.quotations import check_quotations
from luoshi.engine.resemblance import Reflection, SharedPassage, as_json, find_resemblances
from tests.gold.study import library, pairs

PASSAGE = "村级账目每季度清查一次并在公开栏张贴，重大开支须经村民代表会议讨论通过后方可列支"
LEAST_FOUND = 0.99


def _shared(pair: dict[str, Any]) -> tuple[SharedPassage, ...]:
    """What the two texts of a pair share after quotations and titles are taken out."""
    both = [Reflection(side, pair[side], check_quotations(pair[side], library()).spans) for side in ("left", "right")]
    found = find_resemblances(both)
    return found[0].passages if found else ()


def _covered(pair: dict[str, Any], left: str, right: str) -> float:
    """Which share of a known passage the passages found cover, on the left, where they lead to it on the right."""
    here, there = pair["left"].index(left), pair["right"].index(right)
    return sum(
        max(0, min(one.left.end, here + len(left)) - max(one.left.start, here))
        for one in _shared(pair)
        if one.right.start < there + len(right) and there < one.right.end
    ) / len(left)


def test_known_passages_of_30_characters_are_found() -> None:
    known = [(pair, left, right) for pair in pairs() for left, right in pair["shared"] if len(left) >= 30]

    found = [_covered(pair, left, right) >= 0.9 for pair, left, right in known]

    assert len(pairs()) == 60
    assert sum(found) / len(found) >= LEAST_FOUND


def test_nothing_else_is_found() -> None:
    for pair in pairs():
        for passage in _shared(pair):
            words = passage.left.of(pair["left"])
            assert any(words in left or left in words for left, _ in pair["shared"]), pair["trap"]


def test_passage_has_its_place_in_both_texts() -> None:
    left, right = f"我的体会：{PASSAGE}。", f"{PASSAGE}，这一点要坚持。"

    (found,) = find_resemblances([Reflection("a", left), Reflection("b", right)])

    (passage,) = found.passages
    assert (found.left, found.right) == (0, 1)
    assert (passage.left.of(left), passage.right.of(right)) == (PASSAGE, PASSAGE)
    assert passage.exact


def test_word_put_in_keeps_the_passage_together() -> None:
    changed = PASSAGE.replace("张贴，", "及时张贴，")

    (found,) = find_resemblances([Reflection("a", PASSAGE), Reflection("b", changed)])

    (passage,) = found.passages
    assert passage.right.of(changed) == changed
    assert not passage.exact


def test_what_is_omitted_does_not_count() -> None:
    both = [Reflection("a", PASSAGE, (Span(0, len(PASSAGE)),)), Reflection("b", PASSAGE)]

    assert find_resemblances(both) == ()


def test_passage_around_what_is_omitted_is_not_exact() -> None:
    text = PASSAGE[:15] + "引文" + PASSAGE[15:30]

    (found,) = find_resemblances([Reflection("a", text, (Span(15, 17),)), Reflection("b", PASSAGE[:30])])

    assert [passage.exact for passage in found.passages] == [False]


def test_focus_leaves_other_pairs_out() -> None:
    three = [Reflection(str(number), PASSAGE + "一二三"[number]) for number in range(3)]

    found = find_resemblances(three, focus=[2])

    assert [(one.left, one.right) for one in found] == [(0, 2), (1, 2)]


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["短"], ["短", "短"], [PASSAGE]])
def test_little_text_gives_nothing(texts: list[str]) -> None:
    assert find_resemblances([Reflection(str(number), text) for number, text in enumerate(texts)]) == ()


def test_same_text_many_times_takes_no_long_time() -> None:
    many = [Reflection(str(number), PASSAGE * 40) for number in range(20)]
    start = time.process_time()

    found = find_resemblances(many)

    assert len(found) == 20 * 19 // 2
    assert time.process_time() - start < 5


def test_json_shows_passages_side_by_side() -> None:
    both = [Reflection("甲.docx", PASSAGE), Reflection("乙.docx", PASSAGE)]

    (told,) = as_json(find_resemblances(both), both)

    assert (told["left"], told["right"]) == ("甲.docx", "乙.docx")
    assert set(told) == {"left", "right", "passages"}
