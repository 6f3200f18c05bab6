"""Reads plain text and Markdown in the encodings that Chinese offices produce.

The text stays as it is but for page numbers and what a web site says around a document.
"""

from __future__ import annotations

import codecs
import itertools
import re
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from luoshi.engine.document import Content, Paragraph, Span
from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.around import around_document

if TYPE_CHECKING:
    from luoshi.engine.reading.source import Source

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HEAD = 65_536
"""Bytes that suffice to tell the encoding."""
_COMMON = "的，。、和一国工发政部区市\n "
_ENDS = r"\r\n\x0b\x0c\x85\u2028\u2029"
_LINE = re.compile(f"[^{_ENDS}]+")
_LINE_WITH_BREAK = re.compile(rf"([^{_ENDS}]+)(?:\r\n|[{_ENDS}])?")
_INDENT = re.compile(r"(?<=\S)(?:\u3000{2,}|[ \u00a0]{4,})(?=\S)")
_LONG, _FEW_INDENTS = 300, 3
_STOPS = "。；;：:！!？?”’）)】］〕》"
_MARKDOWN_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+\S")


def decode(data: bytes, *, name: str) -> str:
    """The text of `data`: by its byte order mark, as UTF-8, as UTF-16 without a mark, as GB18030, else as detected.

    Raises `ReadingError` (unknown) where no encoding gives text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded_after_mark(data[len(mark) :], encoding, name)
    for encoding in _candidates(data):
        decoded = _decoded(data, encoding, whole=True)
        if decoded is not None:
            return decoded
    best = from_bytes(data[:100_000]).best()
    if best is None or not _is_text(text := data.decode(best.encoding, errors="replace")):
        raise ReadingError(codes.UNKNOWN, name=name)
    return text


class TextReader:
    """Plain text and Markdown: every line a paragraph, `#` headings with their level."""

    format = "txt"

    def recognises(self, source: Source) -> bool:
        """The last resort: whatever decodes to text."""
        head = source.data[:_HEAD]
        if head.startswith(tuple(mark for mark, _ in _BOMS)):
            return True
        whole = len(head) == len(source.data)
        return any(_decoded(head, encoding, whole=whole) is not None for encoding in _candidates(head))

    def read(self, source: Source) -> Content:
        text, apart = _parted(decode(source.data, name=source.name))
        blocks = tuple(
            Paragraph(span, level=_markdown_level(span.of(text)))
            for line in _LINE.finditer(text)
            for span in _statements(text, line.start(), line.end())
            if span.of(text).strip()
        )
        if not blocks:
            raise ReadingError(codes.EMPTY, name=source.name)
        return Content(text, blocks, apart)


def _statements(text: str, start: int, end: int) -> list[Span]:
    """The line, or its paragraphs where line ends were lost and the indents of paragraphs are left."""
    indents = [found.end() for found in _INDENT.finditer(text, start, end)] if end - start >= _LONG else []
    if len(indents) < _FEW_INDENTS:
        return [Span(start, end)]
    return [Span(at, to) for at, to in itertools.pairwise([start, *indents, end])]


def _parted(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without the lines that were printed around the document, and those lines.

    A sentence that goes on over a page is not parted by the blank lines beside its number.
    """
    lines = [line for line in _LINE_WITH_BREAK.finditer(text) if line[1].strip()]
    words = [line[1].strip() for line in lines]
    around = sorted(around_document(words))
    if len(around) in (0, len(lines)):
        return text, ()
    kept = []
    end = 0
    for i in around:
        goes_on = 0 < i < len(lines) - 1 and words[i - 1][-1] not in _STOPS and not lines[i + 1].group()[0].isspace()
        kept.append(text[end : lines[i - 1].end() if goes_on else lines[i].start()])
        end = lines[i + 1].start() if goes_on else lines[i].end()
    return "".join([*kept, text[end:]]), tuple(dict.fromkeys(words[i] for i in around))


def _markdown_level(line: str) -> int | None:
    heading = _MARKDOWN_HEADING.match(line)
    return len(heading.group(1)) if heading else None


def _decoded_after_mark(data: bytes, encoding: str, name: str) -> str:
    text = data.decode(encoding, errors="replace")
    if not _is_text(text):
        raise ReadingError(codes.DAMAGED, name=name, format="txt")
    return text


def _candidates(data: bytes) -> tuple[str, ...]:
    """UTF-8 tells itself; between GB18030 and UTF-16 without a mark the commonest characters decide."""
    head = data[:_HEAD]
    if _decoded(head, "utf-8", whole=False) is not None:
        return ("utf-8", "gb18030")
    scored = sorted(("gb18030", "utf-16-le", "utf-16-be"), key=lambda encoding: -_commonness(head, encoding))
    return (*scored, "utf-8")


def _commonness(head: bytes, encoding: str) -> int:
    text = _decoded(head, encoding, whole=False) or ""
    return sum(text.count(char) for char in _COMMON)


def _decoded(data: bytes, encoding: str, *, whole: bool) -> str | None:
    """The text, or None where it is none; a head (not `whole`) may end in the midst of a character."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data, final=whole)
    except UnicodeDecodeError:
        return None
    return text if _is_text(text) else None


def _is_text(text: str) -> bool:
    """Text has hardly any control characters or replacement marks."""
    if not text:
        return True
    sample = text[:20_000]
    odd = sum(1 for char in sample if (char < " " and char not in "\t\r\n\x0b\x0c") or char in "\x7f\ufffd\ufffe\uffff")
    return odd <= len(sample) // 100
