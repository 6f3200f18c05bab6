"""Tables without lines around their cells, printed by LibreOffice, give the ledger of the same table with all lines."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from luoshi.engine import break_down, read_bytes
from luoshi.engine.findings import Role
from tests.tools.invented_tables import SHEETS
from tests.tools.printed_tables import Look, made_docx, print_all

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")

SERIF, SANS, MONO = "Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Sans Mono CJK SC"
LOOKS = {
    "three lines": Look("three"),
    "three lines, small and wide, from the top": Look("three", SERIF, 9, 1.5, is_middle=False, is_justified=False),
    "lines between the rows, from the top": Look("flat", SANS, 10.5, is_middle=False),
    "lines between the rows in a frame": Look("frame", MONO, 11, is_centred=True, repeats_header=True),
    "no lines, shaded header": Look("none", SANS, 14, is_centred=True, is_shaded=True),
    "no lines, rows apart": Look("none", SERIF, 12, padding=3),
    "no lines, from the top": Look("none", SERIF, 10.5, 1.3, is_middle=False, is_centred=True, repeats_header=True),
    "no lines, rows close, header repeated": Look("none", repeats_header=True),
}

Row = tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def ledger_of(data: bytes) -> tuple[list[Row], list[str]]:
    """The measures with clause, words, units by role and due dates; the names of the indicators."""
    breakdown = break_down(read_bytes(data, name="printed.pdf"))
    rows = [
        (
            measure.clause,
            "".join(measure.text.split()),
            tuple(measure.units(Role.LEAD)),
            tuple(measure.units(Role.RESPONSIBLE)),
            tuple(measure.units(Role.SUPPORT)),
            tuple(day.isoformat() for day in measure.due),
        )
        for measure in breakdown.measures
    ]
    return rows, [indicator.name for indicator in breakdown.indicators]


@pytest.mark.parametrize("name", SHEETS)
def test_table_without_lines_gives_the_ledger_of_the_ruled_one(name: str, tmp_path: Path) -> None:
    looks = {"ruled": Look("all"), **LOOKS}
    documents = [(str(at), made_docx(SHEETS[name], look)) for at, look in enumerate(looks.values())]

    printed = print_all(documents, tmp_path)

    found = {look: ledger_of(printed[str(at)]) for at, look in enumerate(looks)}
    assert sum(map(len, found["ruled"])) >= len([row for row in SHEETS[name].rows if not isinstance(row, str)])
    assert {look: ledger for look, ledger in found.items() if ledger != found["ruled"]} == {}


def test_words_after_the_table_stay_words(tmp_path: Path) -> None:
    after = (
        "二、工作要求",
        "各单位要加强组织领导，明确专人负责，每季度末月25日前报送进展情况。",
        "滨川市人民政府办公室",
    )
    sheet = replace(SHEETS["five"], after=after)

    printed = print_all([("made", made_docx(sheet, Look("none")))], tmp_path)

    document = read_bytes(printed["made"], name="made.pdf")
    assert tuple(block.span.of(document.text) for block in document.blocks[-3:]) == after
