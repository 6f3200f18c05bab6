"""Invented documents of nine kinds of issuers give the ledger written down for them, in every format."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from luoshi.engine import break_down, read_bytes
from luoshi.engine.findings import Role
from tests.tools.as_docx import as_docx
from tests.tools.as_html import as_html
from tests.tools.as_pdf import as_pdf

FOLDER = Path(__file__).parents[2] / "gold" / "issuers"
FORMATS = {"txt": str.encode, "docx": as_docx, "html": as_html, "pdf": as_pdf}
FILES = sorted(FOLDER.glob("*.txt"))
TABLES_OF_TEXT = frozenset({("school", "pdf")})
"""A table whose cells tabs part: printed as running text its columns are gone."""


def written_down() -> dict[str, list[list[str]]]:
    """The rows by document: clause, lead, responsible, support, due, targets, ongoing and recurring."""
    ledgers: dict[str, list[list[str]]] = {}
    with (FOLDER / "ledgers.tsv").open(encoding="utf-8", newline="") as file:
        for document, *row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            ledgers.setdefault(document, []).append(row)
    return ledgers


def ledger_of(data: bytes, name: str) -> list[list[str]]:
    breakdown = break_down(read_bytes(data, name=name))
    return [
        [
            measure.clause,
            *("，".join(measure.units(role)) for role in (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)),
            "，".join(day.isoformat() for day in measure.due),
            "，".join(target.text for target in measure.targets),
            "，".join(found.text for found in (*measure.ongoing, *measure.recurring)),
        ]
        for measure in breakdown.measures
    ]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_document_gives_its_ledger(path: Path, form: str) -> None:
    if (path.stem, form) in TABLES_OF_TEXT:
        pytest.skip("its table has no columns in print")
    text = path.read_text(encoding="utf-8")

    ledger = ledger_of(FORMATS[form](text), f"{path.stem}.{form}")

    assert ledger == written_down()[path.stem]
