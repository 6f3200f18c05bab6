"""A measure's words in a superior document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.common import clock
from luoshi.common.errors import MissingRightError, UnmetConditionError
from luoshi.ledger.actions.tracing import trace_to
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import State
from luoshi.library.models import Document
from luoshi.library.queries.documents import documents_visible_to
from luoshi.units.actions.units import plant
from luoshi.units.states import Kind
from tests.conftest import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Unit

WORDS = "在人口流入较多的城区新建一批义务教育学校。"


@pytest.fixture
def opinion(office: Unit) -> Document:
    """A superior document with one sentence."""
    return Document.objects.create(
        owner=office, title="实施意见", text=f"一、教育\n{WORDS}\n", name="意见.txt", uploaded_at=clock.now()
    )


def test_the_words_that_ask_for_a_measure_are_kept(
    measure_in: Callable[..., Measure], opinion: Document, supervisor: User
) -> None:
    source = trace_to(measure_in(), opinion, words=WORDS, by=supervisor)

    assert (source.quote, opinion.text[source.start : source.end]) == (WORDS, WORDS)


@pytest.mark.parametrize("words", ["", "文件里没有的话"])
def test_words_that_do_not_stand_there_are_refused(
    words: str, measure_in: Callable[..., Measure], opinion: Document, supervisor: User
) -> None:
    with pytest.raises(UnmetConditionError, match="没有这段文字"):
        trace_to(measure_in(), opinion, words=words, by=supervisor)


def test_only_the_office_traces(measure_in: Callable[..., Measure], opinion: Document, people: dict[str, User]) -> None:
    measure = measure_in()
    barred = [role for role in ROLES if not RULES["measure.edit"](people[role], measure)]
    assert barred

    for role in barred:
        with pytest.raises(MissingRightError):
            trace_to(measure, opinion, words=WORDS, by=people[role])


@pytest.mark.parametrize(("state", "readers"), [(State.PROPOSED, []), (State.ASSIGNED, ["liaison", "unit_head"])])
def test_who_carries_a_measure_out_reads_what_asks_for_it_whoever_keeps_it(
    state: State,
    readers: list[str],
    measure_in: Callable[..., Measure],
    opinion: Document,
    city: Unit,
    people: dict[str, User],
    stranger: User,
) -> None:
    trace_to(measure_in(state), opinion, words=WORDS, by=people["supervisor"])
    general = plant(city, by=None, name="市委办公室", kind=Kind.DEPARTMENT)
    opinion.owner = plant(general, by=None, name="督查室", kind=Kind.OFFICE)
    opinion.save()

    asked = {role: people[role] for role in ("liaison", "unit_head")} | {"stranger": stranger}
    assert [role for role, user in asked.items() if opinion in documents_visible_to(user)] == readers
