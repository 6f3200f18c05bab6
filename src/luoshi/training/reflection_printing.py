"""A reflection in official form (GB/T 9704): 22 lines of 28 characters, titles and headings in their type."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from luoshi.training.essay_setting import set_lines
from luoshi.training.printing import set_type, typeset
from luoshi.training.queries.reflections import essay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.training.models import Reflection

FACES = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong"),
    "body": ("FangSong", "FangSong_GB2312", "STFangsong", "FandolFang R", "FandolFang"),
    "hei": ("SimHei", "STHeiti", "FandolHei", "Noto Sans CJK SC"),
    "kai": ("KaiTi", "KaiTi_GB2312", "STKaiti", "FandolKai"),
}
SECOND_LEVEL = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]")
LONGEST_SUBHEADING = 40
PITCH = 28.95
"""Points from line to line: 22 lines on 225 mm."""
SIZE, FOOT_SIZE = 16, 14


def reflection_pdf(reflection: Reflection) -> bytes:
    """The text as a PDF."""
    lines = [{"kind": kind, "text": words} for kind, words in _lines(reflection)]
    facts = {"title": _title(reflection), "author": _author(reflection), "lines": lines}
    return typeset("reflection.typ", facts, FACES)


def reflection_docx(reflection: Reflection) -> bytes:
    """The text as a Word file that can be edited further."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = docx.Document()
    _prepare(document)
    for words, style, face, size in (
        (_title(reflection), "Title", "方正小标宋简体", 22),
        (_author(reflection), "Normal", "楷体", SIZE),
        ("", "Normal", "仿宋", SIZE),
    ):
        paragraph = document.add_paragraph(style=style)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.first_line_indent = 0
        _add_run(paragraph, words, face, size)
    for kind, words in _lines(reflection):
        paragraph = document.add_paragraph(style="Heading 1" if kind == "heading" else "Normal")
        face = {"heading": "黑体", "subheading": "楷体"}.get(kind, "仿宋")
        _add_run(paragraph, words, face, SIZE)
        paragraph.paragraph_format.keep_with_next = kind != "text"
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _lines(reflection: Reflection) -> Iterator[tuple[str, str]]:
    for line in set_lines(essay(reflection)):
        words = "".join(piece.text for piece in line.pieces).strip()
        is_second = len(words) <= LONGEST_SUBHEADING and SECOND_LEVEL.match(words) and not words.endswith(("。", "；"))
        yield ("heading" if line.is_heading else "subheading" if is_second else "text"), words


def _title(reflection: Reflection) -> str:
    return reflection.title or _("心得体会")


def _author(reflection: Reflection) -> str:
    return f"{reflection.trainee.unit_text}\u3000{reflection.trainee.name}".strip()


def _prepare(document: Any) -> None:
    """Page, type and pitch of an official document, page numbers at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    for name, face in (("Normal", "仿宋"), ("Title", "方正小标宋简体"), ("Heading 1", "黑体")):
        style = document.styles[name]
        set_type(style, face)
        style.font.size, style.font.bold = Pt(SIZE), False
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(PITCH)
        form.first_line_indent = Pt(2 * SIZE)
        for line in style.element.pPr.findall(qn("w:pBdr")):  # the template rules off its titles
            style.element.pPr.remove(line)
    document.settings.odd_and_even_pages_header_footer = True
    for part, side in ((page.footer, WD_ALIGN_PARAGRAPH.RIGHT), (page.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        foot = part.paragraphs[0]
        foot.alignment = side
        foot.paragraph_format.first_line_indent = 0
        foot.paragraph_format.left_indent = foot.paragraph_format.right_indent = Pt(FOOT_SIZE)
        _add_page_number(foot)


def _add_run(paragraph: Any, words: str, face: str, size: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _add_page_number(paragraph: Any) -> None:
    """— 1 —, counted by the word processor."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph.add_run("— ").font.size = Pt(FOOT_SIZE)
    field = paragraph.add_run()
    field.font.size = Pt(FOOT_SIZE)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        field._element.append(part)
    paragraph.add_run(" —").font.size = Pt(FOOT_SIZE)
