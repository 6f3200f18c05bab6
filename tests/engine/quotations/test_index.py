"""The index on disk: what is added is found, what is removed leaves nothing, a crash or a broken byte is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.engine.errors import EngineError
from luoshi.engine.quotations import LibraryDocument, LibraryIndex, Verdict, check_quotations
from luoshi.engine.quotations import index as index_module

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SENTENCE = "食堂账目每学期向家长公示一次并留存备查"


def _document(key: str, words: str = SENTENCE) -> LibraryDocument:
    return LibraryDocument(key, f"关于{key}的意见", f"第一段。\n{words}。𠮷家村。\n", ((5, "一"),), (f"{key}号文",))


def _verdict(index: LibraryIndex, words: str = SENTENCE) -> Verdict:
    (quotation,) = check_quotations(f"报告提到“{words}”。", index.refresh()).quotations
    return quotation.verdict


def test_added_document_is_found_by_another_reader(tmp_path: Path) -> None:
    writer = LibraryIndex.create(tmp_path)
    reader = LibraryIndex.open(tmp_path)

    writer.add([_document("食堂")])

    assert _verdict(reader) is Verdict.EXACT


def test_documents_come_back_as_they_were_given(tmp_path: Path) -> None:
    with LibraryIndex.create(tmp_path) as index:
        index.add([_document("食堂"), _document("校车", "校车每日发车前检查制动")])

    (segment,) = LibraryIndex.open(tmp_path).library.segments

    assert list(segment.given()) == [_document("食堂"), _document("校车", "校车每日发车前检查制动")]


def test_same_key_replaces(tmp_path: Path) -> None:
    index = LibraryIndex.create(tmp_path)
    index.add([_document("食堂")])

    index.add([_document("食堂", "伙食标准由膳食委员会讨论后决定")])

    assert (_verdict(index), len(index.library)) == (Verdict.NOT_FOUND, 1)


def test_unchanged_document_is_left_alone(tmp_path: Path) -> None:
    index = LibraryIndex.create(tmp_path)
    index.add([_document("食堂")])
    before = [segment.name for segment in index.library.segments]

    index.add([_document("食堂")])

    assert [segment.name for segment in index.library.segments] == before


def test_removed_document_leaves_no_trace_on_disk(tmp_path: Path) -> None:
    index = LibraryIndex.create(tmp_path)
    index.add([_document("食堂"), _document("校车", "校车每日发车前检查制动")])

    index.remove(["食堂"])

    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert SENTENCE[:4].encode("utf-16-le") not in held
    assert (_verdict(index), "校车" in index.library) == (Verdict.NOT_FOUND, True)


def test_segments_are_merged(tmp_path: Path) -> None:
    index = LibraryIndex.create(tmp_path)

    for number in range(30):
        index.add([_document(f"事项{number}", f"第{number}项由经办人当面答复并登记在册")])

    assert len(index.library) == 30
    assert len(index.library.segments) < 10
    assert len(list(tmp_path.glob("*.seg"))) == len(index.library.segments)
    assert _verdict(index, "第17项由经办人当面答复并登记在册") is Verdict.EXACT


def test_crash_while_writing_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = LibraryIndex.create(tmp_path)
    index.add([_document("食堂")])

    def crash(folder: Path, manifest: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(index_module, "_write_manifest", crash)
        with pytest.raises(OSError, match="disk full"):
            index.add([_document("校车", "校车每日发车前检查制动")])

    reopened = LibraryIndex.open(tmp_path)
    assert [document.key for segment in reopened.library.segments for document in segment.documents] == ["食堂"]
    assert len(list(tmp_path.glob("*.seg"))) == 1


def test_documents_that_fail_half_way_change_nothing(tmp_path: Path) -> None:
    index = LibraryIndex.create(tmp_path)

    def broken() -> Iterable[LibraryDocument]:
        yield _document("食堂")
        raise ValueError("unreadable")

    with pytest.raises(ValueError, match="unreadable"):
        index.add(broken())

    assert len(LibraryIndex.open(tmp_path).library) == 0


def test_cut_off_segment_is_damaged(tmp_path: Path) -> None:
    LibraryIndex.create(tmp_path).add([_document("食堂")])
    (path,) = tmp_path.glob("*.seg")
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(EngineError, match="index_damaged"):
        LibraryIndex.open(tmp_path)


def test_flipped_byte_is_seen_by_verify(tmp_path: Path) -> None:
    index = LibraryIndex.create(tmp_path)
    index.add([_document("食堂")])
    (path,) = tmp_path.glob("*.seg")
    content = bytearray(path.read_bytes())
    content[12] ^= 1
    path.write_bytes(content)

    with pytest.raises(EngineError, match="index_damaged"):
        LibraryIndex.open(tmp_path).verify()


def test_flipped_byte_of_the_manifest_is_seen(tmp_path: Path) -> None:
    LibraryIndex.create(tmp_path)
    manifest = tmp_path / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"next": 1', b'"next": 7'))

    with pytest.raises(EngineError, match="index_damaged"):
        LibraryIndex.open(tmp_path)


def test_missing_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="index_missing"):
        LibraryIndex.open(tmp_path)
