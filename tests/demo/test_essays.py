"""The reflections of the demonstration: varied, of the wanted length, with the wanted faults, copied nowhere else."""

from __future__ import annotations

import re
from functools import cache

import pytest

from luoshi.demo.essays import INVENTED, Composer, Original, Person, people_of_the_class
from luoshi.engine.commitments import find_commitments
from luoshi.engine.document import Span
from luoshi.engine.reading import read_bytes
from luoshi.engine.resemblance import Reflection, find_resemblances
from luoshi.samples import sample_path

QUOTED = re.compile(r"“[^“”]*”|”[^“”]*“|《[^》]*》")
HEAVY = 300
"""Characters: two paragraphs; turns of phrase that several share come to much less."""
SPECIALS = ("altered", "invented", "wrong", "reversed", "nested", "masked", "unmarked", "paper", "pair:")


@cache
def written() -> dict[str, tuple[Person, str]]:
    originals = [
        Original(title, read_bytes(sample_path(name).read_bytes(), name=name).text)
        for title, name in (("实施意见", "province-opinion.docx"), ("工作方案", "city-plan.docx"))
    ]
    composer = Composer(originals)
    texts = {}
    for person in people_of_the_class():
        parts = composer.compose(person)
        texts[person.name] = (person, "\n".join(f"{part['heading']}\n{part['text']}" for part in parts))
    return texts


def test_sixty_people_write_between_1200_and_3000_characters() -> None:
    lengths = [len(text) for _person, text in written().values()]

    assert (len(lengths), min(lengths) >= 1200, max(lengths) <= 3000) == (60, True, True)


@pytest.mark.parametrize("special", SPECIALS)
def test_every_peculiarity_is_there(special: str) -> None:
    assert any(person.special.startswith(special) for person, _text in written().values())


def test_only_the_wanted_pairs_overlap_heavily() -> None:
    texts = [
        Reflection(name, text, tuple(Span(*match.span()) for match in QUOTED.finditer(text)))
        for name, (_person, text) in written().items()
    ]
    wanted = {frozenset((p.name, p.special[5:])) for p, _text in written().values() if p.special.startswith("pair:")}

    heavy = {
        frozenset((texts[one.left].key, texts[one.right].key))
        for one in find_resemblances(texts)
        if sum(passage.identical for passage in one.passages) > HEAVY
    }

    assert (len(wanted), heavy) == (2, wanted)


def test_most_end_in_commitments() -> None:
    assert sum(bool(find_commitments(text)) for _person, text in written().values()) >= 55


def test_the_invented_quotation_stands_once() -> None:
    assert sum(INVENTED in text for _person, text in written().values()) == 1


def test_the_texts_are_the_same_every_time() -> None:
    first = dict(written())
    written.cache_clear()

    assert dict(written()) == first
