"""The form of an official document after GB/T 9704: page, fonts, styles, numbering and the small parts of OOXML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

TITLE_FONT, BODY_FONT, KAI_FONT, HEI_FONT, SONG_FONT = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
LATIN_FONT = "Times New Roman"
BODY_SIZE = Pt(16)
LINE = Pt(28.95)  # 22 lines on 225 mm
RED = RGBColor(0xD7, 0x00, 0x0F)

# The numbered items have a list of their own, so that they run on across the headings in every word processor.
LIST_INDENT = '<w:pPr><w:ind w:left="0" w:firstLineChars="200" w:firstLine="640"/></w:pPr>'
NUMBERING = f"""
<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="90">
  <w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="Level1"/>
    <w:suff w:val="nothing"/><w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/>{LIST_INDENT}</w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="Level2"/>
    <w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/><w:lvlJc w:val="left"/>{LIST_INDENT}</w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="91">
  <w:multiLevelType w:val="singleLevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
    <w:suff w:val="nothing"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>{LIST_INDENT}</w:lvl>
</w:abstractNum>
<w:num w:numId="9"><w:abstractNumId w:val="90"/></w:num>
<w:num w:numId="10"><w:abstractNumId w:val="91"/></w:num>
</w:numbering>
"""
HEADING_LIST, ITEM_LIST = 9, 10


@dataclass(frozen=True)
class Look:
    """How a paragraph looks: East Asian font, size, and whether its first line is set in by two characters."""

    name: str
    font: str = BODY_FONT
    size: Pt = BODY_SIZE
    indent: bool = True
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    outline: int | None = None
    color: RGBColor | None = None
    line: Pt = LINE
    on_grid: bool = True


LOOKS = (
    Look("Body"),
    Look("Addressee", indent=False),
    Look(
        "Masthead",
        TITLE_FONT,
        Pt(36),
        indent=False,
        align=WD_ALIGN_PARAGRAPH.CENTER,
        color=RED,
        line=Pt(58),
        on_grid=False,
    ),
    Look("Number", indent=False, align=WD_ALIGN_PARAGRAPH.CENTER),
    Look(
        "Heading0",
        font=TITLE_FONT,
        size=Pt(22),
        indent=False,
        align=WD_ALIGN_PARAGRAPH.CENTER,
        line=Pt(34),
        on_grid=False,
    ),
    Look("Level1", font=HEI_FONT, outline=0),
    Look("Level2", font=KAI_FONT, outline=1),
    Look("Chapter", font=HEI_FONT, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER, outline=0),
    Look("Section", font=KAI_FONT, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER, outline=1),
    Look("Signature", indent=False, align=WD_ALIGN_PARAGRAPH.RIGHT),
    Look("Byline", font=KAI_FONT, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER),
    Look("Attachment", font=HEI_FONT, indent=False),
    Look("Caption0", font=HEI_FONT, size=Pt(14), indent=False, align=WD_ALIGN_PARAGRAPH.CENTER),
    Look("Cell", size=Pt(11), indent=False, align=WD_ALIGN_PARAGRAPH.LEFT, line=Pt(17), on_grid=False),
    Look(
        "CellHead",
        font=HEI_FONT,
        size=Pt(11),
        indent=False,
        align=WD_ALIGN_PARAGRAPH.CENTER,
        line=Pt(17),
        on_grid=False,
    ),
    Look("Imprint", size=Pt(14), indent=False),
)


def new_sheet() -> Document:
    """An empty document with the page, the styles and the numbering of an official document."""
    sheet = docx.Document()
    for language in sheet.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    set_page(sheet)
    for look in LOOKS:
        add_style(sheet, look)
    numbering = sheet.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    for new in list(parse_xml(NUMBERING)):
        numbering.append(new)
    drop_thumbnail(sheet)
    return sheet


def set_page(sheet: Document) -> None:
    section = sheet.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    section._sectPr.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="579"/>'))
    sheet.settings.odd_and_even_pages_header_footer = True
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        add_page_number(footer.paragraphs[0], align)


def add_page_number(paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, outside, one character from the edge."""
    paragraph.alignment = align
    edge = paragraph.paragraph_format
    edge.left_indent = edge.right_indent = Pt(14)
    for words in ("— ", None, " —"):
        run = paragraph.add_run(words or "")
        set_font(run, SONG_FONT, Pt(14))
        if words is None:
            add_field(run, "PAGE")


def add_field(run: Run, code: str) -> None:
    for kind in ("begin", None, "separate", "text", "end"):
        if kind == "text":
            element = OxmlElement("w:t")
            element.text = "1"
        elif kind is None:
            element = OxmlElement("w:instrText")
            element.text = code
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def add_style(sheet: Document, look: Look) -> None:
    style: ParagraphStyle = sheet.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = None
    style.font.name = LATIN_FONT
    style.font.size = look.size
    style.font.color.rgb = look.color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), look.font)
    layout = style.paragraph_format
    layout.alignment = look.align
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = look.line
    layout.space_before = layout.space_after = Pt(0)
    layout.widow_control = False
    properties = style.element.get_or_add_pPr()
    if not look.on_grid:
        properties.find(qn("w:spacing")).addprevious(parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>'))
    if look.indent:
        set_first_line(properties, look.size)
    if look.outline is not None:
        properties.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{look.outline}"/>'))


def number_styles(sheet: Document) -> None:
    """Tie the two heading styles to the automatic numbering."""
    for level, name in enumerate(("Level1", "Level2")):
        properties = sheet.styles[name].element.get_or_add_pPr()
        properties._insert_numPr(number_properties(HEADING_LIST, level or None))


def number_properties(list_id: int, level: int | None = None) -> BaseOxmlElement:
    where = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return parse_xml(f'<w:numPr {nsdecls("w")}>{where}<w:numId w:val="{list_id}"/></w:numPr>')


def set_first_line(properties: BaseOxmlElement, size: Pt) -> None:
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), str(int(size.pt * 40)))


def set_font(run: Run, font: str, size: Pt | None = None) -> None:
    run.font.name = LATIN_FONT
    run.font.size = size
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def set_line(paragraph: Paragraph, side: str, *, color: str = "000000", size: int = 8, space: int = 4) -> None:
    """A rule above or below a paragraph; `size` in eighths of a point."""
    line = f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    style = paragraph._p.get_or_add_pPr().find(qn("w:pStyle"))
    style.addnext(borders)  # the schema wants borders between style and spacing


def drop_thumbnail(sheet: Document) -> None:
    """The library's template carries a picture of another document."""
    relations = sheet.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        relations.pop(key)
    for key in [key for key, relation in sheet.part.rels.items() if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_XML]:
        sheet.part.rels.pop(key)
