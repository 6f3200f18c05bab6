"""Long text made of one piece: outline, annotations and facts come back, and in proportion to its length."""

from __future__ import annotations

import time

import pytest

from luoshi.engine import break_down, read_bytes

LENGTH = 40_000
SECONDS = 10
"""Far more than it takes on a slow machine; what grows with the square of the length takes longer."""
PIECES = [
    "（",
    "（市教育局",
    "责任单位：",
    "市教育局、",
    "由市教育局牵头",
    "——",
    "1.",
    "（1）",
    "任务一：",
    "第一位",
    "均需",
    "以下均需市教育局",
    "（以下任务均需",
    "关于",
    "《",
    "机密★",
    "〔2026〕",
    "市 ",
    "通知\n",
    "第12号\n",
    "市教育局\n",
    "2026年3月2日\n",
    "— 3 —\n",
    "1 新建\n",
    "责任单位：市教育局\n",
]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("head", ["", "滨川市工作方案\n一、任务\n（一）"])
def test_one_piece_many_times_comes_back(head: str, piece: str) -> None:
    text = head + piece * (LENGTH // len(piece))

    began = time.process_time()
    break_down(read_bytes(text.encode(), name="plan.txt"))

    assert time.process_time() - began < SECONDS
