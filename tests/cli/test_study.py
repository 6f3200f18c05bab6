"""`luoshi quotations` and `luoshi resemble` on small folders."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

OPINION = "滨川市关于办好乡村学校食堂的意见\n一、主要任务\n（一）校长每周至少与学生同餐三次，食堂账目每学期公示一次。\n"
ESSAY = "《滨川市关于办好乡村学校食堂的意见》要求：“校长每月至少与学生同餐三次”。\n下一步，我打算每两周去一次食堂，和孩子们坐在一起吃顿午饭，听听他们怎么说。\n"


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for folder, name, text in (
        ("原文", "意见.txt", OPINION),
        ("心得", "甲.txt", ESSAY),
        ("心得", "乙.txt", "学习有感。\n" + ESSAY.split("\n")[1]),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_quotations_are_told_in_json(folders: Path, run: Run) -> None:
    done = run("quotations", folders / "心得/甲.txt", "--library", folders / "原文", "--format", "json")

    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert [(one["kind"], one["verdict"], one["source"]["clause"]) for one in told["quotations"]] == [
        ("title", "exact", ""),
        ("marked", "altered", "一/(一)"),
    ]


def test_difference_stands_in_the_table(folders: Path, run: Run) -> None:
    done = run("quotations", folders / "心得/甲.txt", "--library", folders / "原文")

    assert "“月”原文作“周”" in done.stdout


def test_kept_index_follows_the_folder(folders: Path, run: Run) -> None:
    asked = ("quotations", folders / "心得/甲.txt", "-l", folders / "原文", "--index", folders / "索引", "-f", "json")
    run(*asked)
    (folders / "原文" / "意见.txt").write_text(OPINION.replace("每周", "每月"), encoding="utf-8")

    told = json.loads(run(*asked).stdout)

    assert [one["verdict"] for one in told["quotations"]] == ["exact", "exact"]


def test_damaged_index_gets_a_sentence(folders: Path, run: Run) -> None:
    (folders / "索引").mkdir()
    (folders / "索引" / "manifest.json").write_text("坏的", encoding="utf-8")

    done = run("quotations", folders / "心得/甲.txt", "-l", folders / "原文", "--index", folders / "索引")

    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_missing_essay_gets_a_sentence(folders: Path, run: Run) -> None:
    done = run("quotations", folders / "没有.txt", "-l", folders / "原文")

    assert (done.returncode, "找不到这个文件" in done.stderr) == (1, True)


def test_shared_passages_stand_side_by_side(folders: Path, run: Run) -> None:
    done = run("resemble", folders / "心得", "-f", "json")

    (told,) = json.loads(done.stdout)["resemblances"]
    assert done.returncode == 0
    assert {told["left"], told["right"]} == {"甲.txt", "乙.txt"}
    assert told["passages"][0]["left_text"].startswith("下一步，我打算每两周去一次食堂")
