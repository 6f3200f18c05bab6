"""Text on the screen: cut where it reads well, and unable to steer the terminal."""

from __future__ import annotations

import pytest

from luoshi.cli.screen import clipped, one_line
from luoshi.exporting.cells import display_width


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("疏浚河道。", 20, "疏浚河道。"),
        ("疏浚河道，清理两岸。修复护坡护岸工程。", 22, "疏浚河道，清理两岸。…"),
        ("疏浚河道清理两岸、修复护坡护岸工程", 20, "疏浚河道清理两岸…"),
        ("疏浚河道清理两岸修复护坡护岸工程", 17, "疏浚河道清理两岸…"),
        ("一\n二\t三", 20, "一 二 三"),
    ],
)
def test_text_is_cut_at_the_end_of_a_sentence_or_clause(text: str, width: int, shown: str) -> None:
    assert clipped(text, width) == shown
    assert display_width(clipped(text, width)) <= width + 1


def test_control_characters_are_dropped() -> None:
    assert one_line("标题\x1b[31m红\x07\r\n第二行") == "标题[31m红 第二行"
