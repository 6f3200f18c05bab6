"""Cases of lists: levels, starts, restarts, overrides, links between lists, and places in the document."""

from __future__ import annotations

from tests.engine.reading.docx.cases import OFFICIAL, ONE, OUTLINE, Case, Item, listed
from tests.tools.docx_parts import abstract_num, lvl, num, num_pr, run, start_override, style

SIMPLE = abstract_num(1, lvl(0, "%1."))
NEVER = '<w:lvlRestart w:val="0"/>'
AFTER_FIRST = '<w:lvlRestart w:val="1"/>'

LEVELS = (
    Case(
        "five levels of an official document",
        OFFICIAL + ONE,
        listed(
            "0 一、", "1 （一）", "2 1.", "3 （1）", "4 ①", "4 ②", "3 （2）", "2 2.", "1 （二）", "2 1.", "0 二、", "1 （一）"
        ),
    ),
    Case("plain paragraphs between", OFFICIAL + ONE, listed("0 一、", "-", "-", "0 二、")),
    Case(
        "a list for each level",
        abstract_num(1, lvl(0, "%1、", "chineseCounting"))
        + abstract_num(2, lvl(0, "（%1）", "chineseCounting"))
        + ONE
        + num(2, 2),
        listed("0 一、", "2:0 （一）", "2:0 （二）", "0 二、", "2:0 （三）"),
    ),
    Case(
        "words around the numbers",
        abstract_num(1, lvl(0, "专栏%1："), lvl(1, "任务%1-%2")) + ONE,
        listed("0 专栏1：", "1 任务1-1", "1 任务1-2", "0 专栏2：", "1 任务2-1"),
    ),
    Case(
        "nothing after the label",
        abstract_num(1, lvl(0, "%1", extra='<w:suff w:val="nothing"/>')) + ONE,
        listed("0 1", "0 2"),
    ),
    Case(
        "a space after the label",
        abstract_num(1, lvl(0, "%1.", extra='<w:suff w:val="space"/>')) + ONE,
        listed("0 1.", "0 2."),
    ),
    Case("no level given", OFFICIAL + ONE, listed("1: 一、", "1: 二、")),
    Case("levels restart", OUTLINE + ONE, listed("0 1", "1 1.1", "1 1.2", "0 2", "1 2.1", "2 2.1.1", "0 3", "1 3.1")),
    Case("a level skipped", OUTLINE + ONE, listed("0 1", "2 1.1.1", "2 1.1.2", "0 2", "2 2.1.1")),
    Case("a skipped level comes later", OUTLINE + ONE, listed("0 1", "2 1.1.1", "1 1.2", "1 1.3")),
    Case("beginning in a deeper level", OUTLINE + ONE, listed("1 1.1", "1 1.2", "0 2", "1 2.1")),
    Case(
        "higher levels in their own format",
        abstract_num(1, lvl(0, "%1、", "chineseCounting"), lvl(1, "%1.%2"), lvl(2, "%1.%2.%3", "lowerLetter")) + ONE,
        listed("0 一、", "1 一.1", "2 一.1.a"),
    ),
    Case(
        "legal numbering turns all levels into digits",
        abstract_num(1, lvl(0, "第%1章", "chineseCounting"), lvl(1, "%1.%2", extra="<w:isLgl/>")) + ONE,
        listed("0 第一章", "1 1.1", "0 第二章", "1 2.1"),
        libreoffice=("第一章", "一.1", "第二章", "二.1"),
        why="unknown to LibreOffice 7",
    ),
    Case(
        "legal numbering switched off",
        abstract_num(1, lvl(0, "第%1章", "chineseCounting"), lvl(1, "%1.%2", extra='<w:isLgl w:val="0"/>')) + ONE,
        listed("0 第一章", "1 一.1"),
    ),
)  # fmt: skip

