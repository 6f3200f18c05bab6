"""Puts the XML parts of a .docx together from short strings, so that a test shows only what it is about."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
    )
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header": "hdr",
    "footer": "ftr",
}


def make_docx(body: str, **parts: str) -> bytes:
    """A .docx with this body; `parts` are named by kind (styles, numbering, footnotes, endnotes, header, footer)."""
    return pack(docx_members(body, **parts))


def docx_members(body: str, **parts: str) -> dict[str, str]:
    """The members of a .docx archive by name, to be changed before they are packed."""
    members = {
        "[Content_Types].xml": _content_types(tuple(parts)),
        "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}),
        "word/document.xml": wrap("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relationships({kind: f"{kind}.xml" for kind in parts}),
    }
    return members | {f"word/{kind}.xml": wrap(_ROOTS[kind], xml) for kind, xml in parts.items()}


def pack(members: Mapping[str, str | bytes], *, is_packed: bool = True) -> bytes:
    """A zip archive of the members, compressed or only stored."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def wrap(root: str, xml: str) -> str:
    """A whole part: `xml` inside the root element `w:root` with all namespaces."""
    return f"{_DECLARATION}<w:{root} {_NAMESPACES}>{xml}</w:{root}>"


def run(text: str, properties: str = "") -> str:
    marked = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{marked}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str = "", properties: str = "") -> str:
    """A paragraph; `content` that does not begin as XML is taken as its text."""
    inner = content if not content or content.startswith("<") else run(content)
    marked = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{marked}{inner}</w:p>"


def num_pr(num_id: int | str, ilvl: int | None = 0) -> str:
    """The paragraph property that puts a paragraph into a list."""
    place = "" if ilvl is None else f'<w:ilvl w:val="{ilvl}"/>'
    return f'<w:numPr>{place}<w:numId w:val="{num_id}"/></w:numPr>'


def lvl(ilvl: int, text: str, number_format: str = "decimal", extra: str = "", *, start: int | None = 1) -> str:
    """One level of a list; `extra` goes between number format and text, where the schema has the rarer elements."""
    first = "" if start is None else f'<w:start w:val="{start}"/>'
    return (
        f'<w:lvl w:ilvl="{ilvl}">{first}<w:numFmt w:val="{number_format}"/>{extra}'
        f"<w:lvlText w:val={quoteattr(text)}/></w:lvl>"
    )


def abstract_num(number: int, *levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{number + 0x1000:08X}"/>'
        f'<w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'
    )


def num(number: int, abstract: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def start_override(start: int, ilvl: int = 0) -> str:
    return f'<w:lvlOverride w:ilvl="{ilvl}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def style(style_id: str, properties: str = "", *, name: str = "", based_on: str = "", kind: str = "paragraph") -> str:
    parent = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name or style_id}"/>{parent}'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


def styled(style_id: str) -> str:
    return f'<w:pStyle w:val="{style_id}"/>'


def _relationships(targets: Mapping[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{place}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets.items())
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _content_types(kinds: tuple[str, ...]) -> str:
    overrides = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>' for kind in kinds
    )
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>{overrides}</Types>'
    )
