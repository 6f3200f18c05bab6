"""What a ledger says of its documents and their indicators, beside the measures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from luoshi import __version__
from luoshi.engine.findings import Comparator, Role
from luoshi.engine.lexicon import load_table
from luoshi.exporting.entries import place_words
from luoshi.wording import gettext as _
from luoshi.wording import marked
from luoshi.wording.findings import COMPARATORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.engine.document import Document, Fact
    from luoshi.engine.findings import Breakdown, Indicator, IndicatorValue
    from luoshi.exporting.entries import Value


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was not read: the name it came under, the code of the cause, and the sentence for people."""

    name: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was found, added up over documents."""

    documents: int = 0
    measures: int = 0
    with_lead: int = 0
    with_unit: int = 0
    with_due: int = 0
    doubtful: int = 0
    indicators: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.documents + other.documents,
            self.measures + other.measures,
            self.with_lead + other.with_lead,
            self.with_unit + other.with_unit,
            self.with_due + other.with_due,
            self.doubtful + other.doubtful,
            self.indicators + other.indicators,
        )


def counts(breakdown: Breakdown) -> Counts:
    measures = breakdown.measures
    return Counts(
        documents=1,
        measures=len(measures),
        with_lead=sum(1 for measure in measures if measure.units(Role.LEAD)),
        with_unit=sum(1 for measure in measures if measure.parts),
        with_due=sum(1 for measure in measures if measure.deadlines),
        doubtful=sum(1 for measure in measures if measure.doubts),
        indicators=len(breakdown.indicators),
    )


_FACTS: tuple[tuple[str, Callable[[Document, Counts], Value]], ...] = (
    (marked("文件名"), lambda document, _found: document.name),
    (marked("标题"), lambda document, _found: _value(document.title)),
    (marked("发文字号"), lambda document, _found: _value(document.doc_number)),
    (marked("发文机关"), lambda document, _found: "、".join(fact.value for fact in document.issuers)),
    (marked("主送机关"), lambda document, _found: _value(document.addressees)),
    (marked("成文日期"), lambda document, _found: document.signed_on or ""),
    (marked("文件格式"), lambda document, _found: document.format),
    (marked("措施数"), lambda _document, found: found.measures),
    (marked("有牵头单位"), lambda _document, found: found.with_lead),
    (marked("有完成时限"), lambda _document, found: found.with_due),
    (marked("有待核事项"), lambda _document, found: found.doubtful),
    (marked("指标数"), lambda _document, found: found.indicators),
    (marked("说明"), lambda _document, found: "" if found.measures else _("没有发现要求办理的事项，台账为空。")),
    (marked("文件摘要（SHA-256）"), lambda document, _found: document.digest),
    (marked("制作程序"), lambda _document, _found: f"Luoshi {__version__}"),
)
_NAME, _REMARK = 0, 12


def fact_titles() -> list[str]:
    """The labels of a document's facts, in the order in which a clerk would write them down."""
    return [_(title) for title, _value_of in _FACTS]


def fact_row(breakdown: Breakdown) -> list[Value]:
    """What is known of the document, as `fact_titles` labels it."""
    found = counts(breakdown)
    return [value_of(breakdown.document, found) for _title, value_of in _FACTS]


def failure_row(failure: Failure) -> list[Value]:
    """The row of a file that is missing in the ledger: its name, and why."""
    row: list[Value] = [""] * len(_FACTS)
    row[_NAME], row[_REMARK] = failure.name, failure.sentence
    return row


def indicator_titles(*, many: bool) -> list[str]:
    titles = [_("序号"), _("指标"), _("计量单位"), _("基期值"), _("目标值"), _("性质"), _("条款"), _("原文位置")]
    return [titles[0], _("来源文件"), *titles[1:]] if many else titles


def indicator_row(breakdown: Breakdown, indicator: Indicator, number: int, *, many: bool) -> list[Value]:
    """The cells of an indicator, as `indicator_titles` heads them."""
    row: list[Value] = [
        number,
        indicator.name,
        indicator.unit,
        _year_value(indicator.baseline) if indicator.baseline else "",
        "\n".join(_year_value(target) for target in indicator.targets),
        indicator.nature,
        indicator.clause,
        place_words(breakdown.document, indicator.span),
    ]
    return [row[0], breakdown.document.name, *row[1:]] if many else row


def _year_value(value: IndicatorValue) -> str:
    bound = "" if value.comparator is Comparator.EQUAL else _(COMPARATORS[value.comparator]) + " "
    words = value.text if _tells_bound().search(value.text) else f"{bound}{value.text}"
    return words if value.year is None else _("{year}年：{value}").format(year=value.year, value=words)


@cache
def _tells_bound() -> re.Pattern[str]:
    """The printed words that say by themselves how a value bounds: ≥95, 达到96%以上."""
    words = (row[0] for row in load_table("target_comparators") if row[2] != Comparator.EQUAL)
    return re.compile("|".join(map(re.escape, ("≥", "≤", "＞", "＜", ">", "<", *words))))


def _value(fact: Fact | None) -> str:
    return fact.value if fact else ""
