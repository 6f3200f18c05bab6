"""Names of results: none overwrites another or an input."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.cli.inputs import Input
from luoshi.cli.targets import format_of, is_one_of, targets_in

OUT = Path("结果")


def names(*paths: str, folder: Path = OUT, suffix: str = "json") -> list[str]:
    inputs = [Input(Path(path), path) for path in paths]
    return [target.relative_to(folder).as_posix() for target in targets_in(folder, inputs, suffix)]


@pytest.mark.parametrize(
    ("paths", "targets"),
    [
        (["甲.docx", "乙.pdf"], ["甲.json", "乙.json"]),
        (["甲.docx", "甲.pdf", "下/甲.txt"], ["甲.json", "甲-2.json", "甲-3.json"]),
        (["甲.docx", "甲.pdf", "甲-2.docx"], ["甲.json", "甲-3.json", "甲-2.json"]),
        (["Plan.docx", "plan.pdf"], ["Plan.json", "plan-2.json"]),
        (["v1.2.docx"], ["v1.2.json"]),
    ],
)
def test_every_input_has_a_target_of_its_own(paths: list[str], targets: list[str]) -> None:
    assert names(*paths) == targets


def test_input_is_never_a_target() -> None:
    assert names("台账.xlsx", folder=Path(), suffix="xlsx") == ["台账-2.xlsx"]


@pytest.mark.parametrize(
    ("name", "kind"), [("a.xlsx", "xlsx"), ("a.CSV", "csv"), ("a.b.json", "json"), ("a.xls", None), ("a", None)]
)
def test_extension_tells_the_format(name: str, kind: str | None) -> None:
    assert format_of(Path(name)) == kind


def test_input_is_recognised_by_another_path(tmp_path: Path) -> None:
    inputs = [Input(tmp_path / "甲.xlsx", "甲.xlsx")]

    assert is_one_of(tmp_path / "下" / ".." / "甲.xlsx", inputs)
    assert not is_one_of(tmp_path / "乙.xlsx", inputs)
