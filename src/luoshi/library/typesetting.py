"""Sets the frozen text for the screen: headings, paragraphs and tables as read, anchors of clauses, what was found.

The HTML is made here and not in templates, because a document of 500 pages has 10,000 paragraphs. Everything that
comes from the file is escaped; marks and anchors add no characters, so that copied text is the original one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from luoshi.library.frozen import UNIT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.utils.safestring import SafeString

    from luoshi.library.models import Clause, Document

BLOCKS_IN_A_PART = 40
LONGEST_HEADING = 60
HEAD = 15
"""Blocks among which the lines of the title are looked for."""
SIGNATURE, SIGNERS = 24, 6
"""Characters of a line of the signature, and how many such lines a paper has."""
_DATE = re.compile(r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日")
_SENTENCE_ENDS = ("。", "；", ";", "！", "？")
GROUPS = {**dict.fromkeys(UNIT_KINDS, "unit"), "due": "due", "ongoing": "ongoing", "recurring": "ongoing"}
"""Kinds of findings by the colour they share; what is not named here has its own."""


@dataclass(frozen=True)
class Mark:
    """A stretch that is set apart: classes, and what a pointer resting on it is told."""

    start: int
    end: int
    names: str
    hint: str = ""
    anchor: str = ""


@dataclass
class Setting:
    """What the setting of one document needs at hand; clauses and marks in the order of the text."""

    text: str
    clauses: Sequence[Clause]
    marks: Sequence[Mark]
    uses_url: str
    clause_starts: list[int] = field(init=False)
    mark_starts: list[int] = field(init=False)
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        self.clause_starts = [clause.start for clause in self.clauses]
        self.mark_starts = [mark.start for mark in self.marks]
        self.longest = max((mark.end - mark.start for mark in self.marks), default=0)

    def clauses_in(self, start: int, end: int) -> Sequence[Clause]:
        """The clauses that begin in a stretch."""
        return self.clauses[bisect_left(self.clause_starts, start) : bisect_left(self.clause_starts, end)]

    def marks_in(self, start: int, end: int) -> list[Mark]:
        """The marks that touch a stretch."""
        first = bisect_left(self.mark_starts, start - self.longest)
        last = bisect_left(self.mark_starts, end)
        return [mark for mark in self.marks[first:last] if mark.end > start]


def set_document(
    document: Document, clauses: Sequence[Clause], *, uses_url: str, stretch: tuple[int, int] | None = None
) -> list[SafeString]:
    """The text in parts that the browser paints only when they are looked at.

    `uses_url` is the address of what a clause is used for, with 0 for its number; `stretch` is set apart as a whole.
    """
    setting = Setting(document.text, clauses, marks_of(document, stretch), uses_url)
    aligned = _aligned(document)
    blocks = [_block(setting, block, aligned.get(number, "")) for number, block in enumerate(document.blocks)]
    groups = [blocks[at : at + BLOCKS_IN_A_PART] for at in range(0, len(blocks), BLOCKS_IN_A_PART)]
    return [mark_safe("\n".join(group)) for group in groups]  # noqa: S308 -- all that comes from the file is escaped


def marks_of(document: Document, stretch: tuple[int, int] | None) -> list[Mark]:
    """What was found, and the stretch that the address names, as marks."""
    hints = _hints()
    marks = [
        Mark(start, end, f"ls-found is-{GROUPS.get(kind, kind)}", " ".join(filter(None, (hints.get(kind, ""), detail))))
        for kind, start, end, detail in document.findings
    ]
    if stretch and 0 <= stretch[0] < stretch[1] <= len(document.text):
        marks.append(Mark(*stretch, "ls-stretch", "", f"o{stretch[0]}"))
    return sorted(marks, key=lambda mark: (mark.start, mark.end))


def counts_of(document: Document) -> dict[str, int]:
    """How many findings there are of each colour."""
    counts: dict[str, int] = dict.fromkeys(("unit", "due", "ongoing", "target"), 0)
    for kind, *_place in document.findings:
        counts[GROUPS.get(kind, kind)] += 1
    return counts


def _hints() -> dict[str, str]:
    return {
        "lead": _("牵头单位"),
        "responsible": _("责任单位"),
        "support": _("配合单位"),
        "due": _("完成时限"),
        "ongoing": _("长期坚持"),
        "recurring": _("定期开展"),
        "target": _("目标值"),
    }


def _aligned(document: Document) -> dict[int, str]:
    """Title and number to the middle, signature and date to the right, as the form of papers has it."""
    squeezed = [re.sub(r"\s", "", document.text[block[1] : block[2]]) for block in document.blocks]
    title, number = (re.sub(r"\s", "", words) for words in (document.title, document.doc_number))
    found: dict[int, str] = {}
    for at, words in enumerate(squeezed[:HEAD]):
        if words and (words == number or (words in title and len(words) > 1)):
            found[at] = "is-middle" if words == number else "is-middle ls-title"
    for at, words in enumerate(squeezed):
        if at and _DATE.fullmatch(words) and document.blocks[at][0] == "p":
            found |= dict.fromkeys(_signature(squeezed, at), "is-right")
    return found


def _signature(squeezed: Sequence[str], at: int) -> Iterator[int]:
    """The line of a date and the short lines right above it."""
    yield at
    top = max(0, at - SIGNERS)
    while at > top and 0 < len(squeezed[at - 1]) <= SIGNATURE and not re.search(r"[。；：:，、]", squeezed[at - 1]):
        at -= 1
        yield at


def _block(setting: Setting, block: list[Any], aligned: str) -> str:
    if block[0] == "t":
        return _table(setting, block)
    _kind, start, end, level, _label, place, _page = block
    heading = 0 if aligned else _heading_level(setting, start, end, level)
    tag = f"h{heading}" if heading else "p"
    names = aligned or ("is-middle ls-title" if heading == 2 else "" if place == "body" else f"is-{place}")
    opening = f'<{tag} id="o{start}"' + (f' class="{names}">' if names else ">")
    return f"{opening}{_inline(setting, start, end)}</{tag}>"


def _heading_level(setting: Setting, start: int, end: int, level: int | None) -> int:
    """2 to 6 where the paragraph is nothing but a heading, else 0."""
    words = setting.text[start:end].strip()
    if not words or len(words) > LONGEST_HEADING * 2 or words.endswith(_SENTENCE_ENDS):
        return 0
    opening = setting.clauses_in(start, end)
    if opening and len(opening[-1].heading) <= LONGEST_HEADING and opening[-1].kind not in ("dash", "word"):
        return min(opening[0].depth + 2, 6)
    return min(level + 1, 6) if level else 0


def _table(setting: Setting, block: list[Any]) -> str:
    rows: dict[int, list[str]] = {}
    for start, end, row, _column, height, width in sorted(block[4], key=lambda cell: (cell[2], cell[3])):
        tag = "th" if row == 0 and len(block[4]) > width else "td"
        spans = (f' rowspan="{height}"' if height > 1 else "") + (f' colspan="{width}"' if width > 1 else "")
        rows.setdefault(row, []).append(f'<{tag} id="o{start}"{spans}>{_inline(setting, start, end)}</{tag}>')
    body = "\n".join(f"<tr>{''.join(cells)}</tr>" for _row, cells in sorted(rows.items()))
    label = escape(_("表格"))
    return f'<div class="ls-sheet" role="region" tabindex="0" aria-label="{label}"><table>{body}</table></div>'


def _inline(setting: Setting, start: int, end: int) -> str:
    """The words of one paragraph or cell with the anchors and marks in them."""
    marks, clauses = setting.marks_in(start, end), setting.clauses_in(start, end)
    if start == end or not (marks or clauses):
        return escape(setting.text[start:end], quote=False)
    return "".join(_pieces(setting, start, end, marks, clauses))


def _pieces(setting: Setting, start: int, end: int, marks: Sequence[Mark], clauses: Sequence[Clause]) -> Iterator[str]:
    tools: dict[int, list[Clause]] = {}
    for clause in clauses:
        tools.setdefault(clause.start, []).append(clause)
    edges = {start, end, *tools}
    for mark in marks:
        edges |= {max(mark.start, start), min(mark.end, end)}
    cuts = sorted(edges)
    for at, cut in enumerate(cuts[:-1]):
        yield from (_tool(setting, clause) for clause in tools.get(cut, ()))
        words = escape(setting.text[cut : cuts[at + 1]], quote=False)
        covering = [mark for mark in marks if mark.start <= cut and mark.end >= cuts[at + 1]]
        yield _marked(words, covering, is_first=cut) if covering else words


def _marked(words: str, covering: Sequence[Mark], *, is_first: int) -> str:
    names = " ".join(dict.fromkeys(name for mark in covering for name in mark.names.split()))
    hint = "；".join(dict.fromkeys(mark.hint for mark in covering if mark.hint))
    anchor = next((mark.anchor for mark in covering if mark.anchor and mark.start == is_first), "")
    told = (f' title="{escape(hint)}"' if hint else "") + (f' data-anchor="{anchor}"' if anchor else "")
    return f'<mark class="{names}"{told}>{words}</mark>'


def _tool(setting: Setting, clause: Clause) -> str:
    """The anchor of a clause, at the same time the button that tells what the clause is used for."""
    path = escape(clause.path or clause.heading[:20])
    label = _("条款%(path)s：用处和链接") % {"path": path}
    url = setting.uses_url.replace("/0/", f"/{clause.pk}/")
    return (
        f'<a class="ls-clause" id="c{clause.number}" href="{url}" data-clause="{clause.pk}" data-path="{path}" '
        f'aria-label="{label}" title="{label}"></a>'
    )
