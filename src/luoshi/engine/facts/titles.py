"""Finds a document's title, which may run over several lines below a site's or an office's head."""

from __future__ import annotations

import itertools
import re

from luoshi.engine.document import Fact, Span
from luoshi.engine.facts.dates import is_dated
from luoshi.engine.facts.lines import HEAD_LINES, FactLine, is_furniture, issuer_names
from luoshi.engine.facts.numbers import NUMBER
from luoshi.engine.outlining.markers import Style, parse_marker

_KIND = (
    r"(?:通知|意见|方案|计划|办法|决定|通报|规定|细则|规划|纲要|要点|函|批复|报告|请示|公告|通告|措施|政策|条例|章程|清单|纪要|命令|令|议案|守则|讲话|总结"
    r"|建议|指南|规则|制度|体会|指引|标准|预案|工作安排|分工|分解|分解表|任务表|分工表|台账|目录|准则|规程|公报|倡议书|责任书|任务书|答复|简报|汇报|行动|若干条)"
)
_END = re.compile(rf"{_KIND}(?:[（(〔][^（）()]{{1,30}}[）)〕])?$")
_ENCLOSED = re.compile(rf"(?:[^《》]{{0,30}}号)?《[^《》]{{4,150}}{_KIND}(?:[（(〔][^（）()]{{1,30}}[）)〕])?》$")
_TAIL = re.compile(
    r"[（(〔](?:[^（）()]{0,20}(?:试行|暂行|征求意见|送审|修订|草案|节选|摘要|版|年)[^（）()]{0,20})[）)〕]"
)
_LABEL = re.compile(
    r"^(?:[-•·∙*]\s{0,3})?(?:标\s*题|名\s*称|文件名称|发文标题|信息名称|原标题|题\s*目|政策解读|文\s*名)\s*[】\]]?[\s:：|｜]{1,8}"
)
_IN_BRACKETS, _STAMP = re.compile(r"^[（(].*[）)]$"), re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_ANY_LABEL = re.compile(r"^[\u4e00-\u9fff]{2,6}\s?[:：]")
_BODY = re.compile(r"[:：]$|。$")
_SENTENCE = re.compile(r"[。；;！!]|[:：，,、]$|(?:[，,].*){3}")
_COMPLETE = re.compile(r"关于|印发|转发|下达|公布|发布")
_LATIN_END, _LATIN_START = re.compile(r"[A-Za-z]\w*$"), re.compile(r"\w*[A-Za-z]", re.ASCII)
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,12}(?:省|市|县|区|旗|州|盟|镇|乡|街道)")
_RED_HEAD = re.compile(r".{2,40}文件")
_GOES_ON = tuple("和与及暨的")
"""2026年打击侵权和 / 制售假冒工作要点: a line of a title does not end so."""
_LONGEST, _LONGEST_FIRST, _MOST_LINES, _SHORT = 160, 60, 5, 9
_BARE_KIND = 4
"""Characters of a line that names a kind of paper and not the matter: 台账, 任务清单."""


def find_title(text: str, lines: list[FactLine]) -> Fact | None:
    """The first run of one to five lines of the head that ends in the name of a kind of document, else its first line.

    Joint issuers stay parted by a space; white space else and a document number before the title are left out.
    """
    head = _head(lines)
    squeezed = "".join(text[:20_000].split())
    ends = [i for i, line in enumerate(head) if _may_end(line)]
    found = [_title(head, end, squeezed) for end in ends]
    found = [title for title in found if len(title.value) > _BARE_KIND] or found  # a sheet's name (台账), a menu's word
    announced = [title for title in found[1:] if "关于" in title.value and _stands_first(head, title)]
    if found and announced and "关于" not in found[0].value:
        return announced[0]  # a page's own headline stands above the title that says 关于
    return next(iter(found), None) or _labelled(head) or _first_line(head)


def _title(head: list[FactLine], end: int, text: str) -> Fact:
    start = _beginning(head, end, text)
    return _fact(head[start : end + 1 + _has_tail(head, end + 1)])


def _stands_first(head: list[FactLine], title: Fact) -> bool:
    """Whether a title stands above the addressees and the text."""
    return not any(_BODY.search(line.text) for line in head if line.span.end <= title.span.start)


def _head(lines: list[FactLine]) -> list[FactLine]:
    """The lines before the first number of the body."""
    for i, line in enumerate(lines[:HEAD_LINES]):
        marker = parse_marker(line.text)
        if marker and (marker.style <= Style.ARABIC or marker.style is Style.CHINESE_BRACKETED):
            return lines[:i]
    return lines[:HEAD_LINES]


