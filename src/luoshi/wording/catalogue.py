"""Reads a .po catalogue and turns it into the standard library's translations, so that no compiled file is needed."""

from __future__ import annotations

import ast
import re
import struct
from dataclasses import dataclass, field
from gettext import GNUTranslations
from io import BytesIO

_MO_MAGIC = 0x950412DE
_HEADER_SIZE = 7 * 4
_CONTEXT_MARK = "\x04"
_PLURAL_MARK = "\x00"
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(slots=True)
class Entry:
    """One message of a catalogue; `strings` holds one translation, or one per plural form."""

    message: str = ""
    plural: str | None = None
    context: str | None = None
    strings: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        """The message as compiled catalogues file it: context and plural in one text."""
        message = self.message if self.context is None else f"{self.context}{_CONTEXT_MARK}{self.message}"
        return message if self.plural is None else f"{message}{_PLURAL_MARK}{self.plural}"


def parsed(text: str) -> list[Entry]:
    """The entries of a .po file, its header (empty message) first; fuzzy ones are told, obsolete ones left out."""
    return [entry for block in _BLANK_LINE.split(text) if (entry := _entry(block)) is not None]


def compiled(entries: list[Entry]) -> bytes:
    """The entries as a .mo file; untranslated and fuzzy ones are left out."""
    filed = sorted(
        (entry.key.encode(), _PLURAL_MARK.join(entry.strings).encode())
        for entry in entries
        if any(entry.strings) and not entry.fuzzy
    )
    starts = _HEADER_SIZE + 16 * len(filed)
    keys = b"\x00".join(key for key, _ in filed) + b"\x00"
    values = b"\x00".join(value for _, value in filed) + b"\x00"
    head = struct.pack("<7I", _MO_MAGIC, 0, len(filed), _HEADER_SIZE, _HEADER_SIZE + 8 * len(filed), 0, 0)
    key_table = _table([key for key, _ in filed], starts)
    value_table = _table([value for _, value in filed], starts + len(keys))
    return head + key_table + value_table + keys + values


def translations(entries: list[Entry]) -> GNUTranslations:
    """The entries as the standard library looks them up."""
    return GNUTranslations(BytesIO(compiled(entries)))


def _table(pieces: list[bytes], start: int) -> bytes:
    table = bytearray()
    for piece in pieces:
        table += struct.pack("<2I", len(piece), start)
        start += len(piece) + 1
    return bytes(table)


def _entry(block: str) -> Entry | None:
    entry = Entry()
    keyword = ""
    for line in block.splitlines():
        if line.startswith("#"):
            entry.fuzzy = entry.fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        head, _, quoted = line.partition('"')
        keyword = head.strip() or keyword
        _extend(entry, keyword, ast.literal_eval(f'"{quoted}') if quoted else "")
    return entry if keyword else None


def _extend(entry: Entry, keyword: str, piece: str) -> None:
    """Add a quoted piece to the part of the entry that its keyword names."""
    if keyword == "msgid":
        entry.message += piece
    elif keyword == "msgid_plural":
        entry.plural = (entry.plural or "") + piece
    elif keyword == "msgctxt":
        entry.context = (entry.context or "") + piece
    elif keyword.startswith("msgstr"):
        index = int(keyword[7:-1]) if "[" in keyword else 0
        entry.strings += [""] * (index + 1 - len(entry.strings))
        entry.strings[index] += piece
