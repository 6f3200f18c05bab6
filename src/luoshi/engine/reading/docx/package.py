"""The parts of a .docx package: found by relationship, unpacked and parsed once each."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.archive import Archive, is_zip
from luoshi.engine.reading.docx.names import STRICT, WORD
from luoshi.engine.reading.safe_xml import MAX_NODES, estimate_nodes, parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.engine.reading.source import Source

FORMAT = "docx"

MAX_PARAGRAPHS = 200_000
"""Paragraphs of one part, and cells; a thousand pages have some 30,000."""

_HAS_TOO_MANY = etree.XPath(
    f"count(//w:p) > {MAX_PARAGRAPHS} or count(//w:tc) > {MAX_PARAGRAPHS}", namespaces={"w": WORD}
)
_CONTENT_TYPES = "[Content_Types].xml"
_USUAL_MAIN = "word/document.xml"
_MAIN_TYPES = (b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml", b"ms-word.")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def is_docx(source: Source) -> bool:
    """Whether the source is a zip archive whose list of content types names a Word document.

    A zip archive that cannot be opened counts where it speaks of the folder `word/`.
    """
    if not is_zip(source):
        return False
    try:
        archive = Archive(source, format=FORMAT)
        if _USUAL_MAIN in archive:
            return True
        types = archive.read(_CONTENT_TYPES) if _CONTENT_TYPES in archive else b""
    except ReadingError:
        return b"word/" in source.data
    return any(name in types for name in _MAIN_TYPES)


@dataclass(frozen=True, slots=True)
class Relationship:
    """What one part says of another: `kind` is the last word of the type's address ("styles", "header")."""

    kind: str
    target: str


class Package:
    """A .docx file, opened.

    Raises `ReadingError`: damaged, encrypted, too_much_inside, hostile.
    """

    def __init__(self, source: Source) -> None:
        self._name = source.name
        self._archive = Archive(source, format=FORMAT)
        self._nodes_left = MAX_NODES  # of all parts together, or a hundred large heads would take minutes
        self._main = self._find_main()
        self._related = self._relationships(self._main)

    def main(self) -> etree._Element:
        """The main part."""
        return self._parsed(self._main)

    def part(self, kind: str, *, trim: Callable[[bytes], bytes] | None = None) -> etree._Element | None:
        """The first part of this kind that the main part names, or None; `trim` takes out what need not be parsed."""
        return next((self._parsed(target, trim=trim) for target in self._targets(kind)), None)

    def parts(self, kind: str) -> list[etree._Element]:
        """All parts of this kind that the main part names and the archive holds, in the order named."""
        return [self._parsed(target) for target in self._targets(kind)]

    def _targets(self, kind: str) -> list[str]:
        targets = dict.fromkeys(one.target for one in self._related if one.kind == kind)
        return [target for target in targets if target in self._archive]

    def _find_main(self) -> str:
        for one in self._relationships(""):
            if one.kind == "officeDocument" and one.target in self._archive:
                return one.target
        if _USUAL_MAIN in self._archive:
            return _USUAL_MAIN
        raise ReadingError(codes.DAMAGED, name=self._name, format=FORMAT)

    def _relationships(self, part: str) -> tuple[Relationship, ...]:
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._archive:
            return ()
        return tuple(
            Relationship(one.get("Type", "").rpartition("/")[2], _resolved(folder, one.get("Target", "")))
            for one in self._parsed(path).iterchildren(_RELATIONSHIP)
            if one.get("TargetMode") != "External"
        )

    def _parsed(self, part: str, *, trim: Callable[[bytes], bytes] | None = None) -> etree._Element:
        data = self._archive.read(part)
        if trim is not None:
            data = trim(data)
        root = parse_xml(data, name=self._name, format=FORMAT, max_nodes=self._nodes_left)
        nodes = estimate_nodes(data, limit=self._nodes_left)
        self._nodes_left -= nodes
        if _is_strict(root):
            root = self._as_transitional(root)
        if nodes > MAX_PARAGRAPHS and _HAS_TOO_MANY(root):
            raise ReadingError(codes.TOO_MUCH_INSIDE, name=self._name, format=FORMAT)
        return root

    def _as_transitional(self, root: etree._Element) -> etree._Element:
        xml = etree.tostring(root)
        for strict, transitional in STRICT:
            xml = xml.replace(f'"{strict}"'.encode(), f'"{transitional}"'.encode())
        return parse_xml(xml, name=self._name, format=FORMAT)


def _is_strict(root: etree._Element) -> bool:
    return root.tag.startswith("{" + STRICT[0][0]) or (
        WORD not in root.nsmap.values() and STRICT[0][0] in root.nsmap.values()
    )


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    return posixpath.normpath(target if target.startswith("/") else posixpath.join("/", folder, target)).lstrip("/")
