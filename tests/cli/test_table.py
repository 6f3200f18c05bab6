"""The table on the screen: as wide as the screen allows, cut sensibly, empty columns left out."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from luoshi.cli.table import print_breakdown
from luoshi.engine.document import Span
from luoshi.engine.findings import Role, UnitPart
from tests.breakdowns import a_breakdown, a_measure

if TYPE_CHECKING:
    from luoshi.engine.findings import Breakdown

LONG = "疏浚河道，" * 80


def shown(breakdown: Breakdown, width: int, *, full: bool = False) -> str:
    out = StringIO()
    print_breakdown(Console(file=out, width=width, highlight=False, markup=False), breakdown, full=full)
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 71, 72, 100, 119, 120, 200])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    lines = shown(a_breakdown(a_measure(), a_measure(LONG)), width).splitlines()

    console = Console(width=width)
    assert max(console.measure(line).maximum for line in lines) <= width


@pytest.mark.parametrize(
    ("width", "titles"),
    [
        (160, ["序号", "条款", "具体措施任务", "牵头单位", "责任单位", "配合单位", "完成时限", "目标", "待核"]),
        (100, ["序号", "条款", "具体措施任务", "单位", "完成时限", "待核"]),
    ],
)
def test_columns_depend_on_the_screen(width: int, titles: list[str]) -> None:
    head = next(line for line in shown(a_breakdown(a_measure()), width).splitlines() if "序号" in line)

    assert head.replace("│", " ").split() == titles


def test_empty_columns_take_no_room() -> None:
    bare = a_measure(parts=(), deadlines=(), ongoing=(), targets=(), doubts=())

    head = next(line for line in shown(a_breakdown(bare), 160).splitlines() if "序号" in line)

    assert head.replace("│", " ").split() == ["序号", "条款", "具体措施任务"]


def test_narrow_screen_gets_a_block_a_measure() -> None:
    text = shown(a_breakdown(a_measure()), 50)

    assert "牵头：市水务局\n责任：市住建局\n配合：市财政局、市审计局\n完成时限：2026-12-31；持续推进\n" in text
    assert "│" not in text


def test_long_text_is_cut_unless_asked_for_in_full() -> None:
    breakdown = a_breakdown(a_measure(LONG))

    assert shown(breakdown, 160).count("疏浚河道") < 40
    assert shown(breakdown, 4_000, full=True).count("疏浚河道") >= 80


def test_many_units_are_counted_unless_asked_for_in_full() -> None:
    part = UnitPart("甲局", Role.SUPPORT, Span(0, 2), "unit.label")
    many = a_measure(parts=tuple(part._replace(name=f"{char}局") for char in "甲乙丙丁戊己庚"))

    assert "甲局、乙局、丙局、丁局等 7 家" in shown(a_breakdown(many), 500)
    assert "戊局、己局、庚局" in shown(a_breakdown(many), 500, full=True)


def test_document_that_asks_for_nothing_says_so() -> None:
    assert "没有发现要求办理的事项，台账为空。" in shown(a_breakdown(), 100)


def test_markup_in_a_text_is_text() -> None:
    assert "[red]疏浚[/red]" in shown(a_breakdown(a_measure("[red]疏浚[/red]")), 160)
