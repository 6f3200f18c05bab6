"""Styles of a .docx: what of the part is looked at."""

from __future__ import annotations

import pytest

from luoshi.engine.reading.docx.styles import without_unread

TABLE = b'<w:style w:type="table" w:styleId="t"><w:tblPr/></w:style>'
OTHER = b'<w:style w:type="paragraph" w:styleId="p"></w:style>'


@pytest.mark.parametrize(
    ("part", "left"),
    [
        (b"<w:styles>" + TABLE + OTHER + TABLE + b"</w:styles>", b"<w:styles>" + OTHER + b"</w:styles>"),
        (OTHER, OTHER),
        (b'<w:latentStyles w:count="9"><w:lsdException/></w:latentStyles>' + OTHER, OTHER),
        (b'<w:latentStyles w:count="9"/>' + OTHER, b'<w:latentStyles w:count="9"/>' + OTHER),
        (b"", b""),
        (TABLE[:30], TABLE[:30]),
        (TABLE + TABLE[:30], TABLE[:30]),
    ],
)
def test_styles_that_say_nothing_of_paragraphs_are_left_out(part: bytes, left: bytes) -> None:
    assert without_unread(part) == left
