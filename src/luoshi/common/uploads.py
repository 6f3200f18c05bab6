"""Checks of what is uploaded: by its bytes, never by its name alone; archives within limits; no macros."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import BinaryIO

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from luoshi.common.errors import UnmetConditionError

HEAD = 8192
ARCHIVE_ENTRIES = 10_000
ARCHIVE_BYTES = 1 * 2**30
ARCHIVE_RATIO = 200

# kind → the name endings that go with it; a .jpg called .docx is refused
ENDINGS: dict[str, frozenset[str]] = {
    "pdf": frozenset({".pdf"}),
    "docx": frozenset({".docx"}),
    "xlsx": frozenset({".xlsx"}),
    "pptx": frozenset({".pptx"}),
    "odf": frozenset({".odt", ".ods", ".odp"}),
    "ofd": frozenset({".ofd"}),
    "ole": frozenset({".doc", ".xls", ".ppt", ".wps", ".et", ".dps"}),
    "zip": frozenset({".zip"}),
    "png": frozenset({".png"}),
    "jpeg": frozenset({".jpg", ".jpeg"}),
    "webp": frozenset({".webp"}),
    "tiff": frozenset({".tif", ".tiff"}),
    "rtf": frozenset({".rtf"}),
    "mp4": frozenset({".mp4", ".m4v"}),
    "webm": frozenset({".webm"}),
    "text": frozenset({".txt", ".md", ".csv", ".tsv", ".html", ".htm"}),
}
DOCUMENTS = frozenset({"pdf", "docx", "ofd", "odf", "ole", "rtf", "text", "xlsx"})
FILMS = frozenset({"mp4", "webm"})
WORKBOOKS = frozenset({"xlsx"})
EVIDENCE = DOCUMENTS | {"pptx", "png", "jpeg", "webp", "tiff", "zip"}

_LOCKED = frozenset({".docx", ".xlsx", ".pptx"})
"""What Office puts into a container of the old kind once it has a password."""
_LOCKED_SENTENCE = _("文件“%(name)s”设有密码，请去掉密码后再上传。")
_TABLES = frozenset({".xls", ".et", ".csv", ".tsv", ".ods"})
"""Tables in another format: the program that opens them saves them as .xlsx."""

_SHOWN = (".docx", ".pdf", ".xlsx", ".pptx", ".ofd", ".txt", ".jpg", ".png", ".zip", ".mp4", ".webm")
"""The endings that a sentence names."""

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"),
)
_ZIP_MEMBERS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("META-INF/manifest.xml", "odf"),
)


def check_upload(file: BinaryIO, *, name: str, size: int, kinds: frozenset[str], limit: int) -> str:
    """The kind of the file, told by its content; raises UnmetConditionError with a sentence that says what to do."""
    if size == 0:
        raise _refusal("empty_file", _("文件“%(name)s”是空的，请检查后重新选择。"), name)
    if size > limit:
        sentence = _("文件“%(name)s”超过%(limit)s的上限，请压缩或拆分后再上传。")
        raise _refusal("file_too_large", sentence, name, limit=filesizeformat(limit))
    kind, ending = detect_kind(file), PurePath(name).suffix.lower()
    if kind == "ole" and ending in _LOCKED:
        raise _refusal("file_locked", _LOCKED_SENTENCE, name)
    if kind not in kinds:
        raise _wrong_kind(kinds, name, ending)
    if ending not in ENDINGS[kind]:
        raise _refusal("file_ending", _("文件“%(name)s”的内容与扩展名不符，请用原来的程序另存后再上传。"), name)
    if zipfile.is_zipfile(file) and kind not in {"pdf", "png", "jpeg"}:
        check_archive(file, name=name)
    file.seek(0)
    return kind


def _wrong_kind(kinds: frozenset[str], name: str, ending: str) -> UnmetConditionError:
    if kinds == WORKBOOKS and ending in _TABLES:
        sentence = _("文件“%(name)s”不是.xlsx工作簿。请用WPS或Excel打开它，另存为.xlsx后再上传。")
        return _refusal("file_kind", sentence, name)
    known = [shown for shown in _SHOWN if any(shown in ENDINGS[kind] for kind in kinds)]
    if ending in known:
        sentence = _("文件“%(name)s”打不开：内容不是%(ending)s，可能已损坏，或只是改了扩展名。请用原程序另存后再上传。")
        return _refusal("file_kind", sentence, name, ending=ending)
    sentence = _("文件“%(name)s”的类型这里不能使用，可以用的有：%(endings)s。")
    return _refusal("file_kind", sentence, name, endings="、".join(known))


def detect_kind(file: BinaryIO) -> str:
    """The kind by the first bytes (and by the member names of an archive), or an empty string."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    if head.startswith(b"PK\x03\x04"):
        return _archive_kind(file)
    return "text" if _is_text(head) else ""


def check_archive(file: BinaryIO, *, name: str) -> None:
    """Refuse what unpacks to too much, is locked by a password, or carries macros."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise _refusal("file_broken", _("文件“%(name)s”已损坏，请重新保存后再上传。"), name) from error
    if len(members) > ARCHIVE_ENTRIES or _is_bomb(members):
        raise _refusal("archive_limit", _("文件“%(name)s”解压后过大，已拒绝。"), name)
    if any(member.flag_bits & 1 for member in members):
        raise _refusal("file_locked", _LOCKED_SENTENCE, name)
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        raise _refusal("file_macros", _("文件“%(name)s”含有宏，请另存为不带宏的格式后再上传。"), name)


def _is_bomb(members: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    return unpacked > ARCHIVE_BYTES or (unpacked > 50 * 2**20 and unpacked > ARCHIVE_RATIO * max(packed, 1))


def _archive_kind(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return ""
    return next((kind for member, kind in _ZIP_MEMBERS if member in members), "zip")


def _is_text(head: bytes) -> bool:
    """No NUL bytes but in UTF-16, and readable as UTF-8 or GB18030 up to a character cut at the end."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in head:
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    for cut in range(4):
        try:
            head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _refusal(code: str, sentence: object, name: str, **params: object) -> UnmetConditionError:
    return UnmetConditionError(code, str(sentence) % {"name": PurePath(name).name, **params})
