"""Reads the cells of an indicator table: heads of value columns (2025年目标值), values (≥95, [18]), units, names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.document import Span
from luoshi.engine.findings import Comparator, Indicator, IndicatorValue
from luoshi.engine.lexicon import any_of, load_table
from luoshi.engine.numerals import ARABIC, read_number
from luoshi.engine.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_YEARS = re.compile("20[0-9]{2}")
_IS_BASELINE = re.compile("实际|基期|基数|现状|完成|现值|基准|初值|起始|当前")
_IS_TARGET = re.compile("目标|预期|规划|计划|预计")
_IS_CHANGE = re.compile("年均|累计|增速|增长|增幅|变化")
_SIGNS = {(row[1], row[0]): Comparator(row[2]) for row in load_table("target_comparators")}
_BEFORE = any_of("target_comparators", "before")
_AFTER = any_of("target_comparators", "after")
_VALUE = re.compile(
    rf"(?P<before>{_BEFORE})?[\[〔【(<《]?(?P<low>-?{ARABIC}[万亿]?)(?P<sign>%|‰|[^0-9,.\-—～至以左]{{0,6}}?)"
    rf"(?:[-—～至](?P<high>{ARABIC}[万亿]?)[^0-9以左]{{0,6}}?)?[\]〕】)>》]?(?P<after>{_AFTER})?[\]〕】)]?"
)
_NOTHING = re.compile("[-—/－–*·.]{1,4}|无|空")
_NATURE = re.compile("预期性?|约束性?|指导性?|引导性|预测性|参考性|底线性|监测性")
_UNIT = re.compile(rf"[百千万亿]{{0,2}}(?:{any_of('target_units')}|年|级|分|位次?|名次|元)(?:[/／].{{1,8}})?")
_NAME_UNIT = re.compile(r"(?P<name>.{2,50}?)[(（](?P<unit>[^()（）]{1,12})[)）]$")
_SERIAL = re.compile(r"[(（]?[0-9]{1,3}[)）]?[.、．]?")
_LEADING_SERIAL = re.compile(r"^(?:[(（]?[0-9]{1,2}[)）]|[0-9]{1,2}[.、．](?![0-9])|其中[:：])")


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values: its year if the head tells it, and whether it holds what is (baseline) or shall be."""

    year: int | None
    is_baseline: bool


class CellText(NamedTuple):
    """The words of a cell and their place."""

    text: str
    span: Span


_TOLD_YEAR = re.compile(r"(20[0-9]{2})年?:")
"""A cell that tells its own year: 2030年：95."""


def value_columns(heads: Sequence[str], signed_on: date | None) -> list[ValueColumn | None]:
    """What each head of a value column says; None for columns of yearly growth, which hold neither state.

    Without a word that tells, a year before the signing is a baseline; unsigned, the first of several years is.
    """
    years = [int(found[-1]) if (found := _YEARS.findall(head)) else None for head in heads]
    told = [year for year in years if year is not None]
    first_target = signed_on.year if signed_on else (min(told) + 1 if len(set(told)) > 1 else 0)
    return [_value_column(head, year, first_target) for head, year in zip(heads, years, strict=True)]


def _value_column(head: str, year: int | None, first_target: int) -> ValueColumn | None:
    if _IS_BASELINE.search(head):
        return ValueColumn(year, is_baseline=True)
    if _IS_TARGET.search(head):
        return ValueColumn(year, is_baseline=False)
    if _IS_CHANGE.search(head):
        return None
    return ValueColumn(year, is_baseline=year is not None and year < first_target)


def read_value(cell: CellText, year: int | None) -> IndicatorValue | None:
    """The value of a cell, as a number where it is one; None for an empty cell or a dash."""
    words = plain(cell.text, Span(0, len(cell.text))).text.strip()
    if told := _TOLD_YEAR.match(words):
        year, words = int(told[1]), words[told.end() :]
    if _NOTHING.fullmatch(words):
        return None
    shape = _VALUE.fullmatch(words)
    if shape is None:
        return IndicatorValue(cell.text, cell.span, year=year)
    sign = _SIGNS.get(("after", shape["after"] or "")) or _SIGNS.get(("before", shape["before"] or ""))
    return IndicatorValue(cell.text, cell.span, read_number(shape["low"].lstrip("-")), sign or Comparator.EQUAL, year)


def read_values(cell: CellText, year: int | None) -> list[IndicatorValue]:
    """The values of a cell: several where each tells its own year (2027年：120；2030年：150), else the one it holds."""
    pieces = [piece for piece in _PIECE.finditer(cell.text) if piece.group().strip()]
    shapes = [_WITH_YEAR.fullmatch(piece.group().strip()) for piece in pieces]
    if len(pieces) < 2 or len(cell.text) != len(cell.span) or not all(shapes):
        value = read_value(cell, year)
        return [value] if value else []
    found = []
    for piece, shape in zip(pieces, shapes, strict=True):
        told = shape and (shape["before"] or shape["behind"])
        words = shape["value"] or shape["first"] if shape else ""
        start = cell.span.start + piece.start()
        value = read_value(CellText(words, Span(start, start + len(piece.group()))), int(told) if told else year)
        if value:
            found.append(value)
    return found


_PIECE = re.compile(r"[^；;，,、\n]+")
_WITH_YEAR = re.compile(
    r"(?:到)?(?P<before>20[0-9]{2})年?(?:底|末|前)?(?:目标值?)?\s?[：:]?\s?(?:达到|达|为|提高到|增至)?\s?(?P<value>[^\s：:（(]{1,16})"
    r"|(?P<first>[^\s：:（(]{1,16})\s?[（(](?P<behind>20[0-9]{2})年?[底末前]?[）)]"
)


def is_value(words: str) -> bool:
    """Whether a line holds nothing but a value: 95, ≥95%, [18], 6.5左右, a dash."""
    squeezed = plain(words, Span(0, len(words))).text
    return len(squeezed) <= 16 and bool(_VALUE.fullmatch(squeezed) or (squeezed and _NOTHING.fullmatch(squeezed)))


def is_unit(words: str) -> bool:
    """Whether a line holds nothing but a unit: %, 万人次, 个/万人, a dash."""
    return bool(_UNIT.fullmatch(words) or (words and _NOTHING.fullmatch(words)))


def is_nature(words: str) -> bool:
    """Whether a line says 预期性 or 约束性."""
    return bool(_NATURE.fullmatch(words))


def is_serial(words: str) -> bool:
    """Whether a line holds nothing but a running number."""
    return bool(_SERIAL.fullmatch(words))


def build(
    name: CellText, unit: str, values: Sequence[tuple[ValueColumn, IndicatorValue]], *, nature: str, rule: str
) -> Indicator | None:
    """An indicator of a row; None if it has no name or no target. A unit in brackets at the end of the name counts."""
    words = _LEADING_SERIAL.sub("", "".join(name.text.split()))
    if not unit and (shape := _NAME_UNIT.match(words)) and is_unit(shape["unit"]):
        words, unit = shape["name"], shape["unit"]
    baselines = [value for column, value in values if column.is_baseline]
    targets = tuple(value for column, value in values if not column.is_baseline)
    if not words or not targets:
        return None
    end = max(value.span.end for _, value in values)
    return Indicator(
        name=words,
        unit="" if _NOTHING.fullmatch(unit) else unit,
        span=Span(name.span.start, max(end, name.span.end)),
        rule=rule,
        baseline=baselines[-1] if baselines else None,
        targets=targets,
        nature=nature,
    )
