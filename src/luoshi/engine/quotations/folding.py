"""Brings text to the form in which passages are compared: width, script, case and punctuation taken away."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC

Codes = NDArray[np.uint16]
Offsets = NDArray[np.int64]

MASK = "\ue000"
"""Stands for a run of mask characters (**, ××, XX): some words that the text does not tell."""
WIDE = 0xFFFF
"""Stands for every character beyond the basic plane in arrays of 16 bits; no character has this code."""

_DASHES = "-‐‑‒–—―−－～~〜"
_POINTS = ".．"
_COLONS = ":：∶"
_MASKS_FROM_ONE = "*＊"
_MASKS_FROM_TWO = "×✕╳■□●▇█_＿xXｘＸ"
_DROPPED = "|｜^`"
_SIGNS = "%‰℃°§/@#&+=<>"
_QUOTES = "“”‘’「」『』\"'＂＇〝〞〟"
_DIGITS = "0123456789零〇一二三四五六七八九十百千万亿"


@dataclass(frozen=True, slots=True)
class Words:
    """A text without what may differ in a true quotation; `offsets[i]` is where character i stood in the text."""

    text: str
    offsets: Offsets

    def __len__(self) -> int:
        return len(self.text)


def codes_of(text: str) -> NDArray[np.uint32]:
    """The code points of `text`, one a character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def narrow(points: NDArray[np.uint32]) -> Codes:
    """Code points in 16 bits; those beyond become `WIDE`."""
    return np.where(points > WIDE, WIDE, points).astype(np.uint16)


def fold(codes: Codes) -> Codes:
    """Codes for looking up, same shape: 0 where the character does not count (spaces, punctuation, masks)."""
    return lookup_table()[codes]


@cache
def lookup_table() -> Codes:
    """16-bit code to folded code: half width, simplified, lower case; 0 for what does not count."""
    characters = [chr(code) for code in range(0x10000)]
    folded = np.array([_folded(char) for char in characters], dtype=np.uint16)
    folded[WIDE] = WIDE
    simplified = _simplified(characters)
    folded = np.where(folded > 0, folded[simplified], 0).astype(np.uint16)
    folded[ord("著")] = ord("着")
    for char in _MASKS_FROM_ONE + "×✕╳■□●▇█_＿":
        folded[ord(char)] = 0
    folded.setflags(write=False)
    return folded


def words_of(text: str) -> Words:
    """What counts when two passages are compared word for word.

    Punctuation and white space fall away, except a point, dash or colon between digits (1.5 is not 15); a run of
    mask characters becomes one `MASK`.
    """
    text = _plain_script(text)
    points = codes_of(text)
    plain = narrow(points)
    codes = _settle_masks(_words_table()[plain].astype(np.uint32), plain)
    kept = np.flatnonzero(codes)
    codes, kept = _settle_numbers(codes[kept], kept)
    wide = codes == WIDE
    if wide.any():
        settled = codes.astype(np.uint32)
        settled[wide] = points[kept[wide]]
        return Words(settled.tobytes().decode("utf-32-le", "surrogatepass"), kept)
    return Words(codes.astype(np.uint16).tobytes().decode("utf-16-le", "surrogatepass"), kept)


def surface_of(text: str) -> str:
    """The text with its punctuation: only width, script, white space and the shape of quotation marks are evened."""
    return _plain_script(text).translate(_surface_table())


def is_word(char: str) -> bool:
    """Whether the character counts as a word when passages are compared."""
    code = ord(char)
    return code > WIDE or bool(lookup_table()[code])


def has_traditional(text: str) -> bool:
    """Whether some character of the text has another, simplified form."""
    codes = narrow(codes_of(text))
    return bool((lookup_simplified()[codes] != codes).any())


def to_simplified(text: str) -> str:
    """The text with every traditional character replaced, one for one."""
    if not has_traditional(text):
        return text
    points = codes_of(text)
    simple = np.where(points > WIDE, points, lookup_simplified()[narrow(points)]).astype(np.uint32)
    return simple.tobytes().decode("utf-32-le", "surrogatepass")


def _plain_script(text: str) -> str:
    """In traditional text 著 becomes 着 where it is the particle (帶著, not 顯著); all else goes one for one later."""
    if "著" not in text or not has_traditional(text):
        return text
    plain = _by_words().convert(text)
    if len(plain) != len(text):
        return text
    return "".join("着" if (char, new) == ("著", "着") else char for char, new in zip(text, plain, strict=True))


@cache
def _by_words() -> OpenCC:
    return OpenCC("tw2s")


