"""Quotation marks as people type them."""

from __future__ import annotations

import pytest

from luoshi.engine.quotations.marks import read_marks


@pytest.mark.parametrize(
    ("essay", "quoted", "faults"),
    [
        ("他说：“好。”", ["好。"], []),
        ("他说：”好“，又说：”行“。", ["好", "行"], ["reversed", "reversed"]),
        ("他说：“好“。", ["好"], ["reversed"]),
        ("他说好”，又说：“行”。", ["行"], ["unbalanced"]),
        ("他说：“好。别人没听见。", ["好。"], ["unbalanced"]),
        ("“甲“乙”丙”", ["甲“乙”丙", "乙"], ["nested"]),
        ("“甲‘乙’丙”", ["甲‘乙’丙", "乙"], ["nested"]),
        ("「甲『乙』」", ["甲『乙』", "乙"], ["nested"]),
        ('他说: "好"', ["好"], ["straight"]),
        ("It's a dog's life", [], []),
        ("“第一段。\n“第二段。”", ["第一段。", "第二段。"], []),
        ("“开了头\n另一段“好”。", ["开了头", "好"], ["unbalanced"]),
    ],
)
def test_marks_are_paired(essay: str, quoted: list[str], faults: list[str]) -> None:
    marks = read_marks(essay)

    assert [one.inner.of(essay) for one in marks.quoted] == quoted
    assert [mark.fault.value for mark in marks.faults] == faults


@pytest.mark.parametrize(
    ("essay", "titles"),
    [
        ("学《甲》和《乙》。", [("甲", 0), ("乙", 0)]),
        ("学《落实《甲》的方案》。", [("落实《甲》的方案", 0), ("甲", 1)]),
        ("学《落实〈甲〉的方案》。", [("落实〈甲〉的方案", 0), ("甲", 1)]),
        ("学《甲，还有《乙》。", [("乙", 0)]),
    ],
)
def test_titles_nest(essay: str, titles: list[tuple[str, int]]) -> None:
    marks = read_marks(essay)

    assert [(one.inner.of(essay), one.depth) for one in marks.titled] == titles