RESTARTS = (
    Case("starting at five", abstract_num(1, lvl(0, "%1.", start=5)) + ONE, listed("0 5.", "0 6.")),
    Case("starting at nought", abstract_num(1, lvl(0, "%1.", start=0)) + ONE, listed("0 0.", "0 1.")),
    Case("no start given means nought", abstract_num(1, lvl(0, "%1.", start=None)) + ONE, listed("0 0.", "0 1.")),
    Case("two nums count on", OFFICIAL + ONE + num(2, 1), listed("0 一、", "0 二、", "2:0 三、", "0 四、")),
    Case("two nums, deeper", OUTLINE + ONE + num(2, 1), listed("0 1", "1 1.1", "2:1 1.2", "2:0 2", "1 2.1")),
    Case("two abstract lists", SIMPLE + abstract_num(2, lvl(0, "%1)")) + ONE + num(2, 2), listed("0 1.", "2:0 1)", "0 2.")),
    Case(
        "an override restarts once",
        OFFICIAL + ONE + num(2, 1, start_override(1)),
        listed("0 一、", "0 二、", "2:0 一、", "2:0 二、"),
    ),
    Case(
        "an override and an empty one of the same level",
        OFFICIAL + ONE + num(2, 1, start_override(7) + '<w:lvlOverride w:ilvl="0"/>'),
        listed("0 一、", "2:0 七、", "2:0 八、"),
    ),
    Case("an override jumps", OFFICIAL + ONE + num(2, 1, start_override(7)), listed("0 一、", "2:0 七、", "2:0 八、")),
    Case("the first num is overridden", SIMPLE + num(1, 1, start_override(3)), listed("0 3.", "0 4.")),
    Case(
        "the first num goes on after an override",
        OFFICIAL + ONE + num(2, 1, start_override(1)),
        listed("0 一、", "0 二、", "2:0 一、", "0 二、"),
    ),
    Case(
        "two overrides after one another",
        OFFICIAL + ONE + num(2, 1, start_override(1)) + num(3, 1, start_override(1)),
        listed("0 一、", "2:0 一、", "2:0 二、", "3:0 一、", "3:0 二、"),
    ),
    Case(
        "an override of a deeper level",
        OUTLINE + num(1, 1, start_override(4, 1)),
        listed("0 1", "1 1.4", "1 1.5", "0 2", "1 2.4"),
        libreoffice=("1", "1.4", "1.5", "2", "2.1"),
        why="LibreOffice uses a deeper start override once, Word at every restart",
    ),
    Case(
        "overrides of all levels",
        OUTLINE + ONE + num(2, 1, "".join(start_override(1, place) for place in range(9))),
        listed("0 1", "1 1.1", "2:0 1", "2:1 1.1", "2:1 1.2", "2:0 2"),
    ),
    Case(
        "articles run on through chapters",
        abstract_num(1, lvl(0, "第%1章", "chineseCountingThousand"), lvl(1, "第%2条", "chineseCountingThousand", NEVER))
        + ONE,
        listed("0 第一章", "1 第一条", "1 第二条", "0 第二章", "1 第三条"),
        libreoffice=("第一章", "第一条", "第二条", "第二章", "第一条"),
        why="LibreOffice passes over lvlRestart",
    ),
    Case(
        "a level that restarts after the first only",
        abstract_num(1, lvl(0, "%1、", "chineseCounting"), lvl(1, "（%2）"), lvl(2, "%3.", extra=AFTER_FIRST)) + ONE,
        listed("0 一、", "1 （1）", "2 1.", "1 （2）", "2 2.", "0 二、", "1 （1）", "2 1."),
        libreoffice=("一、", "（1）", "1.", "（2）", "1.", "二、", "（1）", "1."),
        why="LibreOffice passes over lvlRestart",
    ),
)  # fmt: skip

