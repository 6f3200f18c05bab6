"""The qualified names of WordprocessingML that the reader asks for, made once."""

from __future__ import annotations

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

STRICT = (
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", WORD),
    ("http://purl.oclc.org/ooxml/officeDocument/math", MATH),
    (
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""Namespaces of the strict variant of the format and their everyday equals."""


def w(name: str) -> str:
    return f"{{{WORD}}}{name}"


VAL = w("val")

BODY = w("body")
P = w("p")
TBL = w("tbl")
TR = w("tr")
TC = w("tc")
SDT = w("sdt")
SDT_CONTENT = w("sdtContent")
CUSTOM_XML = w("customXml")
SMART_TAG = w("smartTag")
INS = w("ins")
MOVE_TO = w("moveTo")
ALTERNATE = f"{{{COMPATIBILITY}}}AlternateContent"
CHOICE = f"{{{COMPATIBILITY}}}Choice"
FALLBACK = f"{{{COMPATIBILITY}}}Fallback"
WRAPPERS = frozenset({SDT, SDT_CONTENT, CUSTOM_XML, SMART_TAG, INS, MOVE_TO, ALTERNATE, CHOICE, FALLBACK})
"""Elements around paragraphs, rows or cells that are not printed themselves."""

P_PR = w("pPr")
R_PR = w("rPr")
R_PR_CHANGE = w("rPrChange")
P_PR_CHANGE = w("pPrChange")
P_STYLE = w("pStyle")
R_STYLE = w("rStyle")
NUM_PR = w("numPr")
ILVL = w("ilvl")
NUM_ID = w("numId")
OUTLINE_LVL = w("outlineLvl")
VANISH = w("vanish")
DEL = w("del")
MOVE_FROM = w("moveFrom")
R = w("r")
RT = w("rt")
TEXT_BOX = w("txbxContent")

T = w("t")
M_T = f"{{{MATH}}}t"
TAB = w("tab")
PTAB = w("ptab")
TABS = w("tabs")
BR = w("br")
CR = w("cr")
SYM = w("sym")
NO_BREAK_HYPHEN = w("noBreakHyphen")
FLD_CHAR = w("fldChar")
FOOTNOTE_REFERENCE = w("footnoteReference")
ENDNOTE_REFERENCE = w("endnoteReference")

TR_PR = w("trPr")
TC_PR = w("tcPr")
GRID_BEFORE = w("gridBefore")
GRID_SPAN = w("gridSpan")
V_MERGE = w("vMerge")
H_MERGE = w("hMerge")
CELL_DEL = w("cellDel")
