"""What of a .docx becomes text, and where."""

from __future__ import annotations

import pytest

from luoshi.engine.document import Content, Paragraph, Place
from luoshi.engine.reading.docx import DocxReader
from luoshi.engine.reading.source import Source
from tests.engine.reading.docx.cases import OFFICIAL, ONE
from tests.tools.docx_parts import docx_members, make_docx, num_pr, pack, paragraph, run, style, styled

DELETED_MARK = '<w:rPr><w:del w:id="1" w:author="甲"/></w:rPr>'
HIDDEN_MARK = "<w:rPr><w:vanish/></w:rPr>"
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent>'
    "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox>"
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def read(body: str, **parts: str) -> Content:
    return DocxReader().read(Source("a.docx", make_docx(body, **parts)))


def lines(content: Content) -> list[str]:
    return content.text.splitlines()


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("落实") + run("责任"), "落实责任"),
        ('<w:r><w:t>落实</w:t><w:tab/><w:t>责任</w:t></w:r>', "落实\t责任"),
        ("<w:r><w:t>甲</w:t><w:noBreakHyphen/><w:t>乙</w:t></w:r>", "甲-乙"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>同意</w:t></w:r>', "☑同意"),
        ('<w:r><w:sym w:font="宋体" w:char="2103"/></w:r>' + run("以上"), "℃以上"),
        ('<w:hyperlink r:id="r1">' + run("链接") + "</w:hyperlink>", "链接"),
        ("<w:smartTag>" + run("某市") + "</w:smartTag>", "某市"),
        ('<w:customXml w:element="a">' + run("标记") + "</w:customXml>", "标记"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("控件") + "</w:sdtContent></w:sdt>", "控件"),
        ('<w:ins w:id="1" w:author="甲">' + run("插入") + "</w:ins>", "插入"),
        ('<w:del w:id="1" w:author="甲"><w:r><w:delText>删</w:delText></w:r></w:del>' + run("留"), "留"),
        ('<w:moveFrom w:id="1" w:author="甲">' + run("移出") + "</w:moveFrom>" + run("留"), "留"),
        ('<w:moveTo w:id="1" w:author="甲">' + run("移入") + "</w:moveTo>", "移入"),
        (run("密", "<w:vanish/>") + run("明"), "明"),
        (run("不密", '<w:vanish w:val="0"/>') + run("明"), "不密明"),
        ("<w:r><w:ruby><w:rt>" + run("luò") + "</w:rt><w:rubyBase>" + run("落") + "</w:rubyBase></w:ruby></w:r>", "落"),
        ("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", "x+1"),
        ('<w:fldSimple w:instr="PAGE">' + run("3") + "</w:fldSimple>", "3"),
        ("<w:r><w:t>上&#10;下</w:t></w:r>", "上 下"),
    ],
)  # fmt: skip
def test_a_run_gives_its_text(inner: str, text: str) -> None:
    content = read(paragraph(inner))

    assert content.text == text + "\n"


def test_a_field_gives_its_result_and_not_its_instruction() -> None:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    inner = marks["begin"] + "<w:r><w:instrText>REF a</w:instrText></w:r>" + run("条件")

    content = read(paragraph(run("见") + inner + marks["separate"] + run("第三条") + marks["end"] + run("。")))

    assert content.text == "见第三条。\n"


def test_a_field_that_never_ends_swallows_only_its_paragraph() -> None:
    content = read(paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("域")) + paragraph("正文"))

    assert lines(content) == ["正文"]


def test_a_line_break_begins_a_new_paragraph_without_label() -> None:
    content = read(
        paragraph(run("总体") + "<w:r><w:br/></w:r>" + run("要求"), num_pr(1)), numbering=OFFICIAL + ONE
    )  # fmt: skip

    labels = [(block.span.of(content.text), block.label) for block in content.blocks if isinstance(block, Paragraph)]
    assert labels == [("一、总体", 2), ("要求", 0)]


def test_a_page_break_before_the_text_changes_nothing() -> None:
    content = read(paragraph('<w:r><w:br w:type="page"/></w:r>' + run("附件"), num_pr(1)), numbering=OFFICIAL + ONE)

    assert lines(content) == ["一、附件"]


@pytest.mark.parametrize(
    ("properties", "styles", "level"),
    [
        ('<w:outlineLvl w:val="1"/>', "", 2),
        ('<w:outlineLvl w:val="9"/>', "", None),
        (styled("a"), style("a", '<w:outlineLvl w:val="2"/>'), 3),
        (styled("1"), style("1", name="heading 1"), 1),
        (styled("3"), style("3", name="标题 3"), 3),
        (styled("b"), style("a", name="heading 2") + style("b", based_on="a"), 2),
        (styled("t"), style("t", name="Title"), None),
        (styled("t"), style("t", '<w:outlineLvl w:val="0"/>', name="标题"), None),
        (styled("a") + '<w:outlineLvl w:val="9"/>', style("a", name="heading 1"), None),
        (styled("one"), style("one", based_on="two") + style("two", based_on="one", name="heading 1"), 1),
        (styled("missing"), style("a", name="heading 1"), None),
    ],
)
def test_a_heading_has_the_level_of_its_style_or_outline(properties: str, styles: str, level: int | None) -> None:
    content = read(paragraph("总体要求", properties), styles=styles)

    assert [block.level for block in content.blocks if isinstance(block, Paragraph)] == [level]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    content = read(paragraph("前半", DELETED_MARK) + paragraph("后半") + paragraph("另段"))

    assert lines(content) == ["前半后半", "另段"]


