"""Makes the superseding version of a document: the same words but for the amended ones, a new number and date."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.samples.source import Block, Source


def amend(source: Source, table: Path) -> Source:
    """Apply a table of (path, old words, new words); % sets a fact of document or clause."""
    amended = copy.deepcopy(source)
    for row in table.read_text(encoding="utf-8").splitlines()[1:]:
        path, old, new = row.split("\t")
        if path.startswith("%"):
            amended.facts[path[1:]] = new
        elif path == "before-signature":
            amended.blocks.insert(signature_of(amended), paragraph_like(amended, new))
        else:
            replace_words(amended, path, old, new)
    return amended


def replace_words(source: Source, path: str, old: str, new: str) -> None:
    block = next(block for block in source.items() if block.path == path)
    if old.startswith("%"):
        block.facts[old[1:]] = [new]
        return
    if block.text.count(old) != 1:
        raise ValueError(f"{path}: the old words stand {block.text.count(old)} times")
    block.text = block.text.replace(old, new)


def signature_of(source: Source) -> int:
    return next(index for index, block in enumerate(source.blocks) if block.kind == "sign")


def paragraph_like(source: Source, words: str) -> Block:
    block = copy.deepcopy(next(block for block in source.blocks if block.kind == "paragraph"))
    block.text, block.facts = words, {}
    return block