@cache
def lookup_simplified() -> Codes:
    """16-bit code to the code of its simplified form."""
    return _simplified([chr(code) for code in range(0x10000)])


def _simplified(characters: list[str]) -> Codes:
    table = np.arange(0x10000, dtype=np.uint16)
    han = characters[0x3400:0xA000] + characters[0xF900:0xFB00]
    plain = OpenCC("t2s").convert("\n".join(han)).split("\n")
    for char, simple in zip(han, plain, strict=True):
        if len(simple) == 1 and ord(simple) < WIDE:
            table[ord(char)] = ord(simple)
    return table


def _folded(char: str) -> int:
    if "\ud800" <= char <= "\uf8ff" or char in _DROPPED or char in _DASHES:
        return 0
    if char == "○":
        return ord("〇")
    single = unicodedata.normalize("NFKC", char)
    if len(single) != 1:
        single = single[:1] if single[:1].isdigit() else char
    single = single.lower() if len(single.lower()) == 1 else single
    if single in _SIGNS:
        return ord(single)
    category = unicodedata.category(single)
    return 0 if category[0] in "PZC" or category in {"Sk", "So"} or ord(single) > WIDE else ord(single)


_IN_NUMBER = {0xE001: ".", 0xE002: "-", 0xE003: ":", 0xE004: "×"}


@cache
def _words_table() -> Codes:
    """As `lookup_table`, with marks that count inside numbers and masks under codes of their own."""
    table = lookup_table().copy()
    table[ord("著")] = ord("著")
    groups = ((_POINTS, 0xE001), (_DASHES, 0xE002), (_COLONS, 0xE003), ("×✕", 0xE004), (_MASKS_FROM_ONE, 0xE000))
    for chars, code in groups:
        for char in chars:
            table[ord(char)] = code
    return table


@cache
def _mask_table() -> NDArray[np.bool_]:
    table = np.zeros(0x10000, dtype=np.bool_)
    table[[ord(char) for char in _MASKS_FROM_TWO]] = True
    return table


@cache
def _letter_table() -> NDArray[np.bool_]:
    return np.array([chr(code).isascii() and chr(code).isalnum() for code in range(0x10000)], dtype=np.bool_)


@cache
def _digit_table() -> NDArray[np.bool_]:
    table = np.zeros(0x10000, dtype=np.bool_)
    table[[ord(char) for char in _DIGITS]] = True
    return table


def _settle_masks(codes: NDArray[np.uint32], plain: Codes) -> NDArray[np.uint32]:
    """Two and more crosses are a mask; of every run of mask characters only the first stays."""
    crosses = _mask_table()[plain]
    if crosses.any():
        beside = np.zeros_like(crosses)
        beside[1:] |= crosses[:-1]
        beside[:-1] |= crosses[1:]
        letters = _letter_table()[plain] & ~crosses
        near_letter = np.zeros_like(crosses)
        near_letter[1:] |= letters[:-1]
        near_letter[:-1] |= letters[1:]
        codes = np.where(crosses & beside & ~near_letter, 0xE000, codes)
    masks = codes == 0xE000
    if masks.any():
        again = masks.copy()
        again[0] = False
        again[1:] &= masks[:-1]
        codes = np.where(again, 0, codes)
    return codes


def _settle_numbers(codes: NDArray[np.uint32], kept: Offsets) -> tuple[NDArray[np.uint32], Offsets]:
    """Points, dashes, colons and crosses count between digits only."""
    marks = (codes >= 0xE001) & (codes <= 0xE004)
    if not marks.any():
        return codes, kept
    digits = _digit_table()[np.minimum(codes, WIDE)]
    inside = np.zeros_like(marks)
    inside[1:-1] = digits[:-2] & digits[2:]
    stays = ~marks | inside
    codes = codes[stays]
    for code, char in _IN_NUMBER.items():
        codes = np.where(codes == code, ord(char), codes)
    return codes, kept[stays]


@cache
def _surface_table() -> dict[int, int | str | None]:
    table: dict[int, int | str | None] = {}
    simplified = lookup_simplified()
    for code in range(0x10000):
        char = chr(code)
        if char in _QUOTES:
            table[code] = '"'
        elif char in _DASHES:
            table[code] = "-"
        elif char.isspace() or unicodedata.category(char) in {"Cf", "Cc"}:
            table[code] = None
        elif (even := unicodedata.normalize("NFKC", chr(simplified[code]))) != char:
            table[code] = even
    for char, even in (("…", "…"), ("〈", "《"), ("〉", "》"), ("。", "."), ("、", "、")):
        table[ord(char)] = even
    return table
