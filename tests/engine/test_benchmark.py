"""The engine against labelled real documents, in every format; skipped where that folder is not beside the project."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest

from luoshi.engine import break_down, read_bytes
from luoshi.exporting.json_ledger import breakdown_form
from tests.benchmark import benchmark_folder
from tests.tools.as_docx import as_docx
from tests.tools.as_html import as_html
from tests.tools.as_pdf import as_pdf

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = benchmark_folder()
pytestmark = pytest.mark.skipif(FOLDER is None, reason="no labelled documents: set LUOSHI_BENCHMARK to their folder")
FORMATS = {"txt": str.encode, "docx": as_docx, "html": as_html, "pdf": as_pdf}
GOALS = {
    "boundary/annotated": 0.98,
    "unit": 0.98,
    "role": 0.97,
    "due": 0.96,
    "clause": 0.97,
    "boundary/all": 0.92,
    "target": 0.85,
    "ongoing": 0.95,
    "recurring": 0.80,
    "facts": 0.95,
}
SLACK = {"docx": 0.01, "html": 0.01, "pdf": 0.02}


@cache
def figures(form: str, out: Path) -> dict[str, float]:
    """F1 by row of score.py over all documents, each turned into the format first."""
    assert FOLDER is not None
    for path in sorted(FOLDER.glob("*.txt")):
        data = FORMATS[form](path.read_text(encoding="utf-8"))
        record = breakdown_form(break_down(read_bytes(data, name=f"{path.stem}.{form}")))
        (out / f"{path.stem}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    script = FOLDER.parent / "score.py"
    shown = subprocess.run(
        [sys.executable, str(script), str(FOLDER), str(out)], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split() for line in shown.splitlines() if " F1 " in line)
    return {row[0]: float(row[row.index("F1") + 1]) for row in rows}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    return figures("txt", tmp_path_factory.mktemp("txt"))


@pytest.mark.parametrize(("row", "goal"), GOALS.items())
def test_figure_reaches_its_goal(row: str, goal: float, plain: dict[str, float]) -> None:
    assert plain[row] >= goal


@pytest.mark.parametrize("form", SLACK)
def test_same_ledger_whatever_the_format(form: str, plain: dict[str, float], tmp_path: Path) -> None:
    found = figures(form, tmp_path)

    assert {row: found[row] for row in GOALS if found[row] < plain[row] - SLACK[form]} == {}
