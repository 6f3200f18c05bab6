"""Merged cells: their words hold in every row and column that they cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

    from luoshi.common.workbooks import NamedSheet

CELLS_AT_MOST = 100_000
WIDEST = 200
"""Places to the right of which no table of people reaches."""


def fill_merged(sheet: NamedSheet, rows: dict[int, dict[int, str]], *, places: Container[int]) -> None:
    """Say the words of a merged cell wherever it reaches, in these columns: 类别 and 责任单位 often reach down."""
    lines = sorted(rows)
    left = CELLS_AT_MOST
    for merge in sheet.sheet.merges:
        text = rows.get(merge.top, {}).get(merge.left, "")
        covered = [line for line in lines if merge.top <= line <= merge.bottom] if text else []
        left -= len(covered) * min(merge.right - merge.left + 1, WIDEST)
        if left < 0:
            return
        for line in covered:
            for place in range(merge.left, min(merge.right + 1, WIDEST)):
                if place in places:
                    rows[line].setdefault(place, text)
