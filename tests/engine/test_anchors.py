"""Anchors find a passage again: in the same text, moved, spaced anew, changed a little; and say when it is gone."""

from __future__ import annotations

import time

import pytest

from luoshi.engine.anchors import Anchor, anchor_of, find_anchor

TEXT = (
    "一、重点任务\n（一）改造老旧水厂。年底前改造12座水厂，由市水利局牵头。\n"
    "（二）修复管网。年底前修复管网30公里，由市水利局牵头。\n"
)


def found(text: str, anchor: Anchor, near: int = 0) -> tuple[str, bool] | None:
    place = find_anchor(text, anchor, near=near)
    return (text[place.span.start : place.span.end], place.is_exact) if place else None


def test_a_repeated_passage_is_told_by_what_stands_around_it() -> None:
    second = TEXT.rindex("由市水利局牵头")

    place = find_anchor(TEXT, anchor_of(TEXT, second, second + 7))

    assert place is not None
    assert (place.span.start, place.is_exact) == (second, True)


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("新增一段。\n" + TEXT, ("（一）改造老旧水厂。年底前改造12座水厂", True)),
        (TEXT.replace("改造12座", "改\n造12 座"), ("（一）改造老旧水厂。年底前改\n造12 座水厂", True)),
        (TEXT.replace("改造12座", "改造15座"), ("（一）改造老旧水厂。年底前改造15座水厂", False)),
        (TEXT.replace("（一）改造老旧水厂。年底前改造12座水厂", "（一）另行部署"), None),
        ("", None),
    ],
)
def test_a_passage_is_found_in_a_later_text(new: str, expected: tuple[str, bool] | None) -> None:
    start, end = TEXT.index("（一）"), TEXT.index("，由市水利局")

    assert found(new, anchor_of(TEXT, start, end)) == expected


@pytest.mark.parametrize("quote", ["", "   ", "水"])
def test_an_empty_or_short_passage_that_is_gone_stays_gone(quote: str) -> None:
    assert find_anchor("没有这个字", Anchor(quote)) is None


def test_a_hostile_text_takes_no_time() -> None:
    text, quote = "在" * 300_000, "在" * 1_000 + "不在" + "在" * 900
    start = time.process_time()

    find_anchor(text, Anchor(quote, "在" * 32, "在" * 32))

    assert time.process_time() - start < 3
