"""The lines in which a document speaks of itself, and what sets them apart from what a page prints around them."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.document import Paragraph, Place, Span
from luoshi.engine.outlining.lines import trimmed

if TYPE_CHECKING:
    from luoshi.engine.document import Content

HEAD_LINES = 40
_HASHES = re.compile(r"#{1,6}\s+")
_FEW, _WHOLE_TEXT = 3, 150
"""A text of so few lines lost its line breaks; from so many characters on a line is the text and no title."""
_NUMBER_AHEAD = r"(?=[\u4e00-\u9fff]{1,8}\s?[〔［\[（(]\s?20\d\d\s?[〕］\]）)])"
_LOST_BREAK = re.compile(
    rf"[。：:；;]|的(?:通知|意见|决定|通报|批复|通告|公告|函)(?=\s)|的(?:通知|意见|决定|通报|批复|通告|公告|函)(?![》”])(?={_NUMBER_AHEAD}|各|省|市|为|第一)"
    rf"|(?:方案|办法|计划|规划|规定|措施|要点|意见|细则)(?![》”）)的等和及，。、；])(?={_NUMBER_AHEAD}|第一章|一、|为|根据|按照)"
    r"|[〕］\]）)]\s?第?\d{1,4}\s?号[）)]?(?=各|省|市|国|全|县|区|[\u4e00-\u9fff]{2,30}[、，,：:])"
    r"|\d日(?=[（(][^（）()]{2,20}[）)])"
    r"|(?:[）)]|\d日)(?=[\u4e00-\u9fff\d“”]{4,60}(?:方案|办法|计划|规划|措施|要点|意见)(?:为|一、|第一章|根据))"
)
_ISSUER = re.compile(
    r"(?:政府|政府办公[厅室]|委员会|委|办公[厅室]|厅|局|部|院|署|会|总局|集团|公司|大学|学院|学校|中心|法院|检察院|行|党组|指挥部|领导小组|工作专班"
    r"|管委会|联席会议|党工委|社|站|处|总队|支队|大队)$"
)
_NO_ISSUER = re.compile(r"[，。；：:！？《》>»|/]|关于|印发|会议$|^\d|大会$|全会$|机会$|社会$|协作$")
_FURNITURE = re.compile(
    r"[>»|｜]|https?:|^(?:[-*]\s)?\*\*[^*]{2,12}\*\*\s?[:：]|^(?:【法宝|原文链接|来源|来自|发布|索\s?引|主题|有效性|字号|字体|浏览|阅读|点击|分享|打印|关闭|返\s?回|当前|您|所在"
    r"|收藏|朗读|无障碍|长者|登录|注册|搜索|检索|扫一扫|责任编辑|编辑|作者|声明|正文|全文|政务微[信博]|新闻|信息分类|目\s?录$|附件|∙|•|×|Loading)"
)
_MENU = re.compile(
    r"(?:(?:通知|公示|公告|通告|信息|政务|政府|政策|法规|规章|制度|文件|公开|目录|指南|年报|规划|计划|标准|解读|法律|地方|部门|热点|专题|专栏"
    r"|栏目|最新|首页|主动|工作|动态|资讯|要闻|人事|财政|统计|总结|报告|分类|规范性|行政|其他|库|网){2,6})"
)


class FactLine(NamedTuple):
    """One line of the body with its place; `text` without the white space around it."""

    span: Span
    text: str

    @property
    def squeezed(self) -> str:
        """The line without any white space (通  知 is 通知)."""
        return "".join(self.text.split())


def fact_lines(content: Content) -> list[FactLine]:
    """The lines of the body, empty ones left out."""
    found: list[FactLine] = []
    for block in content.blocks:
        if isinstance(block, Paragraph) and block.place is not Place.FOOTNOTE:
            span = trimmed(content.text, block.span)
            if block.level is not None and (hashes := _HASHES.match(span.of(content.text))):
                span = Span(span.start + hashes.end(), span.end)
            if len(span):
                found.append(FactLine(span, span.of(content.text)))
    if len(found) > _FEW and not _share_a_line(content.text, found):
        return found
    return [piece for line in found for piece in _broken(line)]


def _share_a_line(text: str, lines: list[FactLine]) -> bool:
    """Whether paragraphs follow one another without a line end: the text lost them, its indents are left."""
    pairs = itertools.islice(itertools.pairwise(lines), HEAD_LINES)
    gaps = (text[line.span.end : following.span.start] for line, following in pairs)
    return any(len(f"{gap}.".splitlines()) == 1 for gap in gaps)


def _broken(line: FactLine) -> list[FactLine]:
    """The statements of a line that holds a whole text: title, number, addressees, sentences, signature."""
    if len(line.text) < _WHOLE_TEXT:
        return [line]
    cuts = [0, *(found.end() for found in _LOST_BREAK.finditer(line.text)), len(line.text)]
    spans = (trimmed(line.text, Span(start, end)) for start, end in itertools.pairwise(cuts))
    return [FactLine(span.shifted(line.span.start), span.of(line.text)) for span in spans if len(span)]


def is_issuer(words: str) -> bool:
    """A line that holds the name of an office and nothing else."""
    return 3 <= len(words) <= 40 and _ISSUER.search(words) is not None and not _NO_ISSUER.search(words)


def is_furniture(words: str) -> bool:
    """What a page prints around its document: menus, paths, sources, counters."""
    return _FURNITURE.search(words) is not None or _MENU.fullmatch("".join(words.split())) is not None


def signers(words: str) -> list[str]:
    """The offices before the date of a signature on one line; white space may part them or break a name."""
    whole = "".join(words.split())
    return issuer_names(words) or ([whole] if is_issuer(whole) else [])


def issuer_names(words: str) -> list[str] | None:
    """The offices of a line that holds nothing else, parted by white space; None if it holds something else."""
    names = [name for name in re.split(r"\s+", words) if name]
    if names and all(is_issuer(name) for name in names):
        return names
    whole = "".join(names)
    is_spaced = bool(names) and all(len(name) <= 2 for name in names)
    return [whole] if (is_spaced or len(names) == 1) and is_issuer(whole) else None
