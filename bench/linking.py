"""Linked reading over 50,000 clauses: time to build the index, to add a document, and to answer for one clause."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from bench.measuring import print_figure
from bench.varied_text import texts
from luoshi.engine.linking import LinkClause, LinkDocument, LinkIndex

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENTS, CLAUSES, LENGTH, ADDED = 1_000, 50, 100, 40


def run() -> None:
    """Building and asking; there is no peer to compare with, the figures stand alone."""
    documents = _documents()
    start = time.perf_counter()
    index = LinkIndex(documents)
    print_figure("linking: index of 50,000 clauses", time.perf_counter() - start, "s")
    added = [_seconds(lambda one=one: index.add(one)) for one in _documents(seed=7, first=DOCUMENTS, count=ADDED)]
    print_figure("linking: one document more, p50", float(np.percentile(added, 50)) * 1e3, "ms")
    print_figure("linking: one document more, p95", float(np.percentile(added, 95)) * 1e3, "ms")
    removed = [_seconds(lambda key=f"d{key}": index.remove(key)) for key in range(DOCUMENTS, DOCUMENTS + ADDED)]
    print_figure("linking: one document taken out, p50", float(np.percentile(removed, 50)) * 1e3, "ms")
    asked = [_seconds(lambda key=f"d{key}": index.related(key, "七")) for key in range(0, DOCUMENTS, 5)]
    print_figure("linking: related clauses of one clause, p50", float(np.percentile(asked, 50)) * 1e3, "ms")
    print_figure("linking: related clauses of one clause, p95", float(np.percentile(asked, 95)) * 1e3, "ms")


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _documents(*, seed: int = 6, first: int = 0, count: int = DOCUMENTS) -> list[LinkDocument]:
    words = texts(count * CLAUSES, LENGTH, seed=seed)
    return [
        LinkDocument(
            f"d{number}",
            f"滨川市关于做好第{number}号事项的意见",
            tuple(LinkClause("七" if place == 7 else str(place), next(words)) for place in range(CLAUSES)),
        )
        for number in range(first, first + count)
    ]
