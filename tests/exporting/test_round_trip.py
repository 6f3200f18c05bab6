"""A ledger that we wrote is a ledger that we read: the same measures, clauses, units, dates, targets and ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.engine import break_down, read
from luoshi.engine.findings import Role
from luoshi.exporting.ledgers import ledger_bytes
from luoshi.samples import sample_path

if TYPE_CHECKING:
    from pathlib import Path

    from luoshi.engine.findings import Breakdown


@pytest.mark.parametrize("name", ["city-plan.docx", "province-opinion.docx"])
def test_own_ledger_reads_back(tmp_path: Path, name: str) -> None:
    first = break_down(read(sample_path(name)))
    ledger = tmp_path / "台账.xlsx"
    ledger.write_bytes(ledger_bytes(first, "xlsx"))

    again = break_down(read(ledger))

    assert known(again) == known(first)


def known(breakdown: Breakdown) -> list[tuple[object, ...]]:
    return [
        (
            measure.id,
            measure.clause,
            measure.text,
            *(measure.units(role) for role in Role),
            measure.due,
            bool(measure.ongoing),
            {(target.value, target.unit) for target in measure.targets},
        )
        for measure in breakdown.measures
    ]
