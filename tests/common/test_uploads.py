"""Uploads: told by their content, within limits, without macros, stored once."""

from __future__ import annotations

import os
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.common import clock, files, uploads
from luoshi.common.downloads import file_response
from luoshi.common.errors import UnmetConditionError
from luoshi.common.models import StoredFile

if TYPE_CHECKING:
    from luoshi.units.models import UnitImport

PDF = b"%PDF-1.7\n..."
PNG = b"\x89PNG\r\n\x1a\n...."


def zipped(**members: bytes) -> bytes:
    """An archive with these members; two underscores stand for a slash, one for a dot."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return target.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("方案.pdf", PDF, "pdf"),
        ("照片.PNG", PNG, "png"),
        ("方案.docx", zipped(word__document_xml=b"<w/>"), "docx"),
        ("台账.xlsx", zipped(xl__workbook_xml=b"<w/>"), "xlsx"),
        ("材料.zip", zipped(a_txt=b"a"), "zip"),
        ("公文.ofd", zipped(OFD_xml=b"<o/>"), "ofd"),
        ("旧方案.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "ole"),
        ("网页.html", "<html>通知</html>".encode(), "text"),
        ("国标.txt", "各县区人民政府".encode("gb18030"), "text"),
    ],
)
def test_a_kind_is_told_by_the_content(name: str, content: bytes, kind: str, db: None) -> None:
    stored = files.store_upload(upload(name, content), kinds=uploads.EVIDENCE)

    assert (stored.kind, files.path_of(stored.sha256).read_bytes()) == (kind, content)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...."


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("七月.xls", OLE, "文件“七月.xls”不是.xlsx工作簿。请用WPS或Excel打开它，另存为.xlsx后再上传。"),
        ("七月.et", OLE, "文件“七月.et”不是.xlsx工作簿。请用WPS或Excel打开它，另存为.xlsx后再上传。"),
        ("七月.csv", b"a,b", "文件“七月.csv”不是.xlsx工作簿。请用WPS或Excel打开它，另存为.xlsx后再上传。"),
        ("七月.xlsx", OLE, "文件“七月.xlsx”设有密码，请去掉密码后再上传。"),
        ("七月.pdf", PDF, "文件“七月.pdf”的类型这里不能使用，可以用的有：.xlsx。"),
    ],
)
def test_a_table_in_another_format_says_how_to_save_it(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(UnmetConditionError, match=sentence):
        files.store_upload(upload(name, content), kinds=uploads.WORKBOOKS)


def test_a_broken_file_with_the_right_ending_is_not_called_a_wrong_kind() -> None:
    with pytest.raises(UnmetConditionError, match=r"“坏的\.docx”打不开：内容不是\.docx"):
        files.store_upload(upload("坏的.docx", b"PK\x03\x04 nothing follows"), kinds=frozenset({"docx"}))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.pdf", b"", "empty_file"),
        ("照片.docx", PNG, "file_ending"),
        ("程序.exe", b"MZ\x00\x00\x00", "file_kind"),
        ("方案.docm", zipped(word__document_xml=b"<w/>"), "file_ending"),
        ("方案.docx", zipped(word__document_xml=b"<w/>", word__vbaProject_bin=b"x"), "file_macros"),
        ("炸弹.zip", zipped(a_txt=b"0" * (60 * 2**20)), "archive_limit"),
        ("坏的.zip", b"PK\x03\x04 nothing follows", "file_kind"),
    ],
)
def test_what_is_not_as_it_should_be_is_refused(name: str, content: bytes, code: str, db: None) -> None:
    with pytest.raises(UnmetConditionError) as refusal:
        files.store_upload(upload(name, content), kinds=uploads.EVIDENCE)

    assert (refusal.value.code, name in str(refusal.value), StoredFile.objects.count()) == (code, True, 0)


def test_a_large_file_is_refused(settings: object, db: None) -> None:
    settings.LUOSHI_UPLOAD_LIMIT = 3  # type: ignore[attr-defined]  # the fixture takes any setting

    with pytest.raises(UnmetConditionError, match="上限"):
        files.store_upload(upload("方案.pdf", PDF), kinds=uploads.DOCUMENTS)


def test_the_same_bytes_are_kept_once(db: None) -> None:
    first = files.store_upload(upload("甲.pdf", PDF), kinds=uploads.DOCUMENTS)
    second = files.store_upload(upload("乙.pdf", PDF), kinds=uploads.DOCUMENTS)

    assert (first.pk, StoredFile.objects.count()) == (second.pk, 1)


def test_an_orphan_goes_after_a_day_of_grace(db: None) -> None:
    stored = files.store_upload(upload("甲.pdf", PDF), kinds=uploads.DOCUMENTS)
    path = files.path_of(stored.sha256)
    before = files.collect_orphans()
    _age(stored, days=2)

    removed = files.collect_orphans()

    assert (before, removed, path.exists()) == (0, 1, False)


def test_a_file_that_a_record_refers_to_stays(unit_import: UnitImport) -> None:
    _age(unit_import.file, days=2)

    assert files.collect_orphans() == 0
    assert files.path_of(unit_import.file.sha256).is_file()


def test_a_missing_file_is_named(unit_import: UnitImport) -> None:
    files.path_of(unit_import.file.sha256).unlink()

    assert list(files.missing_files()) == [unit_import.file]


@pytest.mark.parametrize(("content", "disposition"), [(PNG, "inline"), (b"<html><script>", "attachment")])
def test_a_download_can_do_nothing_in_our_name(content: bytes, disposition: str, db: None) -> None:
    name = "图.png" if content == PNG else "页.html"
    stored = files.store_upload(upload(name, content), kinds=uploads.EVIDENCE)

    response = file_response(stored, name=name, inline=True)
    for close in response._resource_closers:  # `close` itself would tell the end of a request, and the connection
        close()

    assert response["Content-Disposition"].startswith(disposition)
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


def _age(stored: StoredFile, *, days: int) -> None:
    moment = clock.now() - timedelta(days=days)
    StoredFile.objects.filter(pk=stored.pk).update(stored_at=moment)
    os.utime(files.path_of(stored.sha256), (moment.timestamp(), moment.timestamp()))
