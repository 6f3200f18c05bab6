"""Saves a document so that the same words always give the same parts: fixed times, fixed properties."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

    from scripts.samples.source import Source

EARLIEST = (1980, 1, 1, 0, 0, 0)


def pack_docx(sheet: Document, source: Source) -> bytes:
    """The .docx file of a sample."""
    set_properties(sheet, source)
    saved = io.BytesIO()
    sheet.save(saved)
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            new.writestr(entry, old.read(name))
    return packed.getvalue()


def set_properties(sheet: Document, source: Source) -> None:
    day = datetime.combine(source.signed_on, time(9))
    core = sheet.core_properties
    core.title = source.title
    core.author = core.last_modified_by = source.facts.get("issuers", "")
    core.created = core.modified = day
    core.comments = core.keywords = core.subject = ""
    core.revision = 1


def parts_of(file: bytes) -> dict[str, bytes]:
    """The parts of a .docx by name; compression differs from machine to machine, the parts do not."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
