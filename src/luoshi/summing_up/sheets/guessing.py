"""What a column of an office's own ledger holds where its heading does not say: told by its cells, to be confirmed."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from luoshi.summing_up.sheets.values import as_date
from luoshi.summing_up.states import LedgerField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_LOOKED_AT = 60
_MOST = 0.6
_LONG = 8
_TEXT_HEADING = re.compile("任务|事项|措施|内容|工作|要求")
_PROGRESS_HEADING = re.compile("进展|落实情况|办理情况|推进情况|怎么样|情况")
_DATE = re.compile(r"\d{1,2}月(?:\d{1,2}日|底)?|年底|长期|贯穿|全年|持续")
_UNIT = re.compile(r"(?:局|委|办|部|厅|院|处|所|中心|公司|集团|政府|区|县|街道|乡|镇)(?:[）)]?$|[、，,；;/\n（(])")
_STATE = re.compile(
    r"[√×✓✔]|[是否]|.{0,4}(?:完成|办结|销号|推进|办理|在办|了结|滞后|启动|开展|进行中|中止|暂停|撤销|取消|长期|持续|坚持|超期).{0,3}"
)
_SHARE = re.compile(r"\d{1,3}(?:\.\d+)?%|0?\.\d+|1(?:\.0)?")


def guess_by_cells(
    headings: Mapping[int, str], guesses: Mapping[int, str], rows: Mapping[int, Mapping[int, str]]
) -> dict[int, str]:
    """The guesses with what cells say of columns that have none; a field that only one column may hold is kept so."""
    found = dict(guesses)
    rows = {line: cells for line, cells in rows.items() if len(set(cells.values())) > 1}  # headings between rows
    cells = {place: list(islice(_cells(rows, place), _LOOKED_AT)) for place in headings}
    _tell_state_from_progress(headings, found, cells)
    for field, looks in _LOOKS:
        if field in found.values() or (field == LedgerField.RESPONSIBLE and LedgerField.LEAD in found.values()):
            continue
        left = [place for place in headings if not found.get(place)]
        left = [place for place in left if field != LedgerField.STATE or "进展" not in headings[place]]
        place = next((place for place in left if _most(cells[place], looks)), None)
        if place is not None:
            found[place] = field.value
    left = [place for place in headings if not found.get(place)]
    if LedgerField.PROGRESS not in found.values():
        told = [place for place in left if _PROGRESS_HEADING.search(headings[place]) and cells[place]]
        if told:
            found[told[-1]] = LedgerField.PROGRESS.value  # of one column a quarter the last that is filled
    if LedgerField.TEXT not in found.values():
        text = _longest([place for place in left if not found.get(place)], headings, cells)
        if text is not None:
            found[text] = LedgerField.TEXT.value
    return found


def _tell_state_from_progress(headings: Mapping[int, str], found: dict[int, str], cells: dict[int, list[str]]) -> None:
    """办理情况 is a state where its cells are words such as 在办 and the progress stands elsewhere."""
    if LedgerField.STATE in found.values():
        return
    told = next((place for place, field in found.items() if field == LedgerField.PROGRESS), None)
    elsewhere = any(not found.get(place) and "进展" in headings[place] and cells[place] for place in headings)
    if told is not None and elsewhere and _most(cells[told], _is_state):
        found[told] = LedgerField.STATE.value


def _longest(places: Sequence[int], headings: Mapping[int, str], cells: Mapping[int, list[str]]) -> int | None:
    """The column of the measures: one whose heading sounds like it, else the one with the longest cells."""
    named = [place for place in places if _TEXT_HEADING.search(headings[place])]
    length = {place: sum(map(len, cells[place])) / max(len(cells[place]), 1) for place in named or places}
    longest = max(length, key=lambda place: length[place], default=None)
    return longest if longest is not None and (named or length[longest] >= _LONG) else None


def _is_date(text: str) -> bool:
    return as_date(text) is not None or bool(_DATE.match(text))


def _is_unit(text: str) -> bool:
    return bool(_UNIT.search(text)) and len(text) < 200


def _is_state(text: str) -> bool:
    return bool(_STATE.fullmatch(text))


def _is_share(text: str) -> bool:
    return bool(_SHARE.fullmatch(text))


_LOOKS = (
    (LedgerField.CLAIMED, _is_share),
    (LedgerField.DUE, _is_date),
    (LedgerField.STATE, _is_state),
    (LedgerField.RESPONSIBLE, _is_unit),
)


def _most(cells: Sequence[str], looks: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(map(looks, cells)) >= _MOST * len(cells)


def _cells(rows: Mapping[int, Mapping[int, str]], place: int) -> Iterator[str]:
    return (cells[place].strip() for cells in rows.values() if cells.get(place, "").strip())
