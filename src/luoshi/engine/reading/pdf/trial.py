"""Opens every page of a suspicious PDF in a process of its own, which may be killed when it takes too much.

Run as a script it is that process: it reads the file from its input and imports nothing of this package.
"""

from __future__ import annotations

# it runs this very file and nothing else
import subprocess  # nosec
import sys
from enum import Enum

LONGEST_SECONDS = 3
MOST_BYTES = 480 * 1024 * 1024
_PASSED = 0
_NOWHERE = subprocess.DEVNULL


class Outcome(Enum):
    """How a trial ended."""

    PASSED = "passed"
    TOO_SLOW = "too_slow"
    TOO_MUCH = "too_much"


def try_pages(data: bytes) -> Outcome:
    """Whether pdfium opens all pages of a PDF within limits of time and memory."""
    command = [sys.executable, "-I", __file__]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command # nosec
            command, input=data, stdout=_NOWHERE, stderr=_NOWHERE, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome.TOO_SLOW
    return Outcome.PASSED if done.returncode == _PASSED else Outcome.TOO_MUCH


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


def _open_all_pages(data: bytes) -> None:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
    except PdfiumError:
        return  # the parent will find the same and say so
    for number in range(len(document)):
        try:
            page = document[number]
            page.get_textpage().close()
            page.close()
        except PdfiumError:
            continue


if __name__ == "__main__":
    _limit_memory()
    _open_all_pages(sys.stdin.buffer.read())
