"""The columns of a ledger that is kept as a sheet: title, width, what stands in it, and whether it goes on paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from luoshi.engine.findings import Role
from luoshi.exporting import entries
from luoshi.wording import marked

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.exporting.entries import Entry, Value


class Look(StrEnum):
    """How a cell is set."""

    TEXT = "text"
    CENTRED = "centred"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Column:
    """`title` is a message of the catalogue; `width` counts digits of the sheet's font, a Chinese character is two."""

    key: str
    title: str
    width: float
    value: Callable[[Entry], Value]
    look: Look = Look.TEXT
    on_paper: bool = True


def _nothing(_entry: Entry) -> Value:
    """For the office to fill in."""
    return ""


_DOCUMENT = Column("document", marked("来源文件"), 18, lambda entry: entry.document.name)

_COLUMNS = (
    Column("number", marked("序号"), 5, lambda entry: entry.number, Look.CENTRED),
    Column("clause", marked("条款"), 10.5, lambda entry: entry.measure.clause, Look.CENTRED),
    Column("headings", marked("所属部分"), 20, entries.headings),
    Column("text", marked("具体措施任务"), 54, lambda entry: entry.measure.text.strip()),
    Column("lead", marked("牵头单位"), 14, lambda entry: entries.units(entry, Role.LEAD)),
    Column("responsible", marked("责任单位"), 16, lambda entry: entries.units(entry, Role.RESPONSIBLE)),
    Column("support", marked("配合单位"), 18, lambda entry: entries.units(entry, Role.SUPPORT)),
    Column("accountable_leader", marked("责任领导"), 9, _nothing, Look.CENTRED),
    Column("responsible_person", marked("责任人"), 8, _nothing, Look.CENTRED),
    Column("due", marked("完成时限"), 11.5, entries.due, Look.CENTRED),
    Column("rhythm", marked("长期坚持/周期"), 10, entries.rhythm, Look.CENTRED),
    Column("targets", marked("目标"), 16, entries.targets),
    Column("remark", marked("备注"), 10, _nothing),
    Column("doubts", marked("待核事项"), 28, entries.doubts, on_paper=False),
    Column(
        "place", marked("原文位置"), 20, lambda e: entries.place_words(e.document, e.measure.span), Look.SMALL, False
    ),
    Column("id", marked("编号"), 18, lambda entry: entry.measure.id, Look.SMALL, False),
)


def columns(*, many: bool) -> tuple[Column, ...]:
    """The columns in order; with `many` documents in one ledger, each row says from which it comes."""
    return (_COLUMNS[0], _DOCUMENT, *_COLUMNS[1:]) if many else _COLUMNS
