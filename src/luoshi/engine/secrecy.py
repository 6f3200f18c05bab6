"""Tells a document's own secrecy mark (绝密★ 机密★1年 at its head) from words about secrecy in its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.document import Fact, Paragraph, Span

if TYPE_CHECKING:
    from luoshi.engine.document import Content

_HEAD_BLOCKS = 12
"""The mark stands at the top left of the first page (GB/T 9704-2012, 7.2.2), above title and addressee."""
_PERIOD = r"(?:长期|\d{1,3}\s?[年月日天]|[一二三四五六七八九十]{1,3}\s?[年月])"
_MARK = re.compile(
    rf"^(?:密\s?级\s?[:：]?\s?)?(?P<mark>(?:绝\s?密|机\s?密|秘\s?密)\s?(?:[★☆]\s?{_PERIOD}?|{_PERIOD}|[*＊]\s?{_PERIOD}))"
)
_LABELLED = re.compile(r"^密\s?级\s?[:：]\s?(?P<mark>绝\s?密|机\s?密|秘\s?密)")
_BARE = re.compile(r"^(?P<mark>绝\s?密|机\s?密|秘\s?密)$")


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
                    return Fact(re.sub(r"\s", "", found.group("mark")), at, "secrecy.mark")
    return None


def _mark(line: str) -> re.Match[str] | None:
    """A mark may share its line with the copy number (000012 机密★1年)."""
    if len(line) > 60:
        return None
    words = re.sub(r"^(?:份\s?号\s?[:：]?\s?)?\d{6}\s+", "", line)
    found = _MARK.match(words) or _LABELLED.match(words) or _BARE.match(words)
    if found and words != line:
        return re.compile(rf".*?(?P<mark>{re.escape(found.group('mark'))})").match(line)
    return found
