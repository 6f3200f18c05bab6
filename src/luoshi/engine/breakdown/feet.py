"""Takes off what stands below the text of a document and belongs to no clause: signature, date, distribution."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.annotations.labels import starts_with_label
from luoshi.engine.facts.dates import is_dated, is_signed
from luoshi.engine.outlining.parts import is_date_line, is_publication_line

if TYPE_CHECKING:
    from luoshi.engine.document import Span

_FOOT = re.compile(
    r"(?:抄\s?送|分\s?送|发\s?送|主\s?送|出\s?席|列\s?席|参加(?:人员|会议)?|缺\s?席|请\s?假|主\s?持(?:人)?|记\s?录(?:人)?"
    r"|主\s?题\s?词|联系(?:人|电话|方式)|来\s?源|作\s?者|编\s?辑|责任编辑|审\s?核|初\s?审|终\s?审|校\s?对|更新时间|更新日期)\*{0,2}\s?[:：]"
    r"|[【\[]?(?:原文下载|相关附件|附件下载|相关文件|相关链接)[】\]]?[:：]?$|(?:[-*]\s)?!?\[[^\]\n]{1,200}\]\([^)\n]{1,400}\)$"
    r"|(?:特此|此)(?:通知|通报|通告|公告|函告|函达|函复|复|函|批复|报告)[。！]?$"
    r"|(?:再次)?感谢(?:您|贵|你们)[^\n]{0,60}$"
    r"|.{4,60}\d{4}年\d{1,2}月\d{1,2}日\s?印发$"
    r"|[用请打微]?.{0,6}(?:扫一扫|扫描二维码|打印本页|关闭窗口|分享到|返回顶部|上一篇|下一篇|相关链接|相关附件|附件下载)"
)
"""Lines that stand at the foot of minutes, documents and pages."""
_ATTACHMENT = re.compile(r"附\s?[件表录]?\s?\d{0,2}\s?[:：]")
_ATTACHED = re.compile(r"附\s?[件表录]\s?\d{0,2}\s?[:：][^。；;，,]{2,60}")
"""附件：任务清单 on a line of its own names a paper and asks for nothing."""
_IN_BRACKETS = re.compile(r"[（(\[【][^（）()]{2,60}[）)\]】]")
_LONGEST_SIGNATURE = 45
_SENTENCE = 40
"""Characters from which a line below the date is text again."""


def without_foot(text: str, lines: list[Span]) -> list[Span]:
    """The lines of a clause without signature, date, attendance, distribution and what a page prints below them."""
    kept: list[Span] = []
    is_signed_off = False
    for line in lines:
        words = line.of(text)
        if is_date_line(words) or is_dated(words) or is_signed(words):
            is_signed_off = True
            while kept and _is_signature(kept[-1].of(text)):
                kept.pop()
        elif is_signed_off and not (len(words) >= _SENTENCE and re.search(r"[。；;]", words)):
            continue
        elif not (is_publication_line(words) or _FOOT.match(words) or _ATTACHED.fullmatch(words)):
            kept.append(line)
    return _without_attachment_list(text, kept) if is_signed_off else kept


def _is_signature(words: str) -> bool:
    """A short line without sentence punctuation right above a date, or a remark in brackets."""
    if starts_with_label(words):
        return False
    return len(words) <= _LONGEST_SIGNATURE and words[-1] not in "。；;：:，）)"


def _without_attachment_list(text: str, lines: list[Span]) -> list[Span]:
    """附件：1.… 2.… above the signature."""
    for i, line in enumerate(lines):
        if _ATTACHMENT.match(line.of(text)):
            return lines[:i]
    return lines
