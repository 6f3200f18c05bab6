"""Finds where a text of its own begins within a file: a plan behind its covering notice, an attachment."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.engine.outlining.lines import Line

_ATTACHMENT = re.compile(r"附\s?(?:件|表|录)\s?[:：]?\s?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})?\s?[:：]?$")
_ATTACHMENT_TITLED = re.compile(
    r"附\s?(?:件|表|录)\s?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})?\s?[:：\s]\s?(?P<title>\S.{3,80})$"
)
_TITLE_END = re.compile(
    r"(?:方案|计划|规划|纲要|意见|办法|政策|措施|规定|细则|规则|条例|要点|清单|指标|指标体系|任务分工|分工表|任务表|台账|目录|名单"
    r"|标准|制度|章程|守则|倡议书|职责|机制|表|办法（试行）)(?:[（(〔][^（）()]{1,24}[）)〕])?$"
)
_TITLE_STOP = re.compile(r"[。；;！？!?，]|：.|:.")
_DATE = re.compile(
    r"[（(]?(?:\d{4}|[〇○零一二三四五六七八九]{4})\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日[）)]?$"
)
_PUBLISHED = re.compile(r"[（(](?:此件.{0,12}(?:公开|印发).{0,6}|.{0,10}公开发布)[）)]$")


@dataclass(frozen=True, slots=True)
class PartStart:
    """A line that begins a part: the number of the line, and the printed marker if it is an attachment."""

    line: int
    marker: str
    rule: str


def find_part_starts(lines: tuple[Line, ...], *, title: str, tables: tuple[int, ...] = ()) -> tuple[PartStart, ...]:
    """Where parts begin after the first.

    `title` is the document's own, which often names the plan it covers; `tables` is where its tables begin.
    """
    starts: list[PartStart] = []
    squeezed_title = _squeeze(title)
    for i, line in enumerate(lines):
        if line.tabled:
            continue
        start = _attachment_start(lines, i, tables) or _plan_start(lines, i, squeezed_title)
        if start and not (starts and starts[-1].rule == "part.attachment" and i - starts[-1].line <= 1):
            starts.append(start)
    return tuple(starts)


def is_date_line(text: str) -> bool:
    """A line that holds a date and nothing else, as at the foot of a document."""
    return _DATE.match(text.strip()) is not None


def is_publication_line(text: str) -> bool:
    """（此件公开发布） and the like."""
    return _PUBLISHED.match(text.strip()) is not None


def looks_like_title(text: str) -> bool:
    """A short line without sentence punctuation that ends in the name of a kind of document."""
    return 4 <= len(text) <= 70 and not _TITLE_STOP.search(text) and _TITLE_END.search(text) is not None


def _attachment_start(lines: tuple[Line, ...], i: int, tables: tuple[int, ...]) -> PartStart | None:
    text = lines[i].text
    if not text.startswith("附"):
        return None
    bare = _ATTACHMENT.match(text)
    if bare:
        return PartStart(i, f"附件{bare['n'] or ''}", "part.attachment")
    titled = _ATTACHMENT_TITLED.match(text)
    if titled and (_stands_over_table(lines, i, tables) or not _is_reference(lines, i, titled["title"])):
        return PartStart(i, f"附件{titled['n'] or ''}", "part.attachment_titled")
    return None


def _stands_over_table(lines: tuple[Line, ...], i: int, tables: tuple[int, ...]) -> bool:
    """附件：任务清单, and the next thing is a table."""
    end = lines[i].span.end
    following = lines[i + 1].span.start if i + 1 < len(lines) else None
    table = tables[bisect.bisect_left(tables, end)] if tables and tables[-1] >= end else None
    return table is not None and (following is None or table < following)


def _is_reference(lines: tuple[Line, ...], i: int, title: str) -> bool:
    """附件：… at the foot of a notice lists what follows; the attachment itself is followed by its text."""
    if title.rstrip().endswith(("docx", "doc", "pdf", "xlsx", "xls", "wps", "。", "；", ";")):
        return True
    following = [line.text for line in lines[i + 1 : i + 4]]
    if not following or re.match(r"附\s?[件表录]|\d{1,2}[.．、]\S", following[0]):
        return True
    if any(is_date_line(text) or is_publication_line(text) for text in following):
        return True
    wanted = _squeeze(title)
    return any(_squeeze(line.text) == wanted for line in lines[i + 1 :])


def _plan_start(lines: tuple[Line, ...], i: int, title: str) -> PartStart | None:
    line = lines[i]
    if i == 0 or line.marker or not looks_like_title(line.text):
        return None
    before = lines[i - 1].text
    if is_date_line(before) or is_publication_line(before):
        return PartStart(i, "", "part.after_date")
    words = _squeeze(line.text)
    if i > 3 and len(words) >= 6 and words in title:
        return PartStart(i, "", "part.named_in_title")
    return None


def _squeeze(text: str) -> str:
    return re.sub(r"[\s—－–\-~～]", "", text).replace("(", "（").replace(")", "）")
