"""Recognises web pages and reads the document that they show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.html.archive import is_archive
from luoshi.engine.reading.html.decoding import decode_page

if TYPE_CHECKING:
    from luoshi.engine.document import Content
    from luoshi.engine.reading.source import Source

_LOOK_AT = 4_096
_FEW_CHARACTERS = 100
_MOST_TAGS_TO_READ_TWICE = 50_000
_LEADING = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--(?:[^-]|-(?!->)){0,3000}-->\s*){0,5}")
_PAGE = re.compile(r"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>]|meta\s|title>)", re.I)
_FRAGMENT = re.compile(
    r"<(?:div|p|table|h[1-6]|span|section|article|ul|ol|center|font|br|style|script|link)[\s/>]", re.I
)
_CLOSING = re.compile(r"</(?:div|p|table|h[1-6]|span|section|article|ul|ol|center|font)>", re.I)
_MARKDOWN = re.compile(r"^(?:#{1,6} |[-*+] |\d{1,3}\. |```|> )", re.M)


class HtmlReader:
    """Web pages, saved or exported by a word processor, and web archives."""

    format = "html"

    def recognises(self, source: Source) -> bool:
        """By the tags that it begins with; text and Markdown that merely mention tags are none."""
        start = source.data[: 2 * _LOOK_AT]
        if is_archive(start):
            return b"text/html" in source.data.lower()
        text = _ascii(start)
        leading = _LEADING.match(text)
        rest = text[leading.end() if leading else 0 :][:_LOOK_AT]
        if _PAGE.match(rest):
            return True
        if not _FRAGMENT.match(rest):
            return False
        return _PAGE.search(rest) is not None or (_CLOSING.search(rest) is not None and not _MARKDOWN.search(rest))

    def read(self, source: Source) -> Content:
        """Raises `ReadingError`: unknown (no encoding fits), too_much_inside, no_text."""
        from luoshi.engine.reading.html.document import read_page

        page = decode_page(source)
        content = read_page(page, name=source.name, with_hidden=False)
        if len(content.text) < _FEW_CHARACTERS and page.count("<") < _MOST_TAGS_TO_READ_TWICE:
            # some pages hide their document until a script shows it
            shown = read_page(page, name=source.name, with_hidden=True)
            content = shown if len(shown.text) >= max(_FEW_CHARACTERS, 3 * len(content.text)) else content
        if not content.text.strip():
            raise ReadingError(codes.NO_TEXT, name=source.name, format="html")
        return content


def _ascii(start: bytes) -> str:
    """Enough of the start to see tags, whatever the encoding."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in start[:64]:
        start = start.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
