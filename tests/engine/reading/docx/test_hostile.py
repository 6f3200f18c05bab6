"""Bad .docx files: refused with the cause or read, in bounded time and memory."""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest

from luoshi.engine.document import Content
from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.docx import DocxReader
from luoshi.engine.reading.source import Source
from tests.engine.reading.docx.cases import OFFICIAL, ONE
from tests.tools.docx_parts import (
    abstract_num,
    docx_members,
    lvl,
    make_docx,
    num,
    num_pr,
    pack,
    paragraph,
    run,
    start_override,
    style,
    styled,
    wrap,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DEEP = 60
"""Nested tables that still fit into the allowed depth of elements."""


def outcome(data: bytes) -> Content | str:
    try:
        return DocxReader().read(Source("a.docx", data))
    except ReadingError as error:
        return error.code


def text_of(data: bytes) -> str:
    content = outcome(data)
    assert isinstance(content, Content), content
    return content.text


def replaced(name: str, part: str) -> bytes:
    return pack(docx_members(paragraph("正文")) | {name: part})


def nested(opening: str, inner: str, closing: str, depth: int) -> str:
    return opening * depth + inner + closing * depth


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (replaced("word/document.xml", "<w:document"), codes.DAMAGED),
        (replaced("word/document.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), codes.HOSTILE),
        (replaced("word/document.xml", nested("<a>", "", "</a>", 10_000)), codes.TOO_MUCH_INSIDE),
        (replaced("word/document.xml", "<a>" + "<b/>" * 2_100_000 + "</a>"), codes.TOO_MUCH_INSIDE),
        (replaced("word/document.xml", "<a>" + " " * 50_000_000 + "</a>"), codes.TOO_MUCH_INSIDE),
        (replaced("_rels/.rels", "<a"), codes.DAMAGED),
        (pack({"[Content_Types].xml": "<a/>"}), codes.DAMAGED),
        (make_docx(""), codes.NO_TEXT),
        (make_docx(paragraph(" ")), codes.NO_TEXT),
        (make_docx(paragraph("正文"))[:-40], codes.DAMAGED),
        (replaced("word/document.xml", wrap("document", "")), codes.NO_TEXT),
    ],
    ids=[
        "cut xml", "entity", "deep", "many nodes", "bomb", "cut relationships", "no main part", "no paragraph",
        "empty", "cut zip", "no body",
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_cause(data: bytes, code: str) -> None:
    assert outcome(data) == code


def test_a_cut_off_file_is_still_recognised() -> None:
    assert DocxReader().recognises(Source("a", make_docx(paragraph("正文"))[:-40]))


@pytest.mark.parametrize("missing", ["word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"])
def test_a_missing_part_does_not_hinder_reading(missing: str) -> None:
    members = docx_members(paragraph("正文", styled("a") + num_pr(1)), styles=style("a"), numbering=OFFICIAL + ONE)
    del members[missing]

    assert text_of(pack(members)).endswith("正文\n")


def test_missing_relationships_do_not_hinder_reading() -> None:
    members = docx_members(paragraph("正文"))
    del members["_rels/.rels"]

    assert text_of(pack(members)) == "正文\n"


def test_a_relationship_out_of_the_package_leads_nowhere() -> None:
    members = docx_members(paragraph("正文"), styles="")
    members["word/_rels/document.xml.rels"] = members["word/_rels/document.xml.rels"].replace(
        "styles.xml", "../../../etc/passwd"
    )

    assert text_of(pack(members)) == "正文\n"


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_docx(paragraph("正文", styled("a")), styles=style("a", based_on="b") + style("b", based_on="a")),
        lambda: make_docx(
            paragraph("正文", styled("s0")),
            styles="".join(style(f"s{place}", based_on=f"s{place + 1}") for place in range(5000)),
        ),
        lambda: make_docx(
            paragraph("正文", num_pr(1)),
            styles=style("L", num_pr(1), kind="numbering"),
            numbering='<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>' + ONE,
        ),
        lambda: make_docx(paragraph("正文", num_pr(1)), numbering=abstract_num(1, lvl(0, "", "decimal", start=-1)) + ONE),
        lambda: make_docx(paragraph("正文", num_pr(1, 99)), numbering=OFFICIAL + ONE),
        lambda: make_docx(paragraph("正文", num_pr(1, -1)), numbering=OFFICIAL + ONE),
        lambda: make_docx(paragraph("正文", num_pr("9" * 5000)), numbering=OFFICIAL + ONE),
        lambda: make_docx(paragraph("正文", '<w:outlineLvl w:val="x"/>')),
        lambda: make_docx(paragraph(run("正文") + '<w:r><w:sym w:char="zz"/><w:sym w:char="FFFFFFFF"/></w:r>')),
    ],
    ids=["circle", "chain", "list style", "negative", "level 99", "level -1", "long number", "words", "symbol"],
)  # fmt: skip
def test_nonsense_in_styles_and_numbering_does_no_harm(make: Callable[[], bytes]) -> None:
    assert text_of(make()) == "正文\n"


@pytest.mark.parametrize("number_format", ["upperRoman", "upperLetter", "chineseCounting", "cardinalText", "ordinal"])
def test_a_huge_number_gives_a_short_label(number_format: str) -> None:
    numbering = abstract_num(1, lvl(0, "%1.", number_format)) + num(1, 1, start_override(2_000_000_000))

    assert len(text_of(make_docx(paragraph("正文", num_pr(1)), numbering=numbering))) < 100


@pytest.mark.parametrize(
    ("opening", "closing", "depth"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", DEEP),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 95),
        ("<w:customXml>", "</w:customXml>", 190),
        ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>", 45),
    ],
    ids=["tables", "controls", "custom xml", "boxes"],
)
def test_deep_nesting_is_read_as_far_as_it_is_allowed(opening: str, closing: str, depth: int) -> None:
    assert text_of(make_docx(nested(opening, paragraph("底"), closing, depth))) == "底\n"


@pytest.mark.parametrize(
    "body",
    [
        paragraph("字", num_pr(1)) * 150_000,
        paragraph("<w:r><w:t>字</w:t></w:r>" * 400_000),
        "<w:tbl>" + "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr><w:p/></w:tc></w:tr>" * 80_000 + "</w:tbl>"
        + paragraph("末"),
        ("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>") * 150_000 + paragraph("末"),
        paragraph("<w:r><w:fldChar w:fldCharType='begin'/></w:r>" * 100_000 + run("域")) + paragraph("末"),
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>字</w:t></w:r></w:p>" * 60_000,
    ],
    ids=["paragraphs", "runs", "table", "fields", "open fields", "joined"],
)  # fmt: skip
def test_a_huge_file_takes_bounded_time(body: str) -> None:
    data = pack(docx_members(body, numbering=OFFICIAL + ONE), is_packed=False)
    start = time.process_time()

    outcome(data)

    assert time.process_time() - start < 5


def test_the_memory_of_the_walk_is_bounded() -> None:
    data = pack(docx_members(paragraph("字", num_pr(1)) * 100_000, numbering=OFFICIAL + ONE), is_packed=False)
    tracemalloc.start()

    outcome(data)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 256 * 1024 * 1024


def test_the_parts_share_one_limit() -> None:
    large = paragraph("<w:r><w:t>字</w:t></w:r>" * 300_000)
    members = docx_members(paragraph("正文"), header=large, footer=large, footnotes=large, endnotes=large)

    assert outcome(pack(members, is_packed=False)) == codes.TOO_MUCH_INSIDE


def test_an_archive_of_many_members_is_refused() -> None:
    members = docx_members(paragraph("正文")) | {f"word/media/{place}": "" for place in range(10_001)}

    assert outcome(pack(members)) == codes.TOO_MUCH_INSIDE


def test_an_unknown_compression_is_refused() -> None:
    data = bytearray(make_docx(paragraph("正文")))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 10] = zipfile.ZIP_LZMA + 80
        at = data.find(b"PK\x01\x02", at + 1)

    assert outcome(bytes(data)) == codes.DAMAGED
