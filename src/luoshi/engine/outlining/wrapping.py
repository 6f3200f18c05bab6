"""Joins the lines of a plain text that was broken in the midst of sentences."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.document import Paragraph, Span
from luoshi.engine.outlining.markers import Style, parse_marker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TABLE_WORD = re.compile(
    r"序号|编号|工作任务|重点任务|主要任务|具体措施|工作措施|完成时限|时限要求|完成时间|备注"
    r"|(?:牵头|责任|配合|主办|协办|参与)(?:单位|部门|处室|科室|领导)"
)
"""Such a word alone on a line is the head of a table whose cells stand one on each line."""
_LABEL = re.compile(r"\s*[（(【〔［\[]?[\u4e00-\u9fff]{2,8}\s?[:：]")
_COUNTED = re.compile(r"[个家项名人所座条件处类种批万亿年月日元%％]")
"""What follows a number, and begins no paragraph."""
_STOPS = "。；;：:！!？?"
_CLOSERS = "”’）)】］〕》"
_INDENT = " \u3000\t"
_HEADS = frozenset({Style.CHINESE, Style.CHINESE_BRACKETED, Style.ARABIC})
"""What follows a heading that fills its line, and no sentence."""
_STARS = "★☆●■◆▲►▶※"
"""What a line of its own begins with, never the rest of a broken one."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_MOST_SPACED = 10
"""At most one gap in so many may lack the blank line that all others have."""
_MOSTLY_SPACED = 4
"""The same where lines are whole paragraphs: only a long one that ends in mid-sentence goes on behind the blank."""
_LEAST_FULL_LINES = 4
_NARROWEST, _WIDEST = 40, 130
"""Columns (a Han character takes two) of a line that was broken by its width."""
_SLACK = 6
_HALF = 24
"""Characters of a line that may end in a comma and be no cell of a table."""
_LONG = 40
"""Characters of a paragraph in which a lone break in the midst of a sentence is undone."""


def joined_paragraphs(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs of a plain text: lines broken at a fixed width are one, and so are two parted in mid-sentence."""
    lines = tuple(paragraphs)
    wrap = _find_wrap(text, lines)
    if wrap:
        return _joined(text, lines, wrap.goes_on, is_spaced=_is_spaced(text, lines))
    table = next((i for i, line in enumerate(lines) if _TABLE_WORD.fullmatch(_words(text, line))), len(lines))
    is_spaced = len(lines) > _MOST_SPACED and _is_spaced(text, lines, one_in=_MOSTLY_SPACED)
    return (*_joined(text, lines[:table], _goes_on_lone, is_spaced=is_spaced), *lines[table:])


def _joined(
    text: str,
    paragraphs: tuple[Paragraph, ...],
    goes_on: Callable[[str, Paragraph, Paragraph], bool],
    *,
    is_spaced: bool = False,
) -> tuple[Paragraph, ...]:
    """Those of the paragraphs joined that go on; blank lines part them unless there is one behind every line."""
    joined: list[Paragraph] = []
    last: Paragraph | None = None
    for paragraph in paragraphs:
        is_open = last is not None and _breaks_off(text, last, paragraph)
        is_apart = last is None or _is_parted(text, last, paragraph, joined[-1], is_spaced=is_spaced or is_open)
        if last and not is_apart and (is_open or goes_on(text, last, paragraph)):
            joined[-1] = joined[-1]._replace(span=Span(joined[-1].span.start, paragraph.span.end))
        else:
            joined.append(paragraph)
        last = paragraph
    return tuple(joined)


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How the lines of a text were broken: after so many columns or characters, paragraphs indented or not."""

    width: int
    measure: Callable[[str], int]
    is_indented: bool

    def is_full(self, line: str) -> bool:
        return self.measure(line) >= self.width - _SLACK

    def goes_on(self, text: str, last: Paragraph, paragraph: Paragraph) -> bool:
        """Whether the second line belongs to the paragraph of the first."""
        line, following = last.span.of(text), paragraph.span.of(text)
        if not self.is_full(line) or (self.is_indented and following[0] in _INDENT):
            return False
        marker = parse_marker(following.strip())
        is_numbered = marker is not None
        if marker and marker.style in _HEADS and "。" not in line and parse_marker(line.strip()):
            return False
        if line.rstrip()[-1] in _STOPS:
            return self.is_indented and not is_numbered
        if line.rstrip()[-1] in _CLOSERS:
            return self.is_indented or not is_numbered
        return True


def _words(text: str, paragraph: Paragraph) -> str:
    return paragraph.span.of(text).strip()


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line.rstrip())


