"""Brings the code points that PDF fonts map to back to the ordinary characters of Chinese text."""

from __future__ import annotations

import unicodedata
from functools import cache

from luoshi.engine.lexicon import load_table

_HYPHEN_AT_LINE_END = 0x02
SOFT_HYPHEN = "\u00ad"


@cache
def radicals() -> dict[str, str]:
    """CJK radicals of the U+2E80 block, for which Unicode has no decomposition, and the character that each shows."""
    return {row[0]: row[1] for row in load_table("radicals")}


@cache
def normalised(code: int) -> str:
    """The characters that a code point of a PDF stands for; "" for one that says nothing.

    pdfium marks a hyphen at the end of a line as U+0002; it and U+00AD come back as U+00AD.
    """
    char = chr(code)
    if code == _HYPHEN_AT_LINE_END:
        return SOFT_HYPHEN
    if char in radicals():
        return radicals()[char]
    if 0x2F00 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06 or 0x2F800 <= code <= 0x2FA1F:
        return unicodedata.normalize("NFKC", char)
    if char.isspace():
        return char if char == "\u3000" else " "
    if char != SOFT_HYPHEN and unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Cs"):
        return ""
    return "" if char == "\ufffd" else char


def is_cjk(char: str) -> bool:
    """Whether the character is Chinese or Chinese punctuation, beside which a space means nothing."""
    code = ord(char)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE10 <= code <= 0xFE6F
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
        or char in "“”‘’—…·①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    )


def is_ideograph(char: str) -> bool:
    """Whether the character is a Chinese character, no punctuation."""
    return "\u3400" <= char <= "\u9fff" or char == "〇" or ord(char) >= 0x20000
