"""Reports: what they change, who releases them, when they are returned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from luoshi.common.errors import IllegalMoveError, MissingRightError, UnmetConditionError
from luoshi.ledger.actions.obstacles import answer_obstacle, settle_obstacle
from luoshi.ledger.actions.reporting import Words, release_report, return_report, submit_report
from luoshi.ledger.models import Obstacle
from luoshi.ledger.states import Cycle, ReportState, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Plan
    from luoshi.units.models import Unit

WORDS = Words(claimed=40, done="3所小学主体结构封顶。")


def test_first_report_starts_the_work_and_moves_the_next_day(
    measure_in: Callable[..., Measure], bureau: Unit, liaison: User
) -> None:
    measure = measure_in(State.SIGNED, next_report_on=date(2026, 11, 28))

    report = submit_report(measure, bureau, WORDS, by=liaison)

    measure.refresh_from_db()
    assert (report.state, report.cycle_on) == (ReportState.SUBMITTED, date(2026, 11, 28))
    assert (measure.state, measure.claimed, measure.next_report_on) == (State.IN_PROGRESS, 40, date(2026, 12, 28))


def test_second_report_of_a_cycle_is_refused_until_it_is_returned(
    measure_in: Callable[..., Measure], bureau: Unit, liaison: User, supervisor: User, plan: Plan
) -> None:
    plan.cycle = Cycle.NONE
    plan.save()
    measure = measure_in(State.IN_PROGRESS)
    report = submit_report(measure, bureau, WORDS, by=liaison)

    with pytest.raises(IllegalMoveError, match="本期已经报送"):
        submit_report(measure, bureau, WORDS, by=liaison)
    return_report(report, by=supervisor, reason="请补充完成数量")
    again = submit_report(measure, bureau, Words(claimed=45, done="封顶3所，验收1所。"), by=liaison)

    assert (again.pk, again.claimed, again.state) == (report.pk, 45, ReportState.SUBMITTED)


def test_report_waits_for_the_unit_head_where_the_plan_wants_it(
    measure_in: Callable[..., Measure], bureau: Unit, liaison: User, unit_head: User, plan: Plan
) -> None:
    plan.head_signs_reports = True
    plan.save()
    measure = measure_in(State.IN_PROGRESS)

    report = submit_report(measure, bureau, WORDS, by=liaison)
    measure.refresh_from_db()
    before = measure.claimed
    with pytest.raises(MissingRightError):
        release_report(report, by=liaison)
    release_report(report, by=unit_head)

    measure.refresh_from_db()
    assert (before, measure.claimed) == (0, 40)


@pytest.mark.parametrize("words", [Words(claimed=40, done="  "), Words(claimed=101, done="已完成")])
def test_report_without_words_or_beyond_a_hundred_is_refused(
    words: Words, measure_in: Callable[..., Measure], bureau: Unit, liaison: User
) -> None:
    measure = measure_in(State.IN_PROGRESS)

    with pytest.raises(UnmetConditionError):
        submit_report(measure, bureau, words, by=liaison)

    assert measure.reports.count() == 0


def test_stranger_may_not_report(measure_in: Callable[..., Measure], bureau: Unit, stranger: User) -> None:
    with pytest.raises(MissingRightError):
        submit_report(measure_in(State.IN_PROGRESS), bureau, WORDS, by=stranger)


def test_obstacle_of_a_report_is_answered_and_settled(
    measure_in: Callable[..., Measure], bureau: Unit, liaison: User, leader: User
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    words = Words(claimed=10, done="已选址。", obstacle="用地手续未批。", asked_for="请市自然资源局加快审批。")

    submit_report(measure, bureau, words, by=liaison)
    obstacle = Obstacle.objects.get(measure=measure)
    answer_obstacle(obstacle, answer="本周专题会议协调。", by=leader)
    settle_obstacle(obstacle, by=liaison)

    obstacle.refresh_from_db()
    assert (obstacle.answered_by, obstacle.settled_at is not None) == (leader, True)