def test_a_deleted_paragraph_is_not_counted() -> None:
    gone = '<w:del w:id="2" w:author="甲"><w:r><w:delText>删</w:delText></w:r></w:del>'

    content = read(
        paragraph("甲", num_pr(1)) + paragraph(gone, num_pr(1) + DELETED_MARK) + paragraph("乙", num_pr(1)),
        numbering=OFFICIAL + ONE,
    )

    assert lines(content) == ["一、甲", "二、乙"]


def test_a_paragraph_whose_mark_is_hidden_runs_on_under_its_own_number() -> None:
    content = read(paragraph("总体要求。", num_pr(1) + HIDDEN_MARK) + paragraph("坚持统筹。"), numbering=OFFICIAL + ONE)

    assert lines(content) == ["一、总体要求。坚持统筹。"]


def test_a_hidden_style_hides_its_paragraphs() -> None:
    hidden = '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'

    content = read(
        paragraph("密", styled("h") + num_pr(1)) + paragraph("明", num_pr(1)), styles=hidden, numbering=OFFICIAL + ONE
    )

    assert lines(content) == ["一、明"]


def test_a_hidden_character_style_hides_its_runs() -> None:
    hidden = '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'

    content = read(paragraph(run("密", '<w:rStyle w:val="h"/>') + run("明")), styles=hidden)

    assert lines(content) == ["明"]


def test_a_text_box_stands_once_after_its_paragraph() -> None:
    content = read(paragraph(run("锚") + BOX.format(paragraph("框内"))) + paragraph("后"))

    places = [(block.span.of(content.text), block.place) for block in content.blocks if isinstance(block, Paragraph)]
    assert places == [("锚", Place.BODY), ("框内", Place.TEXT_BOX), ("后", Place.BODY)]


def test_a_box_in_a_box_is_read_too() -> None:
    inner = paragraph(run("外框") + BOX.format(paragraph("内框")))

    content = read(paragraph(BOX.format(inner)) + paragraph("后"))

    assert lines(content) == ["外框", "内框", "后"]


def test_notes_come_last_in_the_order_of_their_references() -> None:
    notes = "".join(f'<w:footnote w:id="{number}">{paragraph(f"注{number}")}</w:footnote>' for number in (0, 1, 2, 3))
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'

    content = read(
        paragraph(run("甲") + reference.format(3)) + paragraph(run("乙") + reference.format(1)), footnotes=notes
    )

    places = [(block.span.of(content.text), block.place) for block in content.blocks if isinstance(block, Paragraph)]
    assert places == [
        ("甲", Place.BODY),
        ("乙", Place.BODY),
        ("注3", Place.FOOTNOTE),
        ("注1", Place.FOOTNOTE),
    ]


def test_heads_and_feet_stand_apart() -> None:
    content = read(
        paragraph("正文"), header=paragraph("某市人民政府文件"), footer=paragraph(BOX.format(paragraph("— 1 —")))
    )

    assert (content.text, content.apart) == ("正文\n", ("某市人民政府文件", "— 1 —"))


@pytest.mark.parametrize(
    ("text", "number_text", "line"),
    [
        ("范围", "%1.%1", "1.1 范围"),
        ("总则", "第%1条", "第1条 总则"),
        ("加强领导", "%1.", "1.加强领导"),
        ("5G网络", "%1.", "1. 5G网络"),
        ("加强领导", "（%1）", "（1）加强领导"),
        ("加强领导", "•", "• 加强领导"),
    ],
)
def test_a_label_is_parted_from_the_text_as_official_documents_do(text: str, number_text: str, line: str) -> None:
    level = (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{number_text}"/></w:lvl>'
    )

    content = read(
        paragraph(text, num_pr(1)), numbering=f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>' + ONE
    )

    assert lines(content) == [line]


def test_the_strict_variant_is_read_alike() -> None:
    members = docx_members(paragraph("总体要求", num_pr(1)), numbering=OFFICIAL + ONE)
    strict = {
        name: part.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, part in members.items()
    }

    content = DocxReader().read(Source("a.docx", pack(strict)))

    assert content.text == "一、总体要求\n"


def test_the_main_part_is_found_by_its_relationship() -> None:
    members = docx_members(paragraph("正文"))
    members["word/other.xml"] = members.pop("word/document.xml")
    members["_rels/.rels"] = members["_rels/.rels"].replace("word/document.xml", "/word/other.xml")
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace("document.xml", "other.xml")
    source = Source("a.docx", pack(members))

    assert DocxReader().recognises(source)
    assert DocxReader().read(source).text == "正文\n"


def test_a_document_with_macros_is_recognised() -> None:
    members = docx_members(paragraph("正文"))
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main",
        "application/vnd.ms-word.document.macroEnabled.main",
    )

    assert DocxReader().recognises(Source("a.docm", pack(members)))


def test_a_part_in_utf_16_is_read() -> None:
    members: dict[str, str | bytes] = dict(docx_members(paragraph("正文")))
    members["word/document.xml"] = str(members["word/document.xml"]).replace("UTF-8", "UTF-16").encode("utf-16")

    assert DocxReader().read(Source("a.docx", pack(members))).text == "正文\n"
