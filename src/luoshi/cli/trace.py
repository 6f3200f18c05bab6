"""One measure beside its text: what was found where, by which rule, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table as ScreenTable
from rich.text import Text

from luoshi.cli.screen import one_line
from luoshi.engine.document import Span, Table
from luoshi.exporting.cells import plain
from luoshi.exporting.entries import page_of
from luoshi.wording import gettext as _
from luoshi.wording.findings import ROLE_MEANINGS, doubt_sentences, role_name, value_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from luoshi.engine.document import Document
    from luoshi.engine.findings import Breakdown, Measure, Target, UnitPart

_STYLES = {"lead": "bold green", "responsible": "green", "support": "cyan"}
_DUE, _RHYTHM, _TARGET, _MEASURE = "bold magenta", "magenta", "bold yellow", "underline"
_CELL_EDGE = "│"
_AROUND = 2_000
"""Characters of one block of text that are shown at most around what was found."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A finding on its way to the screen."""

    kind: str
    words: str
    span: Span
    rule: str
    meaning: str
    style: str


def traces(document: Document, measure: Measure) -> list[Trace]:
    """All that was found for a measure, in the order of the text; the measure itself comes first."""
    number = measure.clause or _("无编号")
    meaning = _("措施，条款 {clause}，编号 {id}").format(clause=number, id=measure.id)
    itself = Trace(_("措施"), measure.text, measure.span, measure.rule, meaning, _MEASURE)
    found = [*_units(measure), *_times(measure), *(_target(target) for target in measure.targets)]
    bare = [
        Trace(_("注记"), document.words(span), span, "", _("写明单位、时限等的文字，不算措施本身"), "dim")
        for span in measure.annotations
        if all(span != trace.span for trace in found)
    ]
    return [itself, *sorted([*found, *bare], key=lambda trace: (trace.span.start, -trace.span.end))]


def print_measure(console: Console, breakdown: Breakdown, number: int) -> None:
    """Show measure `number` (from 1): its text with colours, then the list of findings and the doubts."""
    document, measure = breakdown.document, breakdown.measures[number - 1]
    found = traces(document, measure)
    head = _("第 {number} 项，共 {count} 项").format(number=number, count=len(breakdown.measures))
    console.print(Text.assemble((f"{head}  ", "bold"), (one_line(" / ".join(measure.headings)), "dim")))
    for block in _blocks(document, found):
        console.print()
        console.print(_coloured(document, block, found))
    console.print()
    console.print(_list(document, found))
    confidence = _("把握 {percent}%").format(percent=round(measure.confidence * 100))
    console.print(Text.assemble((confidence, "bold"), *(f"\n· {doubt}" for doubt in doubt_sentences(measure))))


def _units(measure: Measure) -> Iterator[Trace]:
    for part in measure.parts:
        yield Trace(role_name(part.role), part.name, part.span, part.rule, _unit_meaning(part), _STYLES[part.role])


def _unit_meaning(part: UnitPart) -> str:
    meaning = _(ROLE_MEANINGS[part.role])
    if part.full_name and part.full_name != part.name:
        return _("{meaning}；全称 {name}").format(meaning=meaning, name=part.full_name)
    return meaning


def _times(measure: Measure) -> Iterator[Trace]:
    for deadline in measure.deadlines:
        meaning = _("至 {date} 完成").format(date=deadline.due_on.isoformat())
        yield Trace(_("完成时限"), deadline.text, deadline.span, deadline.rule, meaning, _DUE)
    for word in measure.ongoing:
        yield Trace(_("长期坚持"), word.text, word.span, word.rule, _("没有终点，持续办理"), _RHYTHM)
    for word in measure.recurring:
        yield Trace(_("周期"), word.text, word.span, word.rule, _("按固定周期重复办理"), _RHYTHM)


def _target(target: Target) -> Trace:
    meaning = value_words(target.comparator, target.value, target.value_to, target.unit)
    if target.due_on:
        meaning = _("{value}，至 {date}").format(value=meaning, date=target.due_on.isoformat())
    return Trace(_("目标"), target.text, target.span, target.rule, meaning, _TARGET)


def _blocks(document: Document, found: list[Trace]) -> list[Span]:
    """The paragraphs and table rows in which something was found, each once, cut where they are very long."""
    blocks: list[Span] = []
    for block in document.blocks:
        for trace in found:
            if not _meet(block.span, trace.span):
                continue
            around = _rows(block, trace.span) if isinstance(block, Table) else block.span
            start = max(around.start, trace.span.start - _AROUND)
            blocks.append(Span(start, min(around.end, trace.span.end + _AROUND)))
    return _joined(blocks)


def _rows(table: Table, span: Span) -> Span:
    """The rows of a table in which the stretch stands."""
    rows = {cell.row for cell in table.cells if _meet(cell.span, span)}
    cells = [cell.span for cell in table.cells if cell.row in rows]
    return Span(
        min((cell.start for cell in cells), default=span.start), max((cell.end for cell in cells), default=span.end)
    )


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _coloured(document: Document, block: Span, found: list[Trace]) -> Text:
    words = document.words(block).replace("\t", _CELL_EDGE)
    text = Text(words if plain(words) == words else "".join(plain(char) or " " for char in words))
    for trace in found:
        if len(trace.span):
            text.stylize(trace.style, max(trace.span.start - block.start, 0), max(trace.span.end - block.start, 0))
    return text


def _list(document: Document, found: list[Trace]) -> ScreenTable:
    table = ScreenTable(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    has_pages = any(page_of(document, trace.span) for trace in found)
    table.add_column(_("类别"), no_wrap=True)
    table.add_column(_("原文"), overflow="fold", ratio=4)
    table.add_column(_("位置"), no_wrap=True)
    if has_pages:
        table.add_column(_("页"), justify="right")
    table.add_column(_("规则"), overflow="fold", ratio=2)
    table.add_column(_("含义"), overflow="fold", ratio=3)
    for trace in found:
        page = [str(page_of(document, trace.span) or "")] if has_pages else []
        table.add_row(
            Text(trace.kind, style=trace.style),
            Text(_excerpt(trace.words)),
            f"{trace.span.start}–{trace.span.end}",
            *page,
            Text(trace.rule, style="dim"),
            Text(one_line(trace.meaning)),
        )
    return table


def _excerpt(words: str) -> str:
    """Beginning and end of long words; the whole of them stands above."""
    line = one_line(words)
    return line if len(line) <= 60 else f"{line[:36]}……{line[-18:]}"
