"""Reads captions of a film, .vtt or .srt, and writes them anew as plain WebVTT: times and words, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

LARGEST = 2 * 2**20
MOST_CUES = 20_000
LONGEST_CUE = 1_000
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_ARROW = re.compile(rf"^\s{{0,8}}{_TIME}\s{{0,8}}-->\s{{0,8}}{_TIME}")
_TAG = re.compile(r"<[^<>]{0,200}>")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class NoCaptionsError(ValueError):
    """The bytes hold no captions; `line` is where it goes wrong, 0 if nowhere in particular."""

    def __init__(self, line: int = 0) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Cue:
    """Words shown from one moment to another, in milliseconds."""

    start: int
    end: int
    text: str


def read_captions(content: bytes) -> list[Cue]:
    """The cues in order of time; raises NoCaptionsError with the line that cannot be understood."""
    if len(content) > LARGEST:
        raise NoCaptionsError
    lines = _decoded(content).splitlines()
    cues: list[Cue] = []
    at = 0
    while at < len(lines):
        match = _ARROW.match(lines[at])
        if not match:
            at += 1
            continue
        start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
        if end <= start or len(cues) >= MOST_CUES:
            raise NoCaptionsError(at + 1)
        words, at = _words(lines, at + 1)
        if words:
            cues.append(Cue(start, end, words))
    if not cues:
        raise NoCaptionsError
    return sorted(cues, key=lambda cue: (cue.start, cue.end))


def written(cues: list[Cue]) -> bytes:
    """The cues as a WebVTT file."""
    blocks = [f"{_clock(cue.start)} --> {_clock(cue.end)}\n{_escaped(cue.text)}" for cue in cues]
    return ("WEBVTT\n\n" + "\n\n".join(blocks) + "\n").encode()


def _words(lines: list[str], at: int) -> tuple[str, int]:
    """The lines up to the next empty one, without tags."""
    words: list[str] = []
    while at < len(lines) and lines[at].strip():
        words.append(_CONTROL.sub("", _TAG.sub("", lines[at])).strip())
        at += 1
    return "\n".join(word for word in words if word)[:LONGEST_CUE], at


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(content).best()
    if best is None:
        raise NoCaptionsError
    return str(best)


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (part or "0" for part in parts)
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(rest.ljust(3, "0"))


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("--&gt;", "→")
