"""The line over a table that says what it is (附件2 …任务分解表, 表1 …)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.document import Paragraph
from luoshi.engine.outlining.lines import trimmed
from luoshi.engine.tables.columns import compact

if TYPE_CHECKING:
    from luoshi.engine.document import Block, Span

_LONGEST = 60
_REMARKS = ("单位：", "单位:", "（单位", "(单位", "填报单位", "填表单位", "计量单位")


def caption_before(blocks: tuple[Block, ...], index: int, text: str) -> Span | None:
    """The line before `blocks[index]`, remarks such as 单位：万元 skipped; None for a sentence or a table."""
    for block in reversed(blocks[:index]):
        if not isinstance(block, Paragraph):
            return None
        span = trimmed(text, block.span)
        words = span.of(text)
        if words.startswith(_REMARKS):
            continue
        squeezed = compact(words)
        return span if 0 < len(squeezed) <= _LONGEST and squeezed[-1] not in "。；;，,：:" else None
    return None
