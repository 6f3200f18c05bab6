"""`luoshi quotations` and `luoshi resemble`: essays looked up in a library, essays beside one another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from luoshi.cli import screen
from luoshi.cli.inputs import find_inputs
from luoshi.cli.progress import tracked
from luoshi.cli.work import document_of
from luoshi.engine import outline
from luoshi.engine.errors import EngineError
from luoshi.engine.quotations import (
    Fault,
    Kind,
    Library,
    LibraryIndex,
    Verdict,
    as_json,
    check_quotations,
    library_document,
)
from luoshi.engine.resemblance import Reflection, find_resemblances
from luoshi.engine.resemblance import as_json as resemblances_as_json
from luoshi.exporting.facts import Failure
from luoshi.exporting.json_ledger import to_bytes
from luoshi.wording import gettext as _
from luoshi.wording import marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.cli.inputs import Input
    from luoshi.engine.document import Document
    from luoshi.engine.quotations import LibraryDocument, Quotation, QuotationReport
    from luoshi.engine.resemblance import Resemblance

ALL_READ, SOME_FAILED = 0, 1
_LONGEST_ROW = 60

VERDICTS = {
    Verdict.EXACT: marked("一字不差"),
    Verdict.EXACT_BUT_PUNCTUATION: marked("仅标点不同"),
    Verdict.ALTERED: marked("与原文有出入"),
    Verdict.JOINED: marked("由几处拼成"),
    Verdict.WRONG_ATTRIBUTION: marked("出处不对"),
    Verdict.NOT_FOUND: marked("库中没有"),
}
KINDS = {
    Kind.MARKED: marked("引号内"),
    Kind.ATTRIBUTED: marked("转述"),
    Kind.UNMARKED: marked("未加引号"),
    Kind.TITLE: marked("书名号内"),
}
FAULTS = {
    Fault.REVERSED: marked("引号方向反了"),
    Fault.UNBALANCED: marked("引号或书名号不成对"),
    Fault.NESTED: marked("引号内又有引号"),
    Fault.STRAIGHT: marked("用了直引号"),
    Fault.MASK: marked("有隐去的字，按原样核对"),
    Fault.ELLIPSIS: marked("有省略号，分段核对"),
    Fault.TRADITIONAL: marked("有繁体字"),
}
_STYLES = {Verdict.EXACT: "green", Verdict.EXACT_BUT_PUNCTUATION: "green", Verdict.NOT_FOUND: "yellow"}


@dataclass(frozen=True, slots=True)
class _Library:
    library: Library
    failed: bool


def show_quotations(essay: str, *, library: str, index: str, json: bool) -> int:
    """Check one essay against the documents of a folder; returns the exit code."""
    document = document_of(Path(essay))
    if isinstance(document, Failure):
        return _failed(document)
    try:
        held = _library(library, index)
    except EngineError:
        screen.tell_failure(index, _("索引已损坏或版本不符。请删去这个文件夹后重试，索引会重新建立。"))
        return SOME_FAILED
    report = check_quotations(document.text, held.library)
    if json:
        screen.write_bytes(to_bytes(as_json(report, essay=document.name, library=library)))
    else:
        _print_report(report)
    return SOME_FAILED if held.failed else ALL_READ


def show_resemblances(folder: str, *, library: str, json: bool) -> int:
    """Compare all essays of a folder with one another; returns the exit code."""
    essays = list(_read(folder))
    held = _library(library, "") if library else _Library(Library.of([]), failed=False)
    reflections = [
        Reflection(document.name, document.text, check_quotations(document.text, held.library).spans)
        for document in essays
        if not isinstance(document, Failure)
    ]
    found = find_resemblances(reflections)
    if json:
        screen.write_bytes(to_bytes({"folder": folder, "resemblances": resemblances_as_json(found, reflections)}))
    else:
        _print_resemblances(found, reflections)
    return SOME_FAILED if held.failed or len(reflections) < len(essays) else ALL_READ


def _library(folder: str, index: str) -> _Library:
    """The documents of the folder, in memory or in an index that is kept and brought up to date."""
    documents = list(_read(folder))
    read = [_shelved(document) for document in documents if not isinstance(document, Failure)]
    failed = len(read) < len(documents)
    if not index:
        return _Library(Library.of(read), failed)
    with LibraryIndex.create(Path(index)) as kept:
        held = kept.refresh()
        gone = set(held.shelves) - {document.key for document in read}
        if gone:
            kept.remove(gone)
        kept.add(read)
        return _Library(kept.library, failed)


def _shelved(document: Document) -> LibraryDocument:
    return library_document(document.name, document, outline(document))


def _read(folder: str) -> Iterator[Document | Failure]:
    """Every document of a folder, or why it could not be read (which is told at once)."""
    inputs = find_inputs([folder])
    for failure in inputs.failures:
        _failed(failure)
        yield failure
    for file in tracked(inputs.files, len(inputs.files), hidden=False):
        document = _named(file)
        if isinstance(document, Failure):
            _failed(document)
        yield document


def _named(file: Input) -> Document | Failure:
    """The document under the name by which people are told of it: two folders may hold files of one name."""
    return replace(document_of(file.path), name=file.name)


def _failed(failure: Failure) -> int:
    screen.tell_failure(failure.name, failure.sentence)
    return SOME_FAILED


def _print_report(report: QuotationReport) -> None:
    console = screen.results()
    if not report.quotations:
        console.print(Padding(_("没有发现引文、文件名或与库中文件相同的长句。"), (0, 0, 0, 1)))
    table = Table(show_edge=False, header_style="bold", pad_edge=True, expand=True)
    table.add_column(_("核对结果"), no_wrap=True)
    table.add_column(_("类别"), no_wrap=True)
    table.add_column(_("文字"), ratio=3)
    table.add_column(_("所称出处"), ratio=1)
    table.add_column(_("库中位置"), ratio=2)
    for one in report.quotations:
        verdict = Text(_(VERDICTS[one.verdict]), style=_STYLES.get(one.verdict, "bold red"))
        table.add_row(verdict, _(KINDS[one.kind]), _words(one), screen.one_line(one.claimed_source), _place(one))
    if report.quotations:
        console.print(table)
    for mark in report.marks:
        console.print(Text(f" {_(FAULTS[mark.fault])}：{screen.clipped(mark.text, _LONGEST_ROW)}", style="dim"))


def _words(one: Quotation) -> Text:
    """The words, and below them every difference: 原文作“…”."""
    lines = [Text(screen.one_line(one.text))]
    for edit in one.difference:
        quoted, original = screen.one_line(edit.quoted), screen.one_line(edit.original)
        if not original:
            sentence = _("多出“{quoted}”").format(quoted=quoted)
        elif not quoted:
            sentence = _("漏掉“{original}”").format(original=original)
        else:
            sentence = _("“{quoted}”原文作“{original}”").format(quoted=quoted, original=original)
        lines.append(Text(f"  {sentence}", style="red"))
    return Text("\n").join(lines)


def _place(one: Quotation) -> Text:
    places = one.places or ((one.source,) if one.source else ())
    return Text("\n").join(
        Text(screen.one_line(f"{place.title} {place.clause}".strip())) for place in places if place is not None
    )


def _print_resemblances(found: Sequence[Resemblance], reflections: Sequence[Reflection]) -> None:
    console = screen.results()
    if not found:
        console.print(Padding(_("没有发现相同的段落。"), (0, 0, 0, 1)))
    for one in found:
        left, right = reflections[one.left], reflections[one.right]
        table = Table(show_edge=False, header_style="bold", expand=True)
        table.add_column(screen.one_line(left.key), ratio=1)
        table.add_column(screen.one_line(right.key), ratio=1)
        for passage in one.passages:
            table.add_row(screen.one_line(passage.left.of(left.text)), screen.one_line(passage.right.of(right.text)))
        console.print(table)
        console.print()
