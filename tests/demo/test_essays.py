"""The reflections of the demonstration: each its author's own, with the wanted faults, copied only where it is meant."""

from __future__ import annotations

from functools import cache

import pytest

from luoshi.demo.essays import INVENTED, Composer, Original, Person, people_of_the_class
from luoshi.engine.commitments import find_commitments
from luoshi.engine.quotations import (
    Fault,
    Kind,
    Library,
    LibraryDocument,
    QuotationReport,
    Verdict,
    check_quotations,
)
from luoshi.engine.reading import read_bytes
from luoshi.engine.resemblance import Reflection, find_resemblances
from luoshi.samples import sample_path

VERDICTS = {
    "altered": Verdict.ALTERED,
    "invented": Verdict.NOT_FOUND,
    "wrong": Verdict.WRONG_ATTRIBUTION,
    "reversed": Verdict.EXACT,
    "nested": Verdict.EXACT,
    "masked": Verdict.EXACT,
    "unmarked": Verdict.EXACT,
}


@cache
def originals() -> tuple[Original, ...]:
    return tuple(
        Original(title, read_bytes(sample_path(name).read_bytes(), name=name).text)
        for title, name in (
            ("关于深化改革创新推进公共服务优质均衡发展的实施意见", "province-opinion.docx"),
            ("滨川市公共服务优质均衡发展工作方案", "city-plan.docx"),
        )
    )


@cache
def library() -> Library:
    return Library.of([LibraryDocument(str(n), one.title, one.text, ()) for n, one in enumerate(originals())])


@cache
def written() -> dict[str, tuple[Person, str]]:
    composer = Composer(originals())
    texts = {}
    for person in people_of_the_class():
        if person.special != "paper":
            parts = composer.compose(person)
            texts[person.name] = (person, "\n".join(f"{part['heading']}\n{part['text']}" for part in parts))
    return texts


@cache
def report_of(name: str) -> QuotationReport:
    return check_quotations(written()[name][1], library())


def named(special: str) -> list[str]:
    return [person.name for person, _text in written().values() if person.special.startswith(special)]


def test_everybody_with_an_account_writes_between_1200_and_3000_characters() -> None:
    lengths = [len(text) for _person, text in written().values()]

    assert len(people_of_the_class()) == 60
    assert (len(lengths), min(lengths) >= 1200, max(lengths) <= 3000) == (59, True, True)


@pytest.mark.parametrize("special", VERDICTS)
def test_quotations_come_out_as_they_are_meant(special: str) -> None:
    for name in named(special):
        kinds = {Kind.UNMARKED} if special == "unmarked" else {Kind.MARKED, Kind.ATTRIBUTED}
        verdicts = [one.verdict for one in report_of(name).quotations if one.kind in kinds]
        assert VERDICTS[special] in verdicts, (name, verdicts)
        assert all(verdict in {VERDICTS[special], Verdict.EXACT} for verdict in verdicts), (name, verdicts)
    assert named(special)


def test_who_is_meant_to_quote_rightly_does() -> None:
    for name in [*named("pair:"), *(person.name for person, _text in written().values() if not person.special)]:
        quoted = [one for one in report_of(name).quotations if one.kind is not Kind.TITLE]
        assert {one.verdict for one in quoted} == {Verdict.EXACT}, (name, quoted)


def test_reversed_marks_are_told() -> None:
    faults = {name: {mark.fault for mark in report_of(name).marks} for name in written()}

    assert [name for name, some in faults.items() if Fault.REVERSED in some] == named("reversed")


def test_only_the_wanted_pairs_resemble() -> None:
    texts = [Reflection(name, text, tuple(report_of(name).spans)) for name, (_person, text) in written().items()]
    wanted = {frozenset((p.name, p.special[5:])) for p, _text in written().values() if p.special.startswith("pair:")}

    found = {frozenset((texts[one.left].key, texts[one.right].key)) for one in find_resemblances(texts)}

    assert (len(wanted), found) == (2, wanted)


def test_most_end_in_commitments() -> None:
    assert sum(bool(find_commitments(text)) for _person, text in written().values()) >= 55


def test_the_invented_quotation_stands_once() -> None:
    assert sum(INVENTED in text for _person, text in written().values()) == 1
