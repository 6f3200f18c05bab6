"""Linked reading over 50,000 clauses: time to build the index and to answer for one clause."""

from __future__ import annotations

import time

from bench.measuring import median_seconds, print_figure
from bench.varied_text import texts
from luoshi.engine.linking import LinkClause, LinkDocument, LinkIndex

DOCUMENTS, CLAUSES, LENGTH = 1_000, 50, 100


def run() -> None:
    """Building and asking; there is no peer to compare with, the figures stand alone."""
    documents = _documents()
    start = time.perf_counter()
    index = LinkIndex(documents)
    print_figure("linking: index of 50,000 clauses", time.perf_counter() - start, "s")
    seconds = median_seconds(lambda: index.related("d7", "七"), runs=21)
    print_figure("linking: related clauses of one clause", seconds * 1e3, "ms")


def _documents() -> list[LinkDocument]:
    words = texts(DOCUMENTS * CLAUSES, LENGTH, seed=6)
    return [
        LinkDocument(
            f"d{number}",
            f"滨川市关于做好第{number}号事项的意见",
            tuple(LinkClause("七" if place == 7 else str(place), next(words)) for place in range(CLAUSES)),
        )
        for number in range(DOCUMENTS)
    ]
