"""The user's terminal: one console for results, one for messages, and text that cannot play tricks on either."""

from __future__ import annotations

import sys
from functools import cache

from rich.console import Console
from rich.text import Text

from luoshi.exporting.cells import display_width, plain

_PIPE_WIDTH = 160
"""Columns where the output is no terminal and nobody says how wide it is."""
_SENTENCE_ENDS = "。；！？;!?"
_PAUSES = "，、,：:"


def results() -> Console:
    """Standard output."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in console._environ:
        console.width = _PIPE_WIDTH
    return console


@cache
def messages() -> Console:
    """Standard error; always the same, so that lines go above a progress bar and not through it."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def tell_failure(name: str, sentence: str) -> None:
    """One line on standard error: the file, then the cause and what to do."""
    messages().print(Text.assemble((one_line(name), "bold red"), "：", one_line(sentence)))


def say(sentence: str) -> None:
    """One line of news on standard output."""
    results().print(Text(sentence), soft_wrap=True)


def tell(sentence: str) -> None:
    """One line of news on standard error."""
    messages().print(Text(sentence))


def one_line(text: str) -> str:
    """The text without line ends and without characters that steer a terminal."""
    return " ".join(plain(text).split())


def clipped(text: str, width: int) -> str:
    """The text on one line, cut to `width` columns with a mark, at the end of a sentence or a clause if one is near."""
    words = one_line(text)
    if display_width(words) <= width:
        return words
    kept = _fitting(words, width - 1)
    for ends, near, keeps in ((_SENTENCE_ENDS, 0.7, 1), (_PAUSES, 0.85, 0)):
        cut = max(kept.rfind(end) for end in ends)
        if cut >= near * len(kept):
            return kept[: cut + keeps] + "…"
    return kept + "…"


def write_bytes(content: bytes) -> None:
    """Bytes to standard output as they are, whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _fitting(words: str, width: int) -> str:
    filled = 0
    for index, char in enumerate(words):
        filled += display_width(char)
        if filled > width:
            return words[:index]
    return words
