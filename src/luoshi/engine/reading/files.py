"""Reads a file, whatever its format, into a `Document`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from luoshi.engine.document import Document
from luoshi.engine.errors import ReadingError, SecrecyError
from luoshi.engine.facts import find_facts
from luoshi.engine.reading import codes
from luoshi.engine.reading.registry import reader_for
from luoshi.engine.reading.source import Source
from luoshi.engine.secrecy import find_secrecy_mark

READER_VERSION = "1"
"""Goes into every document: offsets of frozen texts belong to the version of the reader that made them."""
MAX_BYTES = 100 * 1024 * 1024
MAX_CHARACTERS, MAX_BLOCKS = 2_500_000, 60_000
"""Of text, and paragraphs or tables; three thousand pages have fewer, and more would take minutes to break down."""


def read(path: Path | str, *, name: str | None = None) -> Document:
    """Read a file; `name` is what messages call it (default: the file's own name).

    Raises `ReadingError` with one of `reading.codes`, and `SecrecyError` for a document with a secrecy mark of its own.
    """
    file = Path(path)
    shown = name or file.name
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise ReadingError(codes.TOO_LARGE, name=shown, size=size >> 20, limit=MAX_BYTES >> 20)
        data = file.read_bytes()
    except OSError as error:
        raise ReadingError(codes.NOT_FOUND, name=shown) from error
    return read_bytes(data, name=shown)


def read_bytes(data: bytes, *, name: str) -> Document:
    """Read the bytes of a file that came under `name`; the format is told by content.

    Raises as `read` does.
    """
    if len(data) > MAX_BYTES:
        raise ReadingError(codes.TOO_LARGE, name=name, size=len(data) >> 20, limit=MAX_BYTES >> 20)
    source = Source(name, data)
    reader = reader_for(source)
    content = reader.read(source)
    if not content.text.strip():
        raise ReadingError(codes.NO_TEXT, name=name, format=reader.format)
    if len(content.text) > MAX_CHARACTERS or len(content.blocks) > MAX_BLOCKS:
        raise ReadingError(codes.TOO_MUCH_INSIDE, name=name, format=reader.format)
    mark = find_secrecy_mark(content)
    if mark is not None:
        raise SecrecyError("secret", name=name, mark=mark.value)
    facts = find_facts(content)
    return Document(
        name=name,
        format=reader.format,
        digest=hashlib.sha256(data).hexdigest(),
        text=content.text,
        blocks=content.blocks,
        apart=content.apart,
        origins=content.origins,
        title=facts.title,
        doc_number=facts.doc_number,
        issuers=facts.issuers,
        addressees=facts.addressees,
        signed_on=facts.signed_on,
        signed_on_span=facts.signed_on_span,
        reader=f"{reader.format}-{READER_VERSION}",
    )
