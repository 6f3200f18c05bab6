"""Writes small PDF files object by object, for what no typesetter produces."""

from __future__ import annotations

import zlib


def pdf_of(objects: dict[int, bytes], *, root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects with its table of offsets."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in offsets.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    size = max(objects) + 1
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start)
    return bytes(out)


def stream_of(content: bytes, *, packed: bool = True, extra: bytes = b"") -> bytes:
    """A stream object."""
    body = zlib.compress(content, 9) if packed else content
    way = b"/Filter /FlateDecode" if packed else b""
    return b"<< /Length %d %s %s >>\nstream\n%s\nendstream" % (len(body), way, extra, body)


def pages_of(contents: list[bytes], *, extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of pages with these content streams; /F1 is Helvetica; `extra` goes into each page."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
    kids = []
    for number, content in enumerate(contents):
        page, stream = 10 + 2 * number, 11 + 2 * number
        kids.append(b"%d 0 R" % page)
        objects[page] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> %s >>" % (stream, extra)
        )
        objects[stream] = stream_of(content)
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return pdf_of(objects, trailer=trailer)


def text_at(words: bytes, x: float, y: float, *, size: float = 12) -> bytes:
    """The operators that print words at a place."""
    return b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, words)


def chinese_page(content: bytes, *, encoding: bytes = b"UniGB-UTF16-H", extra: bytes = b"") -> bytes:
    """A PDF of one page; /F1 is a Chinese font that every viewer has, its text is UTF-16 in hexadecimal."""
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /%s /DescendantFonts [6 0 R] >>"
    return pdf_of(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> %s >>" % extra,
            4: stream_of(content),
            5: font % encoding,
            6: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000 "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
            7: b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] "
            b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        }
    )


def chinese_at(words: str, x: float, y: float, *, size: float = 16, turn: bytes = b"1 0 0 1") -> bytes:
    """The operators that print Chinese words at a place of a `chinese_page`."""
    return b"BT /F1 %g Tf %s %g %g Tm <%s> Tj ET\n" % (size, turn, x, y, words.encode("utf-16-be").hex().encode())
