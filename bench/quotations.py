"""Quotation check against 100 million characters: time, index speed and size, against rapidfuzz and FTS5."""

from __future__ import annotations

import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rapidfuzz import fuzz

from bench.varied_text import texts
from luoshi.engine.quotations import LibraryDocument, LibraryIndex, Verdict, check_quotations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from luoshi.engine.quotations import Library

T = TypeVar("T")
DOCUMENTS, LENGTH = 5_000, 20_000
ESSAYS, ESSAY_LENGTH, QUOTATIONS = 40, 3_000, 30


def run() -> None:
    """Build the index of a library of 100 million characters, then check 40 reflections of 30 quotations each."""
    folder = Path(tempfile.mkdtemp(prefix="luoshi-bench-"))
    try:
        _run(folder)
    finally:
        shutil.rmtree(folder)


def _run(folder: Path) -> None:
    corpus = list(texts(DOCUMENTS, LENGTH, seed=1))
    characters = sum(map(len, corpus))
    on_disk = sum(len(text.encode()) for text in corpus)
    seconds, index = _timed(lambda: _built(folder / "index", corpus))
    size = sum(path.stat().st_size for path in (folder / "index").iterdir())
    print(f"quotations/index: {characters / 1e6:.0f} million characters in {seconds:.1f} s, ", end="")
    print(f"{characters / seconds / 1e6:.1f} million/s (goal 2.0), {size / on_disk:.2f} x the text (goal 2.00)")
    print(flush=True, end="")
    essays = [_essay(number, corpus) for number in range(ESSAYS)]
    for essay, _ in essays[:5]:
        check_quotations(essay, index.library)
    both = [_check(essay, expected, index.library) for essay, expected in essays]
    times, busy = [wall for wall, _ in both], [processor for _, processor in both]
    print(f"quotations/check: median {statistics.median(times) * 1e3:.1f} ms, ", end="")
    print(f"p95 {_p95(times):.1f} ms (goal 50), of the processor's time {_p95(busy):.1f} ms")
    added = statistics.median(_added(index, number) for number in range(9))
    print(f"quotations/add: a document of {LENGTH} characters in {added * 1e3:.0f} ms, median of 9")
    _beside_rapidfuzz(statistics.median(times), essays[0][1], corpus)
    _beside_fts5(statistics.median(times), essays, corpus, folder / "fts.sqlite")


def _built(folder: Path, corpus: list[str]) -> LibraryIndex:
    index = LibraryIndex.create(folder)
    index.add(LibraryDocument(f"d{number}", _title(number), text) for number, text in enumerate(corpus))
    return index


def _added(index: LibraryIndex, number: int) -> float:
    (text,) = texts(1, LENGTH, seed=1000 + number)
    return _timed(lambda: index.add([LibraryDocument(f"new{number}", _title(DOCUMENTS + number), text)]))[0]


def _essay(seed: int, corpus: list[str]) -> tuple[str, list[str]]:
    """Own words with thirty quotations among them, every fifth altered; the quotations in order."""
    chance = random.Random(seed)
    (own,) = texts(1, ESSAY_LENGTH, seed=500 + seed)
    quoted = [_quoted(chance, corpus, altered=number % 5 == 4) for number in range(QUOTATIONS)]
    room = (ESSAY_LENGTH - sum(len(words) + 12 for _, words in quoted)) // QUOTATIONS
    pieces = []
    for number, (source, words) in enumerate(quoted):
        between = own[number * room : (number + 1) * room]
        said = f"《{_title(source)}》指出" if number % 3 == 0 else "会议指出"
        pieces.append(f"{between}。{said}：“{words}”")
    return "".join(pieces), [words for _, words in quoted]


def _quoted(chance: random.Random, corpus: list[str], *, altered: bool) -> tuple[int, str]:
    """The number of a document and some words of it."""
    while True:
        source = chance.randrange(len(corpus))
        text = corpus[source]
        length = chance.randint(15, 60)
        at = chance.randrange(len(text) - length)
        words = text[at : at + length].strip("，。、；\n")
        if "\n" not in words and len(words) > 12:
            break
    middle = len(words) // 2
    return source, words[:middle] + "改动" + words[middle + 1 :] if altered else words


def _title(number: int) -> str:
    return f"云岭省关于做好第{number}号事项办理工作的实施意见"


def _p95(seconds: list[float]) -> float:
    """In milliseconds."""
    return statistics.quantiles(seconds, n=20)[-1] * 1e3


def _check(essay: str, expected: list[str], library: Library) -> tuple[float, float]:
    """Seconds for one reflection, by the clock and of the processor; every quotation must come out right."""
    start, busy = time.perf_counter(), time.process_time()
    report = check_quotations(essay, library)
    seconds = time.perf_counter() - start, time.process_time() - busy
    verdicts = {one.text: one.verdict for one in report.quotations}
    for number, words in enumerate(expected):
        wanted = Verdict.ALTERED if number % 5 == 4 else Verdict.EXACT
        assert verdicts[words] is wanted, (words, verdicts[words])
    return seconds


def _beside_rapidfuzz(ours: float, quoted: list[str], corpus: list[str]) -> None:
    """Scanning every document for three of the quotations, scaled to thirty."""
    seconds, _ = _timed(lambda: [max(fuzz.partial_ratio(words, text) for text in corpus) for words in quoted[:3]])
    _tell("quotations: check beside rapidfuzz scan", ours, seconds * QUOTATIONS / 3)


def _beside_fts5(ours: float, essays: list[tuple[str, list[str]]], corpus: list[str], path: Path) -> None:
    """Thirty phrase searches in FTS5, every character a token; it knows nothing of altered quotations."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("CREATE VIRTUAL TABLE library USING fts5(text, content='', tokenize=\"unicode61\")")
    rows: Iterator[tuple[str]] = ((" ".join(text),) for text in corpus)
    build, _ = _timed(lambda: database.executemany("INSERT INTO library(text) VALUES (?)", rows))
    database.commit()
    times = [_timed(lambda quoted=quoted: [_phrase(database, one) for one in quoted])[0] for _, quoted in essays[:5]]
    print(f"quotations/fts5: built in {build:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
    _tell("quotations: check beside FTS5 phrase search", ours, statistics.median(times))
    database.close()


def _phrase(database: sqlite3.Connection, words: str) -> object:
    phrase = " ".join(char for char in words if char.isalnum())
    return database.execute("SELECT rowid FROM library WHERE library MATCH ? LIMIT 5", (f'"{phrase}"',)).fetchall()


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def _tell(name: str, ours: float, peer: float) -> None:
    print(f"{name}: ours {ours * 1e3:.1f} ms, peer {peer * 1e3:.0f} ms, ratio {peer / ours:.1f}")