OTHER_LEVEL = lvl(0, "第%1项", "chineseCounting")
OVERRIDDEN = f'<w:lvlOverride w:ilvl="0">{OTHER_LEVEL}</w:lvlOverride>'
OVERRIDDEN_FROM_THREE = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/>{OTHER_LEVEL}</w:lvlOverride>'
LINKED = (
    '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/><w:numStyleLink w:val="L"/></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="multilevel"/><w:styleLink w:val="L"/>'
    + lvl(0, "%1、", "chineseCounting")
    + "</w:abstractNum>"
)
LIST_STYLE = style("L", num_pr(2, None), kind="numbering")

LINKS = (
    Case(
        "a whole level overridden",
        abstract_num(1, lvl(0, "%1."), lvl(1, "%1.%2")) + num(1, 1, OVERRIDDEN),
        listed("0 第一项", "1 一.1", "0 第二项"),
    ),
    Case("an overridden level counts on", SIMPLE + ONE + num(2, 1, OVERRIDDEN), listed("0 1.", "2:0 第二项", "0 3.")),
    Case(
        "a whole level overridden with its start",
        SIMPLE + ONE + num(2, 1, OVERRIDDEN_FROM_THREE),
        listed("0 1.", "2:0 第三项", "2:0 第四项"),
    ),
    Case("a list style", LINKED + ONE + num(2, 2), listed("0 一、", "0 二、"), styles=LIST_STYLE),
    Case(
        "nums of one list style count on",
        LINKED + ONE + num(2, 2) + num(3, 1),
        listed("0 一、", "2:0 二、", "3:0 三、", "0 四、"),
        styles=LIST_STYLE,
    ),
    Case("a num that does not exist", OFFICIAL + ONE, listed("9:0 ", "0 一、")),
    Case(
        "a num of no abstract list",
        num(1, 8) + abstract_num(2, lvl(0, "%1.")) + num(2, 2),
        listed("0 ", "2:0 1."),
        libreoffice=("1.", "1."),
        why="LibreOffice makes a list up",
    ),
    Case("numbering switched off", OFFICIAL + ONE, listed("0 一、", "0:0 ", "0 二、")),
)  # fmt: skip


def _cell(content: str) -> str:
    return f"<w:tc>{content}</w:tc>"


TABLE = (
    "{0}<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    f"<w:tr>{_cell('{1}')}{_cell('{2}')}</w:tr><w:tr>{_cell('{3}')}{_cell('{4}')}</w:tr></w:tbl>{{5}}"
)
TEXT_BOX = (
    f'{{0}}<w:p><w:r><w:pict><v:shape style="width:100pt;height:50pt"><v:textbox><w:txbxContent><w:p><w:pPr>{num_pr(1)}'
    f"</w:pPr>{run('框')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>{{1}}"
)

PLACES = (
    Case("cells row by row", OFFICIAL + ONE, listed("0 一、", "0 二、", "0 三、", "0 四、", "-", "0 五、"), body=TABLE),
    Case("a text box counts by itself", OFFICIAL + ONE, listed("0 一、", "0 二、"), body=TEXT_BOX),
    Case(
        "an empty paragraph counts",
        OFFICIAL + ONE,
        listed("0 一、", "0 三、"),
        body=f"{{0}}<w:p><w:pPr>{num_pr(1)}</w:pPr></w:p>{{1}}",
    ),
    Case(
        "content controls",
        OFFICIAL + ONE,
        listed("0 一、", "0 二、", "0 三、"),
        body="{0}<w:sdt><w:sdtPr/><w:sdtContent>{1}</w:sdtContent></w:sdt>{2}",
    ),
    Case(
        "an inserted paragraph counts",
        OFFICIAL + ONE,
        (
            *listed("0 一、"),
            Item(num_pr(1) + '<w:rPr><w:ins w:id="1" w:author="甲"/></w:rPr>', "二、"),
            *listed("0 三、"),
        ),
    ),
)  # fmt: skip

LIST_CASES = (*LEVELS, *RESTARTS, *LINKS, *PLACES)
