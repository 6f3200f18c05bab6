"""Cases of numbering that comes from paragraph styles."""

from __future__ import annotations

from tests.engine.reading.docx.cases import ONE, Case, Item, by
from tests.tools.docx_parts import abstract_num, lvl, num, num_pr, start_override, style

LINKED = abstract_num(
    1,
    lvl(0, "%1、", "chineseCounting", '<w:pStyle w:val="h1"/>'),
    lvl(1, "（%2）", "chineseCounting", '<w:pStyle w:val="h2"/>'),
)
HEADINGS = style("h1", num_pr(1, None), name="heading 1") + style("h2", num_pr(1, 1), name="heading 2")
ONLY_LEVEL = '<w:numPr><w:ilvl w:val="1"/></w:numPr>'

STYLE_CASES = (
    Case(
        "headings numbered by their styles",
        LINKED + ONE,
        (by("h1", "一、"), by("h2", "（一）"), by("h2", "（二）"), Item("", ""), by("h1", "二、"), by("h2", "（一）")),
        styles=HEADINGS,
    ),
    Case(
        "a heading whose numbering is switched off",
        LINKED + ONE,
        (by("h1", "一、"), by("h1", "", num_pr(0)), by("h1", "二、")),
        styles=HEADINGS,
    ),
    Case(
        "the level of a style comes from the link",
        LINKED + ONE,
        (by("h1", "一、"), by("h2", "（一）"), by("h2", "（二）")),
        styles=style("h1", num_pr(1, None)) + style("h2", num_pr(1, None)),
        libreoffice=("一、", "二、", "三、"),
        why="LibreOffice asks the style for its level, Word the list",
    ),
    Case(
        "a style that inherits its numbering",
        LINKED + ONE,
        (by("h1", "一、"), by("h1b", "二、"), by("h2b", "（一）")),
        styles=HEADINGS + style("h1b", based_on="h1") + style("h2b", based_on="h2"),
    ),
    Case(
        "a style that switches inherited numbering off",
        LINKED + ONE,
        (by("h1", "一、"), by("quiet", ""), by("h1", "二、")),
        styles=HEADINGS + style("quiet", num_pr(0, None), based_on="h1"),
    ),
    Case(
        "a style that changes the inherited level",
        LINKED + ONE,
        (by("h1", "一、"), by("lower", "（一）")),
        styles=HEADINGS + style("lower", ONLY_LEVEL, based_on="h1"),
    ),
    Case(
        "a paragraph's own list wins over its style",
        LINKED + abstract_num(2, lvl(0, "%1)", "lowerLetter")) + ONE + num(2, 2),
        (by("h1", "一、"), by("h1", "a)", num_pr(2)), by("h1", "二、")),
        styles=HEADINGS,
    ),
    Case(
        "a paragraph's own list, at the level of its style",
        LINKED + abstract_num(2, lvl(0, "%1)", "lowerLetter"), lvl(1, "%2]", "lowerLetter")) + ONE + num(2, 2),
        (by("h1", "一、"), by("h2", "a]", num_pr(2, None)), by("h1", "二、")),
        styles=HEADINGS,
    ),
    Case(
        "a paragraph's own level in the list of its style",
        LINKED + ONE,
        (by("h1", "一、"), by("h1", "（一）", ONLY_LEVEL), by("h1", "二、")),
        styles=HEADINGS,
    ),
    Case(
        "a restart under a heading style",
        LINKED + ONE + num(2, 1, start_override(1) + start_override(1, 1)),
        (
            by("h1", "一、"),
            by("h2", "（一）"),
            by("h1", "一、", num_pr(2)),
            by("h2", "（一）", num_pr(2, 1)),
            by("h1", "二、"),
        ),
        styles=HEADINGS,
    ),
    Case(
        "a style of the title and a numbered body",
        LINKED + ONE,
        (by("Title", ""), by("h1", "一、"), by("body", ""), by("h1", "二、")),
        styles=HEADINGS + style("Title") + style("body"),
    ),
)
