"""Opens every page of a suspicious PDF in a process of its own, which may be killed when it takes too much.

Run as a script it is that process: it reads the file from its input and imports nothing of this package.
"""

from __future__ import annotations

import signal

# it runs this very file and nothing else
import subprocess  # nosec
import sys
from enum import Enum

LONGEST_SECONDS = 3
"""Of processor time, so that a busy machine finds the same files slow as an idle one; where the system does not keep
count of it, on the clock."""
_OUT_OF_TIME = getattr(signal, "SIGXCPU", None)
LONGEST_WAIT = LONGEST_SECONDS if _OUT_OF_TIME is None else 4 * LONGEST_SECONDS
"""Seconds on the clock."""
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
            command, input=data, stdout=_NOWHERE, stderr=_NOWHERE, timeout=LONGEST_WAIT, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome.TOO_SLOW
    if done.returncode == _PASSED:
        return Outcome.PASSED
    return Outcome.TOO_SLOW if -done.returncode == _OUT_OF_TIME else Outcome.TOO_MUCH


def _limit_itself() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    # a process at its hard limit may be killed without the signal that says why
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_SECONDS, LONGEST_SECONDS + 1))


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
    _limit_itself()
    _open_all_pages(sys.stdin.buffer.read())
