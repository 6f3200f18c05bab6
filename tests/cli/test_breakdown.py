"""`luoshi breakdown` as its users run it: exit codes, what is said where, which files are left."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.conftest import command

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[str]]

MEASURE = "疏浚河道。年底前疏浚河道12公里，并持续推进。"


def left(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def copies(plan: Path, count: int) -> list[Path]:
    return [shutil.copy(plan, plan.with_stem(f"方案{number}")) for number in range(1, count + 1)]


def test_table_goes_to_the_screen_and_nothing_to_the_disk(run: Run, plan: Path, tmp_path: Path) -> None:
    done = run("breakdown", plan)

    assert (done.returncode, done.stderr) == (0, "")
    assert "滨川市河道整治行动方案" in done.stdout
    assert "疏浚河道。年底前疏浚河道12公里" in done.stdout
    assert "共 1 项措施：有牵头单位 1 项，有完成时限 1 项" in done.stdout
    assert left(tmp_path) == ["来文/河道方案.txt"]


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "json"])
def test_ledger_is_written_where_asked(run: Run, plan: Path, tmp_path: Path, suffix: str) -> None:
    done = run("breakdown", plan, "-o", f"台账.{suffix}")

    assert done.returncode == 0
    assert done.stdout.endswith(f"已写入 {tmp_path.resolve() / '台账'}.{suffix}\n")
    assert left(tmp_path) == [f"台账.{suffix}", "来文/河道方案.txt"]


def test_json_on_screen_is_nothing_but_json(run: Run, plan: Path) -> None:
    form = json.loads(run("breakdown", plan, "--format", "json").stdout)

    assert (form["document"], form["signed_on"], form["measures"][0]["text"]) == (plan.name, "2026-03-02", MEASURE)
    start, end = form["measures"][0]["span"]
    assert form["text"][start:end] == MEASURE


def test_many_documents_make_one_ledger(run: Run, plan: Path, tmp_path: Path) -> None:
    copies(plan, 2)

    done = run("breakdown", "来文", "-o", "台账.csv")

    rows = list(csv.DictReader((tmp_path / "台账.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert done.returncode == 0
    assert [row["来源文件"] for row in rows] == ["方案1.txt", "方案2.txt", "河道方案.txt"]
    assert "读完 3 份文件。共 3 项措施" in done.stdout


@pytest.mark.parametrize("jobs", [1, 2])
def test_file_each_in_a_folder_made_for_it(run: Run, plan: Path, tmp_path: Path, jobs: int) -> None:
    copies(plan, 3)

    done = run("breakdown", "来文/*.txt", "--out-dir", "结果/逐份", "--jobs", jobs)

    assert done.returncode == 0
    assert left(tmp_path / "结果") == [
        "逐份/方案1.json",
        "逐份/方案2.json",
        "逐份/方案3.json",
        "逐份/河道方案.json",
    ]


def test_file_each_may_be_a_workbook(run: Run, plan: Path, tmp_path: Path) -> None:
    run("breakdown", plan, "--out-dir", "结果", "--format", "xlsx")

    book = CalamineWorkbook.from_path(tmp_path / "结果" / "河道方案.xlsx")
    assert book.sheet_names == ["任务台账", "文件信息", "指标"]


def test_processes_change_nothing_in_the_result(run: Run, plan: Path, tmp_path: Path) -> None:
    copies(plan, 6)

    for jobs in (1, 2):
        run("breakdown", "来文", "-o", f"{jobs}.xlsx", "--jobs", jobs)

    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_files_get_a_line_each_and_the_others_go_on(run: Run, plan: Path, tmp_path: Path, jobs: int) -> None:
    (plan.parent / "空.docx").write_bytes(b"")
    (plan.parent / "照片.docx").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9)

    done = run("breakdown", "来文", "没有.docx", "-o", "台账.json", "--jobs", jobs)

    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert [line.partition("：")[0] for line in lines] == [
        "照片.docx",
        "空.docx",
        "没有.docx",
        "3 份文件没有完成，原因见上。",
    ]
    form = json.loads((tmp_path / "台账.json").read_text(encoding="utf-8"))
    assert [document["document"] for document in form["documents"]] == ["河道方案.txt"]
    assert [failed["code"] for failed in form["failed"]][1:] == ["empty", "not_found"]


def test_no_ledger_where_nothing_could_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "空.docx").write_bytes(b"")

    done = run("breakdown", "空.docx", "-o", "台账.xlsx")

    assert (done.returncode, left(tmp_path)) == (1, ["空.docx"])
    assert done.stderr == "空.docx：文件是空的，没有可读的内容。请检查是否选错了文件，或是否尚未保存、下载完整。\n"


def test_secret_document_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "密.txt").write_text("机密★1年\n滨川市方案\n一、做好工作。（牵头单位：市水务局）\n", encoding="utf-8")

    done = run("breakdown", "密.txt", "-o", "台账.json")

    assert (done.returncode, left(tmp_path)) == (1, ["密.txt"])
    assert done.stderr.startswith("密.txt：文件标有密级")


def test_document_that_asks_for_nothing_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "通报.txt").write_text("关于表扬先进的通报\n现予以通报表扬。\n", encoding="utf-8")

    done = run("breakdown", "通报.txt", "-o", "台账.xlsx")

    assert done.returncode == 0
    assert "通报.txt：没有发现要求办理的事项，台账为空。" in done.stdout
    assert left(tmp_path) == ["台账.xlsx", "通报.txt"]


def test_input_is_never_overwritten(run: Run, plan: Path) -> None:
    ledger = plan.with_suffix(".csv")
    shutil.copy(plan, ledger)

    done = run("breakdown", ledger, "-o", ledger)

    assert (done.returncode, ledger.read_bytes()) == (2, plan.read_bytes())


@pytest.mark.parametrize("target", ["没有这个文件夹/台账.xlsx", "来文/河道方案.txt/台账.csv", "夹.json"])
def test_unwritable_target_gets_one_sentence(run: Run, plan: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "夹.json").mkdir()

    done = run("breakdown", plan, "-o", target)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{target}：写不进去：")
    assert len(done.stderr.splitlines()) == 1
    assert left(tmp_path) == ["来文/河道方案.txt"]


def test_many_documents_make_one_json(run: Run, plan: Path) -> None:
    copies(plan, 3)

    done = run("breakdown", "来文", "--format", "json")

    assert json.loads(done.stdout)["documents"][0]["document"] == "方案1.txt"


def test_names_cannot_steer_the_terminal(run: Run) -> None:
    done = run("breakdown", "坏\x1b[2J\n名.docx")

    assert done.stderr.startswith("坏[2J 名.docx：")


def test_english_is_spoken_where_asked(run: Run, plan: Path) -> None:
    done = run("breakdown", plan, "没有.docx", LUOSHI_LANG="en")

    assert "Measures: 1; with a lead unit: 1" in done.stdout
    assert done.stderr.splitlines()[0].endswith("Check the path and the permissions.")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk to write to")
@pytest.mark.parametrize("shape", ["table", "json"])
def test_full_disk_behind_standard_output_gets_one_sentence(plan: Path, shape: str) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            command("breakdown", plan, "--format", shape),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
            check=False,
        )

    assert (done.returncode, done.stderr) == (1, "写不进去：磁盘已满。请腾出空间，或换一个位置。\n")


def test_reader_of_a_pipe_may_leave_early(plan: Path) -> None:
    copies(plan, 300)
    words = command("breakdown", plan.parent, "--format", "json")

    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()

    assert (process.returncode, said) == (1, b"")
