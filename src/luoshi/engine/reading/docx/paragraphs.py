"""Gathers in one pass over a part what every paragraph of it says: words, style, numbering, notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from luoshi.engine.reading.docx import names
from luoshi.engine.reading.docx.values import number_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

LINE_BREAK = "\n"
"""Stands in the words where a line break was; official documents use it to end a paragraph."""

_CHAR = names.w("char")
_TYPE = names.w("type")
_FLD_CHAR_TYPE = names.w("fldCharType")
_ID = names.w("id")
_LINE_ENDS = str.maketrans("\r\n", "  ")
_PRIVATE_USE = range(0xE000, 0xF900)
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0xA1: "○", 0xA8: "□", 0xAB: "★", 0xB2: "☆",
    0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


@dataclass(slots=True)
class Gathered:
    """One paragraph as it stands in the file; `style_id`, `num_id`, `ilvl`, `outline` are its own, not inherited.

    `story` names the part of the document that numbers are counted in. `fields` are the open fields, innermost last,
    True while in the instruction; `instructions` counts those, in which nothing is printed.
    """

    story: str
    words: list[str] = field(default_factory=list)
    style_id: str | None = None
    num_id: str | None = None
    ilvl: int | None = None
    outline: int | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    instructions: int = 0


def gather(root: etree._Element, *, story: str) -> dict[etree._Element, Gathered]:
    """Every paragraph under `root`, in order. The tree must have been made visible before: no text boxes in it."""
    paragraphs: dict[etree._Element, Gathered] = {}
    now = Gathered(story)
    for element in root.iter(*_WANTED):
        tag = element.tag
        if tag == names.T:
            if not now.instructions:
                now.words.append(_text(element))
        elif tag == names.P:
            now = paragraphs[element] = Gathered(story)
        else:
            _ABSORB[tag](now, element)
    return paragraphs


def _text(element: etree._Element) -> str:
    """The words of a text element; a line end in them is XML white space and no break."""
    text = element.text or ""
    return text.translate(_LINE_ENDS) if "\n" in text or "\r" in text else text


def _absorb_words(now: Gathered, words: str) -> None:
    if not now.instructions:
        now.words.append(words)


def _tab(now: Gathered, element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None and parent.tag != names.TABS:  # a tab stop has the same name as a tab
        _absorb_words(now, "\t")


def _symbol(now: Gathered, element: etree._Element) -> None:
    try:
        code = int(element.get(_CHAR, ""), 16)
    except ValueError:
        return
    if code in _PRIVATE_USE or code <= 0xFF:
        _absorb_words(now, _WINGDINGS.get(code & 0xFF, ""))
    elif code < 0x110000 and not 0xD800 <= code < 0xE000:
        _absorb_words(now, chr(code))


def _field_mark(now: Gathered, element: etree._Element) -> None:
    kind = element.get(_FLD_CHAR_TYPE)
    if kind == "begin":
        now.fields.append(True)
        now.instructions += 1
    elif kind == "separate" and now.fields:
        now.instructions -= now.fields[-1]
        now.fields[-1] = False
    elif kind == "end" and now.fields:
        now.instructions -= now.fields.pop()


def _style(now: Gathered, element: etree._Element) -> None:
    now.style_id = element.get(names.VAL)


def _num_id(now: Gathered, element: etree._Element) -> None:
    now.num_id = element.get(names.VAL)


def _ilvl(now: Gathered, element: etree._Element) -> None:
    now.ilvl = number_of(element)


def _outline(now: Gathered, element: etree._Element) -> None:
    now.outline = number_of(element)


def _footnote(now: Gathered, element: etree._Element) -> None:
    now.notes.append(("footnotes", element.get(_ID, "")))


def _endnote(now: Gathered, element: etree._Element) -> None:
    now.notes.append(("endnotes", element.get(_ID, "")))


_ABSORB: dict[str, Callable[[Gathered, etree._Element], None]] = {
    names.M_T: lambda now, element: _absorb_words(now, _text(element)),
    names.TAB: _tab,
    names.PTAB: lambda now, _: _absorb_words(now, "\t"),
    names.BR: lambda now, _: _absorb_words(now, LINE_BREAK),
    names.CR: lambda now, _: _absorb_words(now, LINE_BREAK),
    names.NO_BREAK_HYPHEN: lambda now, _: _absorb_words(now, "-"),
    names.SYM: _symbol,
    names.FLD_CHAR: _field_mark,
    names.P_STYLE: _style,
    names.NUM_ID: _num_id,
    names.ILVL: _ilvl,
    names.OUTLINE_LVL: _outline,
    names.FOOTNOTE_REFERENCE: _footnote,
    names.ENDNOTE_REFERENCE: _endnote,
}
_WANTED = (names.T, names.P, *_ABSORB)
