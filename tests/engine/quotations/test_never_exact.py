"""Quotations changed at random: an untouched one is exact, one with a word changed never."""

from __future__ import annotations

import re
from random import Random

import pytest

from luoshi.engine.quotations import Kind, Verdict, check_quotations
from luoshi.engine.quotations.folding import words_of
from tests.gold.study import documents, library

_EDGES = re.compile(r"^[，。、；：（）—]+|[，。、；：（）—]+$")
SAME = {Verdict.EXACT, Verdict.EXACT_BUT_PUNCTUATION}


def _stretch(chance: Random) -> str:
    """Some words of the library that begin and end with a word."""
    while True:
        text = chance.choice([document.text for document in documents() if document.key not in {"masked", "taiwan"}])
        at = chance.randrange(len(text) - 60)
        words = text[at : at + chance.randint(12, 60)].split("\n")[0]
        words = _EDGES.sub("", words)
        if len(words_of(words)) >= 10 and not set(words) & set("“”《》") and not _ends_in_number(words):
            return words


def _ends_in_number(words: str) -> bool:
    """A number may be cut there, which would be another number."""
    return words[0].isdigit() or words[-1].isdigit()


def _changed(words: str, chance: Random) -> str:
    """One word of the middle replaced, left out, put in or changed places with the next."""
    places = [at for at in range(2, len(words) - 3) if len(words_of(words[at : at + 2])) == 2]
    at = chance.choice(places)
    kind = chance.choice(["replace", "leave out", "put in", "turn"])
    if kind == "replace":
        return words[:at] + "鼯" + words[at + 1 :]
    if kind == "leave out":
        return words[:at] + words[at + 1 :]
    if kind == "put in":
        return words[:at] + "鼯" + words[at:]
    return words[:at] + words[at + 1] + words[at] + words[at + 2 :]


@pytest.mark.parametrize("seed", range(150))
def test_untouched_words_are_exact(seed: int) -> None:
    words = _stretch(Random(seed))  # noqa: S311 -- a seed that anybody may know

    (quotation,) = [
        one for one in check_quotations(f"书记讲到“{words}”。", library()).quotations if one.kind is Kind.MARKED
    ]

    assert quotation.verdict is Verdict.EXACT


@pytest.mark.parametrize("seed", range(300))
def test_changed_words_are_never_exact(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 -- a seed that anybody may know
    words = _stretch(chance)
    changed = _changed(words, chance)
    is_same = words_of(changed).text in {words_of(one.text).text for one in documents()} or changed == words

    (quotation,) = [
        one for one in check_quotations(f"书记讲到“{changed}”。", library()).quotations if one.kind is Kind.MARKED
    ]

    assert (quotation.verdict in SAME) is is_same
    assert quotation.verdict is not Verdict.NOT_FOUND