def _find_wrap(text: str, paragraphs: Sequence[Paragraph]) -> _Wrap | None:
    """The width at which the lines were broken, in columns or in characters; None if they were not."""
    lines = [paragraph.span.of(text) for paragraph in paragraphs]
    if max(map(len, lines), default=0) > _WIDEST:
        return None
    indented = sum(line[:1] in _INDENT for line in lines) * 10 >= len(lines)
    found: list[tuple[int, _Wrap]] = []
    for measure, narrowest, widest in ((_columns, _NARROWEST, _WIDEST), (_letters, _NARROWEST // 2, _WIDEST // 2)):
        widths = sorted((measure(line) for line in lines), reverse=True)
        width = next((w for i, w in enumerate(widths) if i + 2 < len(widths) and w - widths[i + 2] <= _SLACK), 0)
        wrap = _Wrap(width, measure, indented)
        full = [line for line in lines if wrap.is_full(line)]
        broken = sum(
            wrap.is_full(line)
            and line.rstrip()[-1] not in _STOPS + _CLOSERS
            and parse_marker(following.strip()) is None
            for line, following in itertools.pairwise(lines)
        )
        is_even = narrowest <= width <= widest and widths[0] <= width + _SLACK
        if is_even and broken >= _LEAST_FULL_LINES and broken * 2 > len(full):
            found.append((broken, wrap))
    return max(found, key=lambda way: way[0])[1] if found else None


def _letters(line: str) -> int:
    return len(line.rstrip())


def _is_spaced(text: str, paragraphs: Sequence[Paragraph], *, one_in: int = _MOST_SPACED) -> bool:
    """Whether a blank line stands behind nearly every line, so that it says nothing of paragraphs."""
    gaps = [text[last.span.end : following.span.start] for last, following in itertools.pairwise(paragraphs)]
    return len(gaps) > 0 and sum(map(_is_blank, gaps)) * one_in >= len(gaps) * (one_in - 1)


def _is_blank(gap: str) -> bool:
    return len(_LINE_END.findall(gap)) > 1


def _is_parted(text: str, last: Paragraph, paragraph: Paragraph, joined: Paragraph, *, is_spaced: bool = False) -> bool:
    """A blank line, a heading of the file's own or another place in the file part two lines for good."""
    gap = text[last.span.end : paragraph.span.start]
    if paragraph.span.of(text).lstrip()[:1] in _STARS:
        return True
    if joined.level is not None or paragraph.level is not None or paragraph.place is not joined.place:
        return True
    return not is_spaced and not gap.strip() and _is_blank(gap)


def _breaks_off(text: str, last: Paragraph, paragraph: Paragraph) -> bool:
    """…引进2—3 / 个品种…, …转型升级， / 为…提供支撑。: no paragraph ends so, not even before a blank line."""
    line, following = _words(text, last), _words(text, paragraph)
    if len(line) < _HALF or not re.search(r"[，,。；;]", line) or parse_marker(following) or _LABEL.match(following):
        return False
    return line[-1] in "，、" or (len(line) >= _LONG and line[-1].isdigit() and _COUNTED.match(following) is not None)


def _goes_on_lone(text: str, last: Paragraph, paragraph: Paragraph) -> bool:
    """…明确责任人,由办 / 公室负责…。: a long line ends in mid-word, and a sentence goes on behind it."""
    line, following = _words(text, last), _words(text, paragraph)
    if len(line) < _LONG or not re.search(r"[，,。；;]", line) or line[-1] in _STOPS + _CLOSERS:
        return False
    if line.rfind("（") > line.rfind("）") and re.match("[^（）]{1,80}）", following):
        return True
    if parse_marker(following) or _LABEL.match(following) or _LABEL.match(line):
        return False
    ends = following[-1] in "。；;" or (following[-1] in "）】" and "。" in following)
    return ends and re.match(r"[\u4e00-\u9fff，,、。]", following) is not None
