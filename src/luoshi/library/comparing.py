"""Compares two versions of a document clause by clause; an inserted clause makes no later one look changed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from luoshi.library.digests import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from luoshi.library.models import Clause, Document

NEAR = 45.0
"""From this likeness on (0 to 100) a new stretch is taken for what became of an old one."""
SAME_PLACE = 15.0
"""What the same number adds to the likeness."""
_IDLE = re.compile(
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[\u4e00-\u9fffA-Za-z]{1,16}[〔［\[]\d{4}[〕］\]]第?\d{1,5}号"
    r"|本[\u4e00-\u9fff]{2,8}自.{1,60}(?:施行|执行|实施|生效).{0,400}|有效期至.{1,30}"
)
"""Lines in which every version differs and which ask for nothing: date, number, when it comes into force."""
_NUMBER_CELL = re.compile(r"\d{1,4}\.?")


@dataclass(frozen=True)
class Stretch:
    """What is compared: a clause's own words, or one row of a table; numbers in front do not count."""

    clause: int
    path: str
    start: int
    end: int
    words: str
    digest: str


@dataclass(frozen=True)
class Difference:
    """An old stretch and what stands in its place; None where the words are gone."""

    old: Stretch
    new: Stretch | None


def stretches_of(document: Document, clauses: Sequence[Clause]) -> list[Stretch]:
    """The stretches of a document in the order of its text; `clauses` in the same order."""
    tables = [block for block in document.blocks if block[0] == "t"]
    found: list[Stretch] = []
    for clause in clauses:
        inside = [table for table in tables if clause.words_start <= table[1] < clause.words_end]
        at = clause.words_start
        for table in inside:
            found += _stretch(document, clause, at, table[1])
            found += _rows(document, clause, table)
            at = table[2]
        found += _stretch(document, clause, at, clause.words_end)
    return found


def differences(old: Sequence[Stretch], new: Sequence[Stretch]) -> list[Difference]:
    """The old stretches whose words the new version does not have, each with its nearest new one."""
    left = Counter(stretch.digest for stretch in new)
    missing = [stretch for stretch in old if not _take(left, stretch.digest)]
    kept = Counter(stretch.digest for stretch in old)
    added = [stretch for stretch in new if not _take(kept, stretch.digest)]
    pairs = _pairs(missing, added)
    return [Difference(stretch, pairs.get(number)) for number, stretch in enumerate(missing)]


def _pairs(missing: Sequence[Stretch], added: Sequence[Stretch]) -> dict[int, Stretch]:
    """Number of an old stretch → the new one that is most like it; each is used once, the likest pairs first."""
    if not missing or not added:
        return {}
    scores = process.cdist([s.words for s in missing], [s.words for s in added], scorer=fuzz.ratio, score_cutoff=20)
    ranked = sorted(
        (
            (float(score) + SAME_PLACE * (missing[i].path == added[j].path), i, j)
            for i, row in enumerate(scores)
            for j, score in enumerate(row)
            if score > 0
        ),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    pairs: dict[int, Stretch] = {}
    used: set[int] = set()
    for score, i, j in ranked:
        if score >= NEAR and i not in pairs and j not in used:
            pairs[i] = added[j]
            used.add(j)
    return pairs


def _take(left: Counter[str], digest: str) -> bool:
    """Use one of the stretches with this digest up, if one is left."""
    if left[digest] <= 0:
        return False
    left[digest] -= 1
    return True


def _stretch(document: Document, clause: Clause, start: int, end: int) -> list[Stretch]:
    lines = document.text[start:end].split("\n")
    words = "\n".join(line for line in lines if not _IDLE.fullmatch(re.sub(r"\s", "", line)))
    if not words.strip():
        return []
    return [Stretch(clause.pk, clause.path, start, end, words, digest_of(words))]


def _rows(document: Document, clause: Clause, table: list[Any]) -> Iterator[Stretch]:
    """The rows of a table; a number in the first column is the row's marker and does not count."""
    rows: dict[int, list[tuple[int, int, int]]] = {}
    for start, end, row, column, *_size in table[4]:
        rows.setdefault(row, []).append((column, start, end))
    for cells in (sorted(row) for _number, row in sorted(rows.items())):
        texts = [document.text[start:end].strip() for column, start, end in cells]
        if cells[0][0] == 0 and _NUMBER_CELL.fullmatch(texts[0]):
            texts = texts[1:]
        words = "\t".join(texts)
        if words.strip():
            start, end = min(cell[1] for cell in cells), max(cell[2] for cell in cells)
            yield Stretch(clause.pk, clause.path, start, end, words, digest_of(words))
