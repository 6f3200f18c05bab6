"""`luoshi outline`, `luoshi explain` and `luoshi demo`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from luoshi.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    Said = pytest.CaptureFixture[str]


def test_outline_shows_the_tree(capsys: Said, plan: Path) -> None:
    code = main(["outline", str(plan)])

    out = capsys.readouterr().out
    assert code == 0
    assert "一 主要任务" in out
    assert "(一) 疏浚河道。" in out
    assert "共 2 个有编号的条款。" in out


def test_explain_shows_words_places_rules_and_meanings(capsys: Said, plan: Path) -> None:
    code = main(["explain", str(plan), "--measure", "1"])

    out = capsys.readouterr().out
    rows = [line.split() for line in out.splitlines() if line.split()]
    assert code == 0
    assert ["配合单位", "市财政局", "71–75", "unit.label", "配合办理"] in rows
    assert any(row[:2] == ["完成时限", "年底前"] and row[-2:] == ["2026-12-31", "完成"] for row in rows)
    assert "第 1 项，共 1 项" in out


def test_explain_takes_the_stable_id_too(plan: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    main(["explain", str(plan), "-m", "1", "--format", "json"])
    first = json.loads(capsysbinary.readouterr().out)

    main(["explain", str(plan), "-m", first["id"], "--format", "json"])

    assert json.loads(capsysbinary.readouterr().out) == first


@pytest.mark.parametrize("asked", ["0", "2", "abc", "-1", "١", "9" * 5000])
def test_measure_that_is_not_there_is_wrong_usage(capsys: Said, plan: Path, asked: str) -> None:
    code = main(["explain", str(plan), f"--measure={asked}"])

    assert code == 2
    assert capsys.readouterr().err.startswith(f"没有第 {asked} 项；这份文件共 1 项措施。")


@pytest.mark.parametrize("words", [["outline"], ["explain", "-m", "1"]])
def test_missing_file_gets_one_line(capsys: Said, words: list[str]) -> None:
    code = main([*words, "没有.docx"])

    assert (code, capsys.readouterr().err) == (1, "没有.docx：找不到这个文件，或没有权限打开。请检查路径和权限。\n")


@pytest.mark.parametrize(("words", "name"), [([], "样例台账.xlsx"), (["--lang", "en"], "sample-ledger.xlsx")])
def test_demo_shows_88_measures_and_keeps_them(
    capsys: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)

    code = main(["demo", *words])

    rows = CalamineWorkbook.from_path(tmp_path / name).get_sheet_by_index(0).to_python()
    assert (code, len(rows) - 1, [path.name for path in tmp_path.iterdir()]) == (0, 88, [name])
    assert capsys.readouterr().out.rstrip().endswith(str(tmp_path.resolve() / name))


def test_demo_writes_where_asked(tmp_path: Path) -> None:
    code = main(["demo", "--out", str(tmp_path / "我的台账.xlsx")])

    assert (code, [path.name for path in tmp_path.iterdir()]) == (0, ["我的台账.xlsx"])


def test_explain_shows_the_row_of_a_table_and_not_the_others(capsys: Said, tmp_path: Path) -> None:
    ledger = tmp_path / "台账.xlsx"
    main(["demo", "--out", str(ledger)])
    capsys.readouterr()

    main(["explain", str(ledger), "-m", "3"])

    out = capsys.readouterr().out
    assert "3│二/(一)/3│" in out
    assert "二/(一)/2" not in out
