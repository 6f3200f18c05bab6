"""Opens a workbook: which sheets there are and in which order, the words they share, how their numbers are shown."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.archive import Archive, is_zip
from luoshi.engine.reading.safe_xml import parse_xml
from luoshi.engine.reading.xlsx.number_formats import format_code
from luoshi.engine.reading.xlsx.stream import FORMAT, Budget
from luoshi.engine.reading.xlsx.strings import shared_strings

if TYPE_CHECKING:
    from lxml import etree

    from luoshi.engine.reading.source import Source

_CONTENT_TYPES = "[Content_Types].xml"
_USUAL = "xl/workbook.xml"
_BINARY = "xl/workbook.bin"
_MAIN_TYPES = (
    b"spreadsheetml.sheet.main+xml",
    b"spreadsheetml.template.main+xml",
    b"ms-excel.sheet.macroEnabled.main+xml",
    b"ms-excel.template.macroEnabled.main+xml",
    b"ms-excel.sheet.binary.macroEnabled.main",
)


def is_workbook(source: Source) -> bool:
    """Whether the source is a zip archive that names a workbook; a broken one counts where it speaks of `xl/`."""
    if not is_zip(source):
        return False
    try:
        archive = Archive(source, format=FORMAT)
        if _USUAL in archive or _BINARY in archive:
            return True
        return _CONTENT_TYPES in archive and any(kind in archive.read(_CONTENT_TYPES) for kind in _MAIN_TYPES)
    except ReadingError:
        return b"xl/workbook" in source.data or b"xl/worksheets/" in source.data


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet that is not hidden: its name and the XML of its cells."""

    name: str
    xml: bytes


class Workbook:
    """A workbook, opened.

    Raises `ReadingError`: damaged, encrypted, too_much_inside, hostile, not_supported_yet (.xlsb).
    """

    def __init__(self, source: Source) -> None:
        self._name = source.name
        self.budget = Budget(source.name)
        self._archive = Archive(source, format=FORMAT)
        self._main = self._main_part()
        if self._main.endswith(".bin"):
            raise ReadingError(codes.NOT_SUPPORTED_YET, name=source.name, format="xlsb")
        self._root = self._xml(self._main)
        self._relations = self._related(self._main)
        self.from_1904 = any(
            element.get("date1904") in ("1", "true") for element in self._root if local_name(element) == "workbookPr"
        )
        strings = self._of_kind("sharedStrings")
        self.strings = shared_strings(self._archive.read(strings), self.budget) if strings else []
        styles = self._of_kind("styles")
        self.patterns = _patterns(self._xml(styles)) if styles else ()

    def sheets(self) -> list[SheetPart]:
        """The worksheets in the order of their tabs; hidden ones and chart sheets are left out."""
        found: list[SheetPart] = []
        for element in self._root.iter():
            if local_name(element) != "sheet" or element.get("state", "visible") != "visible":
                continue
            relation = next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == "id"), "")
            kind, target = self._relations.get(relation, ("", ""))
            if kind == "worksheet" and target in self._archive:
                found.append(SheetPart(str(element.get("name", "")), self._archive.read(target)))
        return found

    def _main_part(self) -> str:
        if "_rels/.rels" in self._archive:
            for kind, target in self._related("").values():
                if kind == "officeDocument" and target in self._archive:
                    return target
        for usual in (_USUAL, _BINARY):
            if usual in self._archive:
                return usual
        raise ReadingError(codes.DAMAGED, name=self._name, format=FORMAT)

    def _of_kind(self, wanted: str) -> str | None:
        return next(
            (target for kind, target in self._relations.values() if kind == wanted and target in self._archive), None
        )

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that a part names: id → last word of the kind's address, path."""
        folder, base = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", base + ".rels")
        if rels not in self._archive:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for element in self._xml(rels):
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, str(element.get("Target", "")))).lstrip("/")
                found[str(element.get("Id"))] = (str(element.get("Type", "")).rpartition("/")[2], target)
        return found

    def _xml(self, part: str) -> etree._Element:
        return parse_xml(self._archive.read(part), name=self._name, format=FORMAT)


def _patterns(styles: etree._Element) -> tuple[str, ...]:
    """The number patterns by the index of a cell's style."""
    custom: dict[int, str] = {}
    numbers: list[int] = []
    for part in styles:
        if local_name(part) == "numFmts":
            custom.update((_int(one.get("numFmtId")), str(one.get("formatCode", ""))) for one in part)
        elif local_name(part) == "cellXfs":
            numbers = [_int(one.get("numFmtId")) for one in part]
    return tuple(format_code(number, custom) for number in numbers)


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def local_name(element: etree._Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]
