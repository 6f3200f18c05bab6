"""Makes what leaves the house: certificates, reports and empty workbooks, from facts that are already read."""

from __future__ import annotations

import json
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from luoshi.common.errors import UnmetConditionError
from luoshi.training import roster, timetable
from luoshi.training.states import ImportKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from luoshi.training.queries.completion import Standing
    from luoshi.training.queries.reports import Report, Section

TEXT_WIDTH = 156
"""Millimetres between the margins of an official page."""
TYPESET = Path(__file__).parent / "typeset"
# Chinese type in the order in which it is taken where it is found.
FONTS = ("FandolSong", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC", "Noto Sans CJK SC")


def certificate_pdf(standing: Standing) -> bytes:
    """The certificate of a trainee who has completed the class: in the language of the house, whoever prints it."""
    with translation.override(settings.LANGUAGE_CODE):
        return typeset("certificate.typ", _certificate(standing))


def _certificate(standing: Standing) -> dict[str, Any]:
    trainee, training_class = standing.trainee, standing.trainee.training_class
    facts = {
        "name": trainee.name,
        "unit": trainee.unit_text,
        "first": _day(training_class.starts_on),
        "last": _day(training_class.ends_on),
        "title": training_class.title,
        "hours": f"{standing.hours.normalize():f}",
    }
    line = _("%(name)s（%(unit)s）于%(first)s至%(last)s参加“%(title)s”学习，完成%(hours)s学时，准予结业。")
    address = f"{settings.SITE_URL}{reverse('training:check_certificate')}"
    return {
        "heading": _("结业证书"),
        "lines": [line % facts],
        "issuer": training_class.owner.name,
        "day": _day(trainee.completed_on or training_class.ends_on),
        "code": _("证书编号：%(code)s") % {"code": trainee.certificate_code},
        "check": _("核验网址：%(address)s") % {"address": address},
    }


def report_pdf(report: Report) -> bytes:
    """The report of a class in the official page form."""
    sections = [
        {
            "heading": one.heading,
            "lines": list(one.lines),
            "head": list(one.head),
            "widths": list(one.widths),
            "rows": [list(row) for row in one.rows],
        }
        for one in report.sections
    ]
    return typeset("report.typ", {"title": report.title, "sections": sections})


def report_docx(report: Report) -> bytes:
    """The report of a class as a Word file that can be edited further."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    document = docx.Document()
    for name, type_face in (("Normal", "仿宋"), ("Title", "方正小标宋简体"), ("Heading 1", "黑体")):
        set_type(document.styles[name], type_face)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    document.add_heading(report.title, 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for section in report.sections:
        document.add_heading(section.heading, 1)
        for line in section.lines:
            document.add_paragraph(line)
        if section.head:
            _add_table(document, section)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _add_table(document: Any, section: Section) -> None:
    """A table over the width of the page, its header on every page; columns as wide as the section says."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    table = document.add_table(rows=0, cols=len(section.head), style="Table Grid")
    table.autofit = False
    for row in (section.head, *section.rows):
        for cell, text, share in zip(table.add_row().cells, row, section.widths, strict=True):
            cell.text, cell.width = text, Mm(TEXT_WIDTH * share / sum(section.widths))
            cell.paragraphs[0].runs[0].font.size = Pt(10.5)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def set_type(style: Any, type_face: str) -> None:
    """Chinese characters in the type of official documents, and everything in black."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for place in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[place]
    fonts.set(qn("w:eastAsia"), type_face)
    style.font.color.rgb = RGBColor(0, 0, 0)


def template_workbook(kind: str) -> bytes:
    """An empty workbook with the columns that the import of a timetable or a roster reads."""
    columns = timetable.COLUMNS if kind == ImportKind.TIMETABLE else roster.COLUMNS
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet(str(ImportKind(kind).label))
        head = workbook.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        sheet.write_row(0, 0, [words[0] for words in columns.values()], head)
        sheet.set_column(0, len(columns) - 1, 16)
        sheet.freeze_panes(1, 0)
    return target.getvalue()


def typeset(name: str, facts: dict[str, Any], faces: Mapping[str, tuple[str, ...]] | None = None) -> bytes:
    """Facts reach the page as data, never as markup; `faces` names further type, the best first."""
    import typst

    inputs = {"facts": json.dumps(facts, ensure_ascii=False), "fonts": json.dumps(_fonts())}
    for face, names in (faces or {}).items():
        inputs[face] = json.dumps((*(one for one in names if one in _families()), *_fonts()))
    made: bytes = typst.compile((TYPESET / name).read_bytes(), sys_inputs=inputs)
    return made


@cache
def _families() -> frozenset[str]:
    import typst

    return frozenset(typst.Fonts().families())


@cache
def _fonts() -> tuple[str, ...]:
    """The Chinese type of this machine; without any, a page would be empty boxes."""
    if usable := tuple(name for name in FONTS if name in _families()):
        return usable
    raise UnmetConditionError("no_fonts", _("这台服务器没有中文字体，不能生成PDF。请管理员安装Noto CJK或Fandol字体。"))


def _day(day: date) -> str:
    return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}
