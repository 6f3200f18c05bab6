"""Tells a document's own secrecy mark (绝密★ 机密★1年 at its head) from words about secrecy in its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.document import Fact, Paragraph, Span

if TYPE_CHECKING:
    from luoshi.engine.document import Content

_HEAD_BLOCKS = 12
"""The mark stands at the top left of the first page (GB/T 9704-2012, 7.2.2), above title and addressee."""
_GRADE = r"(?:绝\s?密|机\s?密|秘\s?密)"
_PERIOD = (
    r"(?:长期|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,3}\s?(?:年|个?月|[日天])"
    r"|[一二三四五六七八九十]{1,3}\s?(?:年|个?月)|[启公开发考解][\u4e00-\u9fff]{1,5}前)"
)
_BEFORE, _BEHIND = r"(?:^|(?<=[\s【】\[（(：:]))", r"(?=$|[\s】\]）)]|[特加平]急|急件)"
_STARRED = re.compile(rf"{_BEFORE}(?P<mark>{_GRADE}\s?[★☆*＊]\s?{_PERIOD}?){_BEHIND}")
_ALONE = re.compile(rf"{_BEFORE}(?P<mark>{_GRADE}(?:\s?{_PERIOD})?){_BEHIND}")
_BESIDE = re.compile(
    r"份\s?号|密\s?级|保密期限|\d{3,8}|特\s?急|加\s?急|平\s?急|特\s?提|急\s?件|[\s:：【】\[\]（）()、，]"
)
"""What may stand on the line of a grade without ★: copy number, urgency, the label of the grade."""
_LONGEST = 60


def find_secrecy_mark(content: Content) -> Fact | None:
    """The document's own mark with its place, or None.

    A mark is a grade with ★ or a period, a grade behind the label 密级, or a grade alone on a line of the head of
    the document or of its page heads. 商业秘密, 保密工作, 机密级计算机 in the text are none.
    """
    for text in content.apart:
        if (found := _mark(text.strip())) is not None:
            return Fact(found.group("mark"), Span(0, 0), "secrecy.page_head")
    for block in content.blocks[:_HEAD_BLOCKS]:
        spans = [block.span] if isinstance(block, Paragraph) else [cell.span for cell in block.cells[:6]]
        for span in spans:
            words = span.of(content.text)
            for line in re.finditer(r"[^\n]+", words[:400]):
                stripped = line.group().strip()
                if (found := _mark(stripped)) is not None:
                    start = span.start + line.start() + line.group().index(stripped)
                    at = Span(start + found.start("mark"), start + found.end("mark"))
                    return Fact("".join(found.group("mark").split()), at, "secrecy.mark")
    return None


def _mark(line: str) -> re.Match[str] | None:
    """A mark may share its line with copy number, urgency and document number (000012 机密★1年 特急)."""
    if len(line) > _LONGEST:
        return None
    starred = _STARRED.search(line)
    if starred:
        return starred
    alone = _ALONE.search(line)
    if alone and not _BESIDE.sub("", line[: alone.start()] + line[alone.end() :]):
        return alone
    return None
