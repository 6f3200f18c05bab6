"""The lines in which a document speaks of itself, and what sets them apart from what a page prints around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.document import Paragraph, Place, Span
from luoshi.engine.outlining.lines import trimmed

if TYPE_CHECKING:
    from luoshi.engine.document import Content

HEAD_LINES = 40
_ISSUER = re.compile(
    r"(?:政府|政府办公[厅室]|委员会|委|办公[厅室]|厅|局|部|院|署|会|总局|集团|公司|大学|学院|学校|中心|法院|检察院|行|党组|指挥部|领导小组|工作专班"
    r"|管委会|联席会议|党工委|社|站|处|总队|支队|大队)$"
)
_NO_ISSUER = re.compile(r"[，。；：:！？《》>»|/]|关于|印发|会议$|^\d|大会$|全会$|机会$|社会$|协作$")
_FURNITURE = re.compile(
    r"[>»|｜]|https?:|^(?:【法宝|原文链接|来源|来自|发布|索\s?引|主题|有效性|字号|字体|浏览|阅读|点击|分享|打印|关闭|返\s?回|当前|您|所在"
    r"|收藏|朗读|无障碍|长者|登录|注册|搜索|检索|扫一扫|责任编辑|编辑|作者|声明|正文|全文|政务微[信博]|新闻|信息分类|目\s?录$|附件|∙|•|×|Loading)"
)
_MENU = re.compile(
    r"(?:(?:通知|公示|公告|通告|信息|政务|政府|政策|法规|规章|制度|文件|公开|目录|指南|年报|规划|计划|标准|解读|法律|地方|部门|热点|专题|专栏"
    r"|栏目|最新|首页|主动|工作|动态|资讯|要闻|人事|财政|统计|总结|报告|分类|规范性|行政|其他|库|网){2,6})"
)


@dataclass(frozen=True, slots=True)
class FactLine:
    """One line of the body with its place; `text` without the white space around it."""

    span: Span
    text: str

    @property
    def squeezed(self) -> str:
        """The line without any white space (通  知 is 通知)."""
        return re.sub(r"\s+", "", self.text)


def fact_lines(content: Content) -> list[FactLine]:
    """The lines of the body, empty ones left out."""
    found: list[FactLine] = []
    for block in content.blocks:
        if isinstance(block, Paragraph) and block.place is not Place.FOOTNOTE:
            span = trimmed(content.text, block.span)
            if len(span):
                found.append(FactLine(span, span.of(content.text)))
    return found


def is_issuer(words: str) -> bool:
    """A line that holds the name of an office and nothing else."""
    return 3 <= len(words) <= 40 and _ISSUER.search(words) is not None and not _NO_ISSUER.search(words)


def is_furniture(words: str) -> bool:
    """What a page prints around its document: menus, paths, sources, counters."""
    return _FURNITURE.search(words) is not None or _MENU.fullmatch(re.sub(r"\s+", "", words)) is not None


def issuer_names(words: str) -> list[str] | None:
    """The offices of a line that holds nothing else, parted by white space; None if it holds something else."""
    names = [name for name in re.split(r"\s+", words) if name]
    if names and all(is_issuer(name) for name in names):
        return names
    whole = "".join(names)
    is_spaced = bool(names) and all(len(name) <= 2 for name in names)
    return [whole] if (is_spaced or len(names) == 1) and is_issuer(whole) else None
