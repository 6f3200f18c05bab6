"""Opens a PDF within limits and takes its pages one after the other."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.pdf.pages import Page, take_page
from luoshi.engine.reading.pdf.trial import MOST_BYTES, Outcome, try_pages
from luoshi.engine.reading.pdf.unruled import UnruledTables
from luoshi.engine.reading.pdf.weight import MOST_UNPACKED, weigh

if TYPE_CHECKING:
    from luoshi.engine.reading.source import Source

MOST_PAGES = 1_000
MOST_CHARACTERS = 1_000_000
MOST_CHARACTERS_ON_PAGE = 40_000
"""The closest print on a large sheet stays below half of it."""
LONGEST_SECONDS = 3
LEAST_SECONDS = 1
"""What is left for reading after a trial that took its time."""
SECONDS_A_CHARACTER = 0.000_025
"""What honest text costs, in processor time: a long document may take longer than a file that is slow without words.

Only characters that the file holds and that an eye can read count: a page printed a thousand times earns time once,
specks earn none.
"""
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Budget:
    """How much processor time a file may take: some seconds, and more for every character that it really holds."""

    seconds: float
    unpacked: int

    def is_spent(self, seconds: float, characters: int) -> bool:
        """Whether so much processor time is too much for the characters that came of it."""
        return seconds > self.seconds + min(characters, self.unpacked) * SECONDS_A_CHARACTER


def open_pages(source: Source) -> list[Page]:
    """The pages that can be opened; a broken page is passed over as long as others can be read.

    Raises `ReadingError`: damaged, encrypted, no_text, too_much_inside, too_slow.
    """
    budget = _checked_budget(source)
    try:
        document = PdfDocument(source.data)
    except PdfiumError as error:
        raise _refusal(source, error) from error
    try:
        pages = _take_pages(document, source, budget)
    finally:
        document.close()
    if not pages:
        raise ReadingError(codes.DAMAGED, name=source.name, format="pdf")
    if sum(page.unmapped for page in pages) > sum(page.printed for page in pages):
        raise ReadingError(codes.NO_TEXT, name=source.name, format="pdf")
    return pages


def _checked_budget(source: Source) -> Budget:
    """The time that reading may take, after a look at the file and where it is suspicious a trial."""
    weight = weigh(source.data)
    if weight.unpacked >= MOST_UNPACKED:
        raise ReadingError(codes.TOO_MUCH_INSIDE, name=source.name, format="pdf", limit=MOST_UNPACKED // _MB)
    if not weight.is_suspicious:
        return Budget(LONGEST_SECONDS, weight.unpacked)
    start = _spent_by_trials()
    outcome = try_pages(source.data)
    if outcome is Outcome.TOO_SLOW:
        raise ReadingError(codes.TOO_SLOW, name=source.name, format="pdf", limit=LONGEST_SECONDS)
    if outcome is Outcome.TOO_MUCH:
        raise ReadingError(codes.TOO_MUCH_INSIDE, name=source.name, format="pdf", limit=MOST_BYTES // _MB)
    return Budget(max(LEAST_SECONDS, LONGEST_SECONDS - (_spent_by_trials() - start)), weight.unpacked)


def _spent_by_trials() -> float:
    """The processor time of processes that have ended, in seconds."""
    times = os.times()
    return times.children_user + times.children_system


def _refusal(source: Source, error: Any) -> ReadingError:
    is_locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
    return ReadingError(codes.ENCRYPTED if is_locked else codes.DAMAGED, name=source.name, format="pdf")


def _take_pages(document: Any, source: Source, budget: Budget) -> list[Page]:
    count = len(document)
    if count > MOST_PAGES:
        raise ReadingError(codes.TOO_MUCH_INSIDE, name=source.name, format="pdf", limit=MOST_PAGES)
    start = time.process_time()
    pages: list[Page] = []
    printed = legible = 0
    begun = start
    unruled = UnruledTables()
    for number in range(1, count + 1):
        now = time.process_time()
        if budget.is_spent(now - start + (now - begun), legible):  # the next page will take what the last one took
            raise ReadingError(codes.TOO_SLOW, name=source.name, format="pdf", limit=LONGEST_SECONDS)
        begun = now
        page = _take_page(document, number, source.name, unruled)
        if page is None:
            continue
        pages.append(page)
        printed += page.printed
        legible += page.legible
        if printed > MOST_CHARACTERS:
            raise ReadingError(codes.TOO_MUCH_INSIDE, name=source.name, format="pdf", limit=MOST_CHARACTERS)
    return pages


def _take_page(document: Any, number: int, name: str, unruled: UnruledTables) -> Page | None:
    try:
        page = document[number - 1]
        textpage = page.get_textpage()
    except PdfiumError:
        return None
    try:
        if textpage.count_chars() > MOST_CHARACTERS_ON_PAGE:
            raise ReadingError(codes.TOO_MUCH_INSIDE, name=name, format="pdf", limit=MOST_CHARACTERS_ON_PAGE)
        return take_page(page, textpage, number=number, unruled=unruled)
    finally:
        textpage.close()
        page.close()