def _may_stand(line: FactLine) -> bool:
    """Whether a line can be part of a title: no sentence, no date, no number, no furniture of a page."""
    words = line.text
    if len(line.squeezed) > _LONGEST or is_dated(words) or is_furniture(words) or _LABEL.match(words):
        return False
    if any(pattern.search(words) for pattern in (_SENTENCE, _ANY_LABEL, _IN_BRACKETS, _STAMP)):
        return False
    return not NUMBER.fullmatch(words.strip("（）() ")) and not _RED_HEAD.fullmatch(line.squeezed)


def _may_end(line: FactLine) -> bool:
    words = line.squeezed
    if not _may_stand(line) or len(words) < 2:
        return False
    return _END.search(words) is not None or _ENCLOSED.match(words) is not None


def _has_tail(head: list[FactLine], at: int) -> bool:
    """（试行） or （2024—2026年） on a line of its own below the title."""
    return at < len(head) and _TAIL.fullmatch(head[at].squeezed) is not None and not is_dated(head[at].text)


def _beginning(head: list[FactLine], end: int, text: str) -> int:
    """The first line of the title that ends on line `end`."""
    start = end
    while start > 0 and end - start < _MOST_LINES - 1 and _may_stand(head[start - 1]):
        above = head[start - 1]
        run = "".join(line.squeezed for line in head[start : end + 1])
        names = issuer_names(above.text) is not None or _PLACE.fullmatch(above.squeezed) is not None
        if _COMPLETE.search(run):
            goes_on = (names and not _is_named_again(above.squeezed, run)) or _is_open(above.squeezed)
        else:
            goes_on = (
                names
                or len(run) < _SHORT
                or above.squeezed.endswith(_GOES_ON)
                or above.squeezed + run in text.replace(above.squeezed + run, "", 1)
            )
            goes_on = goes_on or _reaches_complete(head, start - 1, end)
        if not goes_on:
            break
        start -= 1
    return start


def _is_named_again(above: str, run: str) -> bool:
    """A site's head above a title that names the same place itself: 滨川市人民政府 / 滨川市关于…."""
    own = run.split("关于", 1)[0]
    return len(own) > 2 and above.startswith(own)


def _is_open(words: str) -> bool:
    """A line that cannot be a title's neighbour only: 关于印发2026年市, with a bracket or a word left open."""
    is_broken = words.count("《") > words.count("》") or words.endswith(_GOES_ON)
    return is_broken or re.match(r".{0,30}关于", words) is not None


def _reaches_complete(head: list[FactLine], at: int, end: int) -> bool:
    """Whether a line with 关于 or 印发 stands at most a few lines above, and nothing but title lines between."""
    for line in reversed(head[max(0, end - _MOST_LINES + 1) : at + 1]):
        if not _may_stand(line) or _END.search(line.squeezed):
            return False
        if _COMPLETE.search(line.squeezed):
            return True
    return False


def _fact(lines: list[FactLine]) -> Fact:
    words = ""
    for i, line in enumerate(lines):
        part = _joined(line.text)
        follows = i > 0 and issuer_names(lines[i - 1].text) is not None and issuer_names(line.text) is not None
        words += (" " if follows or _are_latin(words, part) else "") + part
    number = NUMBER.match(words)
    if number and len(words) > number.end() + 4:
        words = words[number.end() :].strip(" ：:")
    if words.startswith("《") and words.endswith("》") and words.count("关于"):
        words = words[1:-1]
    return Fact(words, Span(lines[0].span.start, lines[-1].span.end), "fact.title")


def _joined(words: str) -> str:
    """The line without white space, except between two Latin words and between two joint issuers."""
    pieces = re.split(r"\s+", words)
    joined = pieces[0]
    for left, right in itertools.pairwise(pieces):
        names = issuer_names(left) and (issuer_names(right) or issuer_names(re.split("关于|印发", right)[0]))
        joined += (" " if _are_latin(left, right) or (names and len(left) > 3) else "") + right
    return joined


def _are_latin(left: str, right: str) -> bool:
    """AI Agent: words between which the space is meant."""
    return _LATIN_END.search(left) is not None and _LATIN_START.match(right) is not None


def _labelled(head: list[FactLine]) -> Fact | None:
    """标题：… in the table of facts of a page."""
    for line in head:
        label = _LABEL.match(line.text)
        words = re.sub(r"[\s|｜]+$|\s", "", re.split(r"[|｜]", line.text[label.end() :])[0]) if label else ""
        if label and _END.search(words):
            return Fact(words, line.span, "fact.title_label")
    return None


def _first_line(head: list[FactLine]) -> Fact | None:
    for line in head[:5]:
        if re.search(r"[:：]$", line.text):
            return None
        if (
            _may_stand(line)
            and len(line.squeezed) <= 60
            and not parse_marker(line.text)
            and issuer_names(line.text) is None
        ):
            return Fact(line.text, line.span, "fact.first_line")
    return None
