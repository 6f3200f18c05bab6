"""Files, folders and patterns: what is read, in which order, and what is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.cli.inputs import find_inputs

FILES = (
    *("附件10.docx", "附件2.docx", "附件1.pdf", "~$附件1.docx", ".~附件.xlsx", ".hidden.docx", "._附件1.docx"),
    *("照片.jpg", "旧稿.doc", "下级/三.txt", "下级/.git/四.txt", "下级/程序.py"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in FILES:
        (tmp_path / "来文" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "来文" / name).write_text("文", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "来文"


def names(*words: object, except_for: tuple[Path, ...] = ()) -> list[str]:
    found = find_inputs(map(str, words), except_for=except_for)
    return [file.path.as_posix() for file in found.files]


@pytest.mark.usefixtures("folder")
def test_folder_gives_documents_with_all_below_in_natural_order() -> None:
    assert names("来文") == [
        "来文/旧稿.doc",
        "来文/附件1.pdf",
        "来文/附件2.docx",
        "来文/附件10.docx",
        "来文/下级/三.txt",
    ]


@pytest.mark.usefixtures("folder")
def test_pattern_is_expanded_by_us_and_takes_what_it_matches() -> None:
    assert names("来文/*.docx") == ["来文/附件2.docx", "来文/附件10.docx"]
    assert names("来文/*.jpg") == ["来文/照片.jpg"]
    assert names("来文/**/*.txt") == ["来文/下级/三.txt"]


def test_file_named_twice_is_read_once(folder: Path) -> None:
    link = folder / "另名.docx"
    link.symlink_to(folder / "附件2.docx")

    assert names("来文/附件2.docx", "来文/./附件2.docx", folder / "附件2.docx", link) == ["来文/附件2.docx"]


def test_file_whose_name_looks_like_a_pattern_is_taken_at_its_word(folder: Path) -> None:
    (folder / "方案[2026].docx").write_text("文", encoding="utf-8")

    found = find_inputs(["来文/方案[2026].docx"])

    assert ([file.name for file in found.files], found.is_single) == (["方案[2026].docx"], True)


@pytest.mark.usefixtures("folder")
def test_hidden_file_is_read_where_it_is_named_outright() -> None:
    assert names("来文/.hidden.docx") == ["来文/.hidden.docx"]


@pytest.mark.usefixtures("folder")
def test_missing_file_is_left_to_the_reader_and_empty_finds_are_told() -> None:
    Path("空").mkdir()

    found = find_inputs(["没有.docx", "没有*.docx", "空"])

    assert [file.name for file in found.files] == ["没有.docx"]
    assert [(failure.name, failure.code) for failure in found.failures] == [
        ("没有*.docx", "no_match"),
        ("空", "nothing_in_folder"),
    ]


def test_outputs_of_an_earlier_run_are_not_read_from_a_folder(folder: Path) -> None:
    (folder / "台账.xlsx").write_text("旧", encoding="utf-8")
    (folder / "结果").mkdir()
    (folder / "结果" / "附件2.txt").write_text("旧", encoding="utf-8")

    found = names("来文", except_for=(folder / "台账.xlsx", folder / "结果"))

    assert found == ["来文/旧稿.doc", "来文/附件1.pdf", "来文/附件2.docx", "来文/附件10.docx", "来文/下级/三.txt"]


def test_equal_names_are_told_apart_by_their_paths(folder: Path) -> None:
    (folder / "下级" / "附件2.docx").write_text("文", encoding="utf-8")

    found = find_inputs(["来文/附件2.docx", "来文/下级/附件2.docx", "来文/附件1.pdf"])

    assert [Path(file.name).as_posix() for file in found.files] == [
        "来文/附件2.docx",
        "来文/下级/附件2.docx",
        "附件1.pdf",
    ]


@pytest.mark.parametrize(("words", "single"), [(["一.docx"], True), (["一.docx", "二.docx"], False), (["*.x"], False)])
def test_one_named_file_is_single(words: list[str], single: bool) -> None:
    assert find_inputs(words).is_single is single
