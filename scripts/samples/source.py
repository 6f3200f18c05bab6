"""The marked-up texts of the samples: one line one block, an indented line a fact about the block above it.

%key value          a fact about the document, or from here on (`%style`)
= words             a title line
> words             the addressees
# words, ## words   headings of the first and second level
* words             a numbered item
@name words         sign, page, attachment, attachment-list, indicators, tasks, end, date, byline
| cell | cell |     a row of the table that was opened last
words               a paragraph
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NUMERALS = "零一二三四五六七八九"
HEADS = {"rules": ("第{}章", ""), "outline": ("第{}章", "第{}节")}
BLOCKS = {"=": "title", ">": "addressee", "#": "heading1", "##": "heading2", "*": "item"}


def chinese(number: int) -> str:
    """十一 for 11; enough for the numbers below one hundred that the samples have."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十"
    return head + (NUMERALS[ones] if ones or not tens else "")


@dataclass
class Block:
    """One block of a sample: what it is, its words, the facts under it, and where it is numbered."""

    kind: str
    text: str
    style: str = ""
    facts: dict[str, list[str]] = field(default_factory=dict)
    cells: list[list[str]] = field(default_factory=list)
    path: str = ""
    number: int = 0

    def fact(self, name: str) -> str:
        return self.facts.get(name, [""])[0]

    def names(self, role: str) -> list[str]:
        return [name for name in self.fact(role).split("、") if name]

    def sentences(self) -> list[str]:
        """The sentences of an item, its run-in heading left out."""
        head, body = split_heading(self.text)
        return [sentence + "。" for sentence in (body if head else self.text).split("。") if sentence]


@dataclass
class Source:
    """A sample as written: its facts and its blocks in order."""

    facts: dict[str, str]
    blocks: list[Block]

    @property
    def signed_on(self) -> date:
        return date.fromisoformat(self.facts["signed_on"])

    @property
    def title(self) -> str:
        lines = []
        for block in self.blocks:
            if block.kind == "title":
                lines.append(block.text)
            elif lines:
                break
        return "".join(lines)

    def items(self) -> list[Block]:
        return [block for block in self.blocks if block.kind == "item"]


def split_heading(text: str) -> tuple[str, str]:
    """The run-in heading of an item and the rest: `("稳定面积。", "逐级下达…。")`; no heading gives ("", text)."""
    end = text.find("。") + 1
    if 0 < end <= 24 and end < len(text):
        return text[:end], text[end:]
    return "", text


def read_source(file: Path) -> Source:
    facts: dict[str, str] = {}
    blocks: list[Block] = []
    style = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("%style "):
            style = line.removeprefix("%style ")
        elif line.startswith("%"):
            key, _, value = line[1:].partition(" ")
            facts[key] = value
        elif line.startswith("  "):
            key, _, value = line.strip().partition(": ")
            blocks[-1].facts.setdefault(key, []).append(value)
        elif line.startswith("|"):
            blocks[-1].cells.append([cell.strip() for cell in line.strip("|").split("|")])
        elif line:
            blocks.append(read_block(line, style))
    source = Source(facts, blocks)
    place_blocks(source)
    return source


def read_block(line: str, style: str) -> Block:
    mark, _, words = line.partition(" ")
    if mark.startswith("@"):
        return Block(mark[1:], words, style)
    if mark in BLOCKS:
        return Block(BLOCKS[mark], words, style)
    return Block("paragraph", line, style)


def place_blocks(source: Source) -> None:
    """Number headings and items and give each its path of printed markers."""
    heads = HEADS.get(source.facts.get("kind", ""), ("{}", "({})"))
    first = second = item = 0
    top, under = "", ""
    for block in source.blocks:
        if block.kind == "attachment":
            top, under, second = block.text, "", 0
        elif block.kind == "heading1":
            first, second = first + 1, 0
            top, under = heads[0].format(chinese(first)), ""
            block.number, block.path = first, top
        elif block.kind == "heading2":
            second += 1
            under = heads[1].format(chinese(second))
            block.number, block.path = second, f"{top}/{under}"
        elif block.kind == "item":
            item += 1
            block.number = item
            block.path = "/".join(filter(None, (top, under, item_marker(source, item))))


def item_marker(source: Source, number: int) -> str:
    """The marker of an item without its points: 1, (一) or 第一条, as the kind of document has it."""
    kind = source.facts.get("kind", "")
    forms = {"opinion": "({})", "minutes": "{}", "rules": "第{}条"}
    return forms[kind].format(chinese(number)) if kind in forms else str(number)
