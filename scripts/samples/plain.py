"""A sample as plain text, one block a line, the way such a text is sent by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.samples.labels import note_of
from scripts.samples.layout import MARKERS, spell_date
from scripts.samples.source import chinese

if TYPE_CHECKING:
    from scripts.samples.source import Block, Source

INDENT = "　　"


def write_plain(source: Source) -> str:
    lines = []
    for block in source.blocks:
        lines += plain_lines(source, block)
        if block.kind == "title" and "doc_number" in source.facts and source.facts["doc_number"] not in lines:
            lines.append(source.facts["doc_number"])
    return "\n".join(lines) + "\n"


def plain_lines(source: Source, block: Block) -> list[str]:
    if block.kind == "item":
        return [INDENT + MARKERS[source.facts["kind"]](block.number) + block.text + note_of(block)]
    if block.kind == "heading1":
        return [f"{INDENT}{chinese(block.number)}、{block.text}"]
    if block.kind == "sign":
        return [*block.text.split("｜"), spell_date(source.signed_on)]
    return [INDENT + block.text] if block.kind == "paragraph" else [block.text]
