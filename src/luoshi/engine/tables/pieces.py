"""The lines of a text cut into what may be the cells of a flattened table, each with what it looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from luoshi.engine.document import Paragraph, Place, Span
from luoshi.engine.lexicon import any_of, load_words
from luoshi.engine.outlining.lines import trimmed
from luoshi.engine.outlining.markers import Marker, parse_marker
from luoshi.engine.tables.columns import compact
from luoshi.engine.tables.ledger_rows import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.engine.document import Block

DRAWN = "│"
"""The upright line of a table drawn with characters (┌─┬─┐)."""
_LINE = re.compile(r"[^\n\r\v\f]+")
_ORDINAL = re.compile(r"[（(]?(?:(\d{1,4})|[一二三四五六七八九十百]{1,4}|(\d{1,3})[.\-—](\d{1,3}))[)）]?[、.．。]?")
_DATE = re.compile(
    r"\d{1,2}月|年底|年末|年前|年内|季度|[上下]半年|20\d\d年|20\d\d[.\-/—－～~]\d|^20\d\d$|长期|持续|常年|全年|每[年月季周]|十[四五六]五"
    r"|[上中下]旬|适时|即时|立即|立行立改|即知即改|常态|[近中远]期|\d+日前|按(?:照)?(?:时限|计划|要求|序时|进度)"
)
_FIGURE = re.compile(r"[≥≤<>＜＞=约]?[\d.,，]+(?:万|亿)?[%％‰]?[\u4e00-\u9fff]{0,4}(?:以上|以下|左右|以内)?")
_LIST_JOINT = re.compile(r"[、，,；;\s/／]+")
_UNIT_TAIL = re.compile(
    r"(?:[（(][^（()）]{0,60}[）)]|按职责分工负责|分别负责|负责|牵头|配合|参与|等|按照?职责)+[。.]?$"
)
_COUNTED = re.compile(r"\d[万千百多]?[处所站部院会社队区]$")
"""新增12处 ends as an office does."""
_UNIT_LABEL = re.compile(r"^(?:牵头|责任|配合|主办|协办|参与)(?:单位|部门)[：:]")
_SPACE = re.compile(r"\s+")
_LONE_BEFORE, _LONE_BEHIND = re.compile(r"(?:^|\s)[\u4e00-\u9fff]$"), re.compile(r"[\u4e00-\u9fff](?:\s|$)")
_LONGEST_NAME = 30
_LONGEST_PERSON = 4
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,4}(?:市|县|(?<![小街城景校库矿厂老])区|旗|州|盟)")
"""A place that stands for its government: 岐山县, 各区."""
_LEVELS = tuple("市区县省州旗镇乡各有相全国我中")
"""What the names of offices begin with: 市发改委, 各街道, 有关部门."""
_SENTENCE_END = "。；;！!？?"
_PAIRS = (("（(", "）)"), ("“", '”"'), ("《", "》"))
"""Signs that open, signs that close them; closing ones are often typed in another width."""
_UNFINISHED = tuple("，、：")
_WITHIN = tuple("、，。；：）”》)")
_BRACKETED_JOINT = re.compile(r"[（(〔][^（()）〔〕]{0,20}[）)〕]")
_LONGEST_CUT = 10
_MOSTLY_UNITS = 0.7
_SHORT_LIST = 10
_CUT_NAME = 0.8
"""What the last name of a list counts that breaks off in its midst: 市发改委、市财 / 政局."""


@dataclass(frozen=True)
class Piece:
    """A stretch that may be one cell or one line of a cell; `first` says that it begins a line of the text.

    `tabs` counts the tabs that stood before and after it on its line: empty cells, if tabs part the cells.
    """

    span: Span
    text: str
    first: bool = True
    level: int | None = None
    tabs: tuple[int, int] = (0, 0)

    @cached_property
    def words(self) -> str:
        """Without white space."""
        return compact(self.text)

    @cached_property
    def length(self) -> int:
        return len(self.words)

    @cached_property
    def is_ordinal(self) -> bool:
        """A number and nothing else: 3, 3., （三）, 1-2."""
        return bool(_ORDINAL.fullmatch(self.words))

    @cached_property
    def ordinal(self) -> int | None:
        """The value of an Arabic ordinal (of 2-3 the last part)."""
        found = _ORDINAL.fullmatch(self.words)
        digits = (found.group(1) or found.group(3)) if found else None
        return int(digits) if digits else None

    @cached_property
    def is_placeholder(self) -> bool:
        return is_empty(self.words)

    @cached_property
    def is_date(self) -> bool:
        return self.length <= 30 and bool(_DATE.search(self.words)) and not self.starts_with_verb_of_work

    @cached_property
    def is_figure(self) -> bool:
        return self.length <= 16 and bool(_FIGURE.fullmatch(self.words))

    @cached_property
    def ends_sentence(self) -> bool:
        return self.words.endswith(tuple(_SENTENCE_END))

    @cached_property
    def starts_with_verb(self) -> bool:
        """Whether it begins as measures do: 推进…, 加快…, 1.完善…."""
        return self.words[self._marker_length :].startswith(_verbs())

    @property
    def lists_units(self) -> bool:
        """Names of units and nothing else; a short one may begin like a measure (发展改革委)."""
        if self.unitness < _MOSTLY_UNITS or self.ends_sentence:
            return False
        return self.length <= _SHORT_LIST or not self.starts_with_verb

    @property
    def starts_with_verb_of_work(self) -> bool:
        """A verb that a time does not begin with (持续 may stand for a time)."""
        return self.starts_with_verb and not self.words.startswith(("持续", "长期", "全年", "按"))

    @cached_property
    def marker(self) -> Marker | None:
        return parse_marker(self.text)

    @property
    def _marker_length(self) -> int:
        found = parse_marker(self.words)
        return found.length if found else 0

    @cached_property
    def unitness(self) -> float:
        """How much of it reads as names of units, from 0 to 1."""
        return unitness(self.text)

    @cached_property
    def is_open(self) -> bool:
        """Whether it cannot end there: on a comma, or with a bracket or a quotation mark still open."""
        if self.ends_sentence or self.words.endswith(_UNFINISHED):
            return not self.ends_sentence
        return any(sum(map(self.words.count, left)) > sum(map(self.words.count, right)) for left, right in _PAIRS)

    @property
    def starts_within(self) -> bool:
        """Whether it begins with a sign that nothing begins with."""
        return self.words.startswith(_WITHIN) or (
            self.words.startswith("（") and not self.is_ordinal and self.marker is None
        )

    @cached_property
    def is_person(self) -> bool:
        """One or more names of people, maybe with telephone numbers."""
        return is_people(self.text)


def unitness(text: str) -> float:
    """The share of the names in a list that end as units do, weighed by nothing: 市发改委、市财政局 → 1.0."""
    words = _UNIT_LABEL.sub("", compact(text))
    if words.endswith(("：", ":")):
        return 0.0
    whole = _BRACKETED_JOINT.sub(lambda bracket: bracket.group().replace("、", "").replace("，", ""), words)
    names = [name for name in (_UNIT_TAIL.sub("", part) for part in _LIST_JOINT.split(whole)) if name]
    if not names:
        return 1.0 if _UNIT_TAIL.sub("", words) != words else 0.0
    weights = [_unit_weight(name) for name in names]
    if len(weights) > 1 and weights[-1] == 0.0 and min(weights[:-1]) > 0 and len(names[-1]) <= _LONGEST_CUT:
        weights[-1] = _CUT_NAME
    return sum(weights) / len(weights)


def _unit_weight(name: str) -> float:
    """1 for a name that ends as units do, less for one that may as well be a topic (产业园区), 0 for the rest."""
    if len(name) > _LONGEST_NAME or _is_sentence(name) or _COUNTED.search(name):
        return 0.0
    end = _unit_end().search(name)
    if end is None:
        return 1.0 if _PLACE.fullmatch(name) else 0.0
    plain = end.group() in _topic_ends() and not name.startswith(_LEVELS)
    return 0.75 if plain else 1.0


@cache
def _topic_ends() -> frozenset[str]:
    return frozenset(
        word for kind in ("zone", "collective", "company", "school") for word in load_words("unit_suffixes", kind)
    )


def _is_sentence(name: str) -> bool:
    return name.startswith(_verbs()) and len(name) > 8


def is_people(text: str) -> bool:
    """Names of two to four characters that begin with a surname, with or without titles and telephone numbers."""
    names = [re.sub(r"[\d\-—]+$", "", name) for name in _LIST_JOINT.split(text.strip())]
    names = [name for name in names if name]
    if any(len(name) == 1 for name in names):  # 李 强, 王 某赵 某: a blank within the name
        names = ["".join(names)[at : at + _LONGEST_PERSON] for at in range(0, sum(map(len, names)), _LONGEST_PERSON)]
    return 0 < len(names) <= 12 and all(len(name) in (2, 3, 4) and name.startswith(_surnames()) for name in names)


def pieces_of(blocks: tuple[Block, ...], text: str) -> Iterator[tuple[Piece, ...]]:
    """The runs of lines between the tables of a file, each line a piece."""
    run: list[Piece] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.place is not Place.FOOTNOTE:
                run.extend(_lines(text, block))
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _lines(text: str, paragraph: Paragraph) -> Iterator[Piece]:
    for line in _LINE.finditer(text, paragraph.span.start, paragraph.span.end):
        span = trimmed(text, Span(line.start(), line.end()))
        if text[span.end - 1] == "|" and text.count("|", span.start, span.end) == 1:
            span = trimmed(text, Span(span.start, span.end - 1))  # some copies end every cell with a bar
        if len(span):
            tabs = text.count("\t", line.start(), span.start), text.count("\t", span.end, line.end())
            yield Piece(span, span.of(text), level=paragraph.level, tabs=tabs)


def parting_sign(line: str) -> str:
    """What parts the cells of a row that stands in one line: a bar, a tab, white space; "" if nothing does."""
    if line.count("|") >= 2:
        return "|"
    if line.count(DRAWN) >= 2:
        return DRAWN
    if "\t" in line:
        return "\t"
    return " " if "".join(line.split()) != line else ""


def parted(piece: Piece, sign: str) -> tuple[Piece, ...]:
    """A line cut at the sign (a space: at any white space); between bars and tabs a cell may be empty."""
    start, end = piece.span.start, piece.span.end
    text = piece.text
    if sign in ("|", DRAWN):
        start, end = start + text.startswith(sign), end - (text.endswith(sign) and len(text) > 1)
        text = text[start - piece.span.start : end - piece.span.start]
    cuts = [0]
    for gap in _gaps(text) if sign == " " else re.finditer(re.escape(sign), text):
        cuts += [gap.start(), gap.end()]
    cuts.append(len(text))
    if sign == "\t":
        cuts = [0, 0] * piece.tabs[0] + cuts + [len(text), len(text)] * piece.tabs[1]
    return tuple(
        _cut(piece, text, start, left, right, first=index == 0)
        for index, (left, right) in enumerate(zip(cuts[::2], cuts[1::2], strict=True))
    )


def _gaps(text: str) -> Iterator[re.Match[str]]:
    """White space between cells; between lone characters (工 作 任 务) it only spaces the letters of one word."""
    for gap in _SPACE.finditer(text):
        if not (
            _LONE_BEFORE.search(text[max(0, gap.start() - 2) : gap.start()]) and _LONE_BEHIND.match(text, gap.end())
        ):
            yield gap


def _cut(piece: Piece, text: str, start: int, left: int, right: int, *, first: bool) -> Piece:
    words = text[left:right]
    lead = len(words) - len(words.lstrip())
    words = words.strip()
    begin = start + left + lead
    return Piece(Span(begin, begin + len(words)), words, first=first, level=piece.level)


@cache
def _verbs() -> tuple[str, ...]:
    return load_words("table_verbs")


@cache
def _surnames() -> tuple[str, ...]:
    return load_words("table_surnames")


@cache
def _unit_end() -> re.Pattern[str]:
    return re.compile(any_of("unit_suffixes") + "$")
