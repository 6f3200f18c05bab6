"""Histories in words: no code, key or raw time of an object's own fields is ever shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.common import history
from luoshi.common.narration import Changed, told
from luoshi.training.states import ClassState

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.db.models import Model
    from pytest_django import DjangoAssertNumQueries

    from luoshi.accounts.models import User
    from luoshi.training.models import Session, TrainingClass
    from luoshi.units.models import Field, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def changes_of(administrator: User) -> Callable[..., tuple[Changed, ...]]:
    """Record a change of one object and give it back in words."""

    def tell(subject: Model, before: dict[str, Any], after: dict[str, Any]) -> tuple[Changed, ...]:
        history.record(subject, "tests.change", by=administrator, before=before, after=after)
        (*_earlier, last) = told(list(history.entries_of(subject)))
        return last.changes

    return tell


def test_states_are_those_of_the_object(training_class: TrainingClass, changes_of: Callable[..., Any]) -> None:
    shown = changes_of(training_class, {"state": ClassState.PLANNED}, {"state": ClassState.RUNNING})

    assert shown == (Changed("状态", "筹备中", "进行中"),)


def test_rows_are_named(
    training_class: TrainingClass, class_head: User, supervisor: User, changes_of: Callable[..., Any]
) -> None:
    shown = changes_of(training_class, {"class_head": supervisor.pk}, {"class_head": class_head.pk})

    assert shown == (Changed("班主任", str(supervisor), str(class_head)),)


def test_times_are_those_of_the_clock_on_the_wall(session: Session, changes_of: Callable[..., Any]) -> None:
    shown = changes_of(session, {"starts_at": "2026-11-24T01:00:00Z"}, {"starts_at": "2026-11-24T06:30:00Z"})

    assert shown == (Changed("开始", "2026-11-24 09:00", "2026-11-24 14:30"),)


def test_names_that_were_recorded_stay(field: Field, changes_of: Callable[..., Any]) -> None:
    shown = changes_of(field, {"units": ["市教育局"]}, {"units": ["市教育局", "市体育局"]})

    assert [(change.before, change.after) for change in shown] == [("市教育局", "市教育局、市体育局")]


def test_a_row_that_is_gone_is_a_dash(training_class: TrainingClass, changes_of: Callable[..., Any]) -> None:
    (shown,) = changes_of(training_class, {"class_head": 999_999}, {"class_head": None})

    assert (shown.before, shown.after) == ("—", "—")


def test_what_has_no_name_is_not_shown(bureau: Unit, changes_of: Callable[..., Any]) -> None:
    assert changes_of(bureau, {"path": "/1/"}, {"path": "/2/"}) == ()


def test_names_of_many_entries_take_one_query_a_kind(
    training_class: TrainingClass,
    class_head: User,
    supervisor: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for before, after in ((class_head, supervisor), (supervisor, class_head)) * 5:
        sides = {"before": {"class_head": before.pk}, "after": {"class_head": after.pk}}
        history.record(training_class, "tests.change", by=supervisor, **sides)

    with django_assert_num_queries(2):
        assert len(told(list(history.entries_of(training_class)))) >= 10
