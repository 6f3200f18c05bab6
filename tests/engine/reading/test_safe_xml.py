"""XML of unknown origin: parsed, or refused with the cause."""

from __future__ import annotations

import pytest

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.safe_xml import MAX_DEPTH, parse_xml

DECLARED = '<!DOCTYPE a [<!ENTITY x "y">]>'
LAUGHS = "".join(f'<!ENTITY l{place} "{f"&l{place - 1};" * 10}">' for place in range(1, 12))
PADDING = f"<!--{'x' * 5000}-->"
QUADRATIC = f'<!DOCTYPE a [<!ENTITY x "{"y" * 50_000}">]><a>{"&x;" * 50_000}</a>'


def nested(depth: int) -> bytes:
    return b"<a>" * depth + b"</a>" * depth


def test_comments_and_instructions_are_left_out() -> None:
    root = parse_xml(b"<a><!-- b --><?c d?><e/></a>", name="a", format="docx")

    assert [child.tag for child in root] == ["e"]


def test_the_deepest_allowed_tree_is_read() -> None:
    assert parse_xml(nested(MAX_DEPTH), name="a", format="docx").tag == "a"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", codes.DAMAGED),
        (b"<a>", codes.DAMAGED),
        (b"\x00\x01\x02", codes.DAMAGED),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', codes.DAMAGED),
        (f"{DECLARED}<a>&x;</a>".encode(), codes.HOSTILE),
        (f'{PADDING}{DECLARED}<a b="&x;"/>'.encode(), codes.HOSTILE),
        (f'<?xml version="1.0" encoding="utf-16"?>{DECLARED}<a>&x;</a>'.encode("utf-16"), codes.HOSTILE),
        (b'<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>', codes.HOSTILE),
        (f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l11;</a>'.encode(), codes.HOSTILE),
        (f'{PADDING}<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a b="&l11;"/>'.encode(), codes.HOSTILE),
        ((PADDING + QUADRATIC).encode(), codes.HOSTILE),
        (nested(MAX_DEPTH + 1), codes.TOO_MUCH_INSIDE),
        (nested(10_000), codes.TOO_MUCH_INSIDE),
        (b"<a>" + b"<b/>" * 3_000_000 + b"</a>", codes.TOO_MUCH_INSIDE),
    ],
    ids=[
        "empty", "cut off", "no xml", "encoding", "entity", "entity further down", "entity in utf-16", "outside dtd",
        "laughs", "laughs in an attribute", "quadratic", "deep", "very deep", "nodes",
    ],
)  # fmt: skip
def test_bad_xml_is_refused_with_its_cause(data: bytes, code: str) -> None:
    with pytest.raises(ReadingError) as caught:
        parse_xml(data, name="a.docx", format="docx")

    assert (caught.value.code, caught.value.params) == (code, {"name": "a.docx", "format": "docx"})
