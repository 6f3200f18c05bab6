"""Row heights are estimated, because spreadsheets do not measure wrapped rows on opening."""

from __future__ import annotations

import pytest

from luoshi.exporting.heights import lines, row_height


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [
        ("", 20, 1),
        ("短", 20, 1),
        ("河" * 9, 20, 1),
        ("河" * 10, 20, 2),
        ("河" * 27, 20, 3),
        ("一\n二\n三", 20, 3),
        ("a" * 18, 20, 1),
        ("河" * 24, 1, 26),
    ],
)
def test_lines_count_wrapped_text(text: str, width: float, count: int) -> None:
    assert lines(text, width) == count


def test_row_is_as_high_as_its_longest_cell() -> None:
    cells = [("短", 20.0), ("河" * 40, 20.0)]

    assert row_height(cells, line=14.25) == lines("河" * 40, 20) * 14.25 + 5
