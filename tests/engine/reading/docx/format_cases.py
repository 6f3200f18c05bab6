"""Cases of number formats and bullets."""

from __future__ import annotations

from tests.engine.reading.docx.cases import ONE, Case, counted, listed
from tests.tools.docx_parts import abstract_num, lvl

ONE_CHINESE = "LibreOffice has one way of Chinese counting only"
UNKNOWN = "unknown to LibreOffice"
TEXT_BULLETS = "LibreOffice's text export has a bullet of its own for each level"

CUSTOM = (
    '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
    '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1."/></w:lvl>'
    "</w:abstractNum>"
)
WINGDINGS = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="&#xF06C;"/><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:lvl>'
    "</w:abstractNum>"
)

CHINESE = (
    counted("chineseCounting", {1: "一、", 9: "九、", 10: "十、", 11: "十一、", 20: "二十、", 21: "二十一、", 99: "九十九、"}),
    counted(
        "chineseCounting", {100: "一○○、", 101: "一○一、"}, libreoffice=("一百、", "一百零一、"), why=ONE_CHINESE
    ),
    counted("chineseCountingThousand", {1: "一、", 10: "十、", 19: "十九、", 20: "二十、", 100: "一百、", 111: "一百一十一、"}),
    counted(
        "chineseCountingThousand",
        {101: "一百〇一、", 1001: "一千〇一、"},
        libreoffice=("一百零一、", "一千零一、"),
        why="LibreOffice writes 零 for 〇",
    ),
    counted("chineseLegalSimplified", {1: "壹、", 9: "玖、", 10: "壹拾、", 11: "壹拾壹、", 20: "贰拾、", 101: "壹佰零壹、"}),
    counted("ideographDigital", {1: "一、", 9: "九、"}),
    counted("ideographDigital", {10: "一〇、", 21: "二一、"}, libreoffice=("十、", "二十一、"), why=ONE_CHINESE),
    counted("ideographTraditional", {1: "甲、", 2: "乙、", 10: "癸、", 11: "11、"}),
    counted("ideographZodiac", {1: "子、", 12: "亥、", 13: "13、"}),
    counted("ideographZodiacTraditional", {1: "甲子、", 60: "癸亥、"}, libreoffice=("1、", "60、"), why=UNKNOWN),
    counted("ideographLegalTraditional", {1: "壹、", 2: "貳、", 10: "壹拾、", 11: "壹拾壹、"}),
    counted("japaneseCounting", {1: "一、", 10: "十、", 11: "十一、", 20: "二十、", 99: "九十九、"}),
    counted("japaneseCounting", {101: "百一、"}, libreoffice=("一百零一、",), why=ONE_CHINESE),
    counted("taiwaneseCounting", {1: "一、", 10: "十、", 11: "十一、", 20: "二十、"}),
    counted("taiwaneseCountingThousand", {1: "一、", 10: "十、", 11: "十一、", 20: "二十、", 100: "一百、"}),
    counted("taiwaneseDigital", {1: "一、", 10: "一○、"}, libreoffice=("1、", "10、"), why=UNKNOWN),
)  # fmt: skip

DIGITS_AND_LETTERS = (
    counted("decimal", {1: "1、", 9: "9、", 10: "10、", 100: "100、"}),
    counted("decimalZero", {1: "01、", 9: "09、", 10: "10、", 100: "100、"}),
    counted("decimalFullWidth", {1: "１．", 10: "１０．"}, text="%1．"),
    counted("decimalEnclosedCircle", {1: "①", 10: "⑩", 20: "⑳"}, text="%1"),
    counted(
        "decimalEnclosedCircle", {21: "21"}, text="%1", libreoffice=("㉑",), why="Word goes on in digits after twenty"
    ),
    counted("decimalEnclosedCircleChinese", {1: "①", 10: "⑩"}, text="%1"),
    counted("decimalEnclosedParen", {1: "⑴", 20: "⒇"}, text="%1", libreoffice=("1", "20"), why=UNKNOWN),
    counted("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}, text="%1", libreoffice=("1", "20"), why=UNKNOWN),
    counted(
        "ideographEnclosedCircle", {1: "㊀", 10: "㊉"}, text="%1", libreoffice=("①", "⑩"), why="taken for 1, 2 in circles"
    ),
    counted("lowerRoman", {1: "i、", 4: "iv、", 9: "ix、", 14: "xiv、", 40: "xl、", 99: "xcix、"}),
    counted("upperRoman", {1: "I、", 4: "IV、", 400: "CD、", 1999: "MCMXCIX、"}),
    counted("lowerLetter", {1: "a、", 26: "z、", 27: "aa、", 28: "bb、", 53: "aaa、"}),
    counted("upperLetter", {1: "A、", 26: "Z、", 52: "ZZ、"}),
    counted("none", {1: "", 2: ""}, text=""),
    counted("none", {5: "附：", 6: "附："}, text="附："),
    Case("a custom format with leading noughts", CUSTOM + ONE, listed("0 001.", "0 002.")),
)  # fmt: skip

BULLETS = (
    Case("a round bullet", abstract_num(1, lvl(0, "•", "bullet")) + ONE, listed("0 •", "0 •")),
    Case("a bullet of the font Wingdings", WINGDINGS + ONE, listed("0 •")),
    Case(
        "a dash",
        abstract_num(1, lvl(0, "—", "bullet")) + ONE,
        listed("0 —", "0 —"),
        libreoffice=("•", "•"),
        why=TEXT_BULLETS,
    ),
    Case(
        "a bullet under a number",
        abstract_num(1, lvl(0, "%1."), lvl(1, "◆", "bullet")) + ONE,
        listed("0 1.", "1 ◆", "1 ◆", "0 2."),
        libreoffice=("1.", "◦", "◦", "2."),
        why=TEXT_BULLETS,
    ),
)

FORMAT_CASES = (*CHINESE, *DIGITS_AND_LETTERS, *BULLETS)
