"""Many steps together: the same outcome as one by one, no query per step, all written or nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.common import history
from luoshi.common.errors import IllegalMoveError, StaleFormError
from luoshi.common.history_check import broken_links
from luoshi.common.models import Entry
from luoshi.ledger.actions.door import Returned
from luoshi.ledger.actions.extending import ask_extension
from luoshi.ledger.actions.gathering import GatheringPen
from luoshi.ledger.actions.pen import AT_ONCE, Pen
from luoshi.ledger.actions.reporting import Words, submit_report
from luoshi.ledger.actions.telling import tell_gathered
from luoshi.ledger.actions.unit_steps import refuse, request_close, sign
from luoshi.ledger.models import Extension, Measure, Obstacle, Report
from luoshi.ledger.states import State
from luoshi.notices.models import Notice
from luoshi.units.duties import know_duties

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from luoshi.accounts.models import User

CAME = Returned("市教育局.xlsx", batch=7)
WORDS = Words(claimed=40, done="主体结构封顶。", obstacle="用地手续未批。", asked_for="请市自然资源局加快审批。")


def take_steps(measures: list[Measure], *, by: User, pen: Pen) -> None:
    """Sign, report, ask for an extension; ask for closing of the last."""
    for measure in measures:
        unit = measure.accountable
        assert unit is not None
        sign(measure, by=by, promised_on=date(2026, 12, 20), paper=CAME, pen=pen)
        submit_report(measure, unit, WORDS, by=by, paper=CAME, from_workbook=True, pen=pen)
        ask_extension(measure, due_wanted=date(2027, 3, 31), reason="雨季影响", by=by, paper=CAME, pen=pen)
    request_close(measures[-1], note="3所均已开学。", by=by, paper=CAME, pen=pen)


def told(measure: Measure) -> list[object]:
    """What can be seen of a measure afterwards."""
    measure.refresh_from_db()
    facts = [
        getattr(measure, name) for name in ("state", "claimed", "next_report_on", "yellow_on", "red_on", "version")
    ]
    entries = [(entry.verb, entry.version, entry.before, entry.after) for entry in history.entries_of(measure)]
    reports = list(Report.objects.filter(measure=measure).values_list("done", "state", "from_workbook", "version"))
    obstacles = list(Obstacle.objects.filter(report__measure=measure).values_list("text", "asked_for"))
    extensions = list(Extension.objects.filter(measure=measure).values_list("due_wanted", "reason"))
    parts = list(measure.parts.values_list("promised_on", "signed_by", "version"))
    return [facts, entries, reports, obstacles, extensions, parts]


def test_together_comes_out_as_one_by_one(measure_in: Callable[..., Measure], supervisor: User, tmp_path: Path) -> None:
    singly = [measure_in(State.ASSIGNED) for _ in range(3)]
    together = [measure_in(State.ASSIGNED) for _ in range(3)]

    take_steps(singly, by=supervisor, pen=AT_ONCE)
    pen = GatheringPen([measure.pk for measure in together])
    take_steps(together, by=supervisor, pen=pen)
    pen.write(by=supervisor, finish=lambda: None)

    assert [told(measure) for measure in together] == [told(measure) for measure in singly]
    assert list(broken_links(tmp_path / "anchor")) == []


def test_gathering_asks_nothing_and_writes_with_bounded_queries(
    measure_in: Callable[..., Measure], supervisor: User
) -> None:
    counts = []

    for size in (2, 12):
        measures = [measure_in(State.ASSIGNED) for _ in range(size)]
        pen = GatheringPen([measure.pk for measure in measures])
        with CaptureQueriesContext(connection) as gathering:  # duties are asked for once and kept with the person
            take_steps(measures, by=supervisor, pen=pen)
        with CaptureQueriesContext(connection) as writing:
            pen.write(by=supervisor, finish=lambda: None)
        counts.append((len(gathering), len(writing)))

    assert (counts[1][0], counts[0][1] == counts[1][1]) == (0, True), counts


def test_a_refused_step_leaves_nothing_behind(measure_in: Callable[..., Measure], supervisor: User) -> None:
    measure = measure_in(State.IN_PROGRESS)
    pen = GatheringPen([measure.pk])

    def close_and_refuse() -> None:
        with pen.attempt(pen.measures[measure.pk]):
            request_close(measure, note="已完成", by=supervisor, paper=CAME, pen=pen)
            refuse(measure, reason="不属本单位职责", by=supervisor, paper=CAME, pen=pen)

    with pytest.raises(IllegalMoveError):
        close_and_refuse()
    pen.write(by=supervisor, finish=lambda: None)

    measure.refresh_from_db()
    assert (measure.state, pen.told, list(history.entries_of(measure))) == (State.IN_PROGRESS, [], [])


def test_nothing_is_written_if_a_measure_changed_meanwhile(
    measure_in: Callable[..., Measure], supervisor: User
) -> None:
    measures = [measure_in(State.ASSIGNED) for _ in range(2)]
    pen = GatheringPen([measure.pk for measure in measures])
    take_steps(measures, by=supervisor, pen=pen)
    Measure.objects.filter(pk=measures[0].pk).update(version=9)

    with pytest.raises(StaleFormError):
        pen.write(by=supervisor, finish=lambda: None)

    assert (Report.objects.count(), Entry.objects.filter(verb="measure.sign").count()) == (0, 0)


def test_nothing_is_written_if_the_end_fails(measure_in: Callable[..., Measure], supervisor: User) -> None:
    measure = measure_in(State.ASSIGNED)
    pen = GatheringPen([measure.pk])
    take_steps([measure], by=supervisor, pen=pen)

    with pytest.raises(ZeroDivisionError):
        pen.write(by=supervisor, finish=lambda: print(1 // 0))

    measure.refresh_from_db()
    assert (measure.state, Report.objects.count(), history.entries_of(measure).count()) == (State.ASSIGNED, 0, 0)


def test_many_people_act_each_in_their_own_name(
    measure_in: Callable[..., Measure], supervisor: User, liaison: User, tmp_path: Path
) -> None:
    one_by_one, together = measure_in(State.SIGNED), measure_in(State.SIGNED)
    unit = together.accountable
    assert unit is not None
    submit_report(one_by_one, unit, WORDS, by=liaison)
    Notice.objects.filter(url=reverse("ledger:measure", args=[one_by_one.pk])).update(url="before")

    pen = GatheringPen([together.pk])
    know_duties([liaison, supervisor])
    submit_report(together, unit, WORDS, by=liaison, pen=pen)
    pen.write(by=None, finish=lambda: tell_gathered(pen.told))

    assert told(together) == told(one_by_one)
    assert {entry.actor for entry in history.entries_of(together)} == {liaison}
    assert list(broken_links(tmp_path / "anchor")) == []
    before = Notice.objects.filter(url="before").values_list("user", "code")
    after = Notice.objects.exclude(url="before")
    assert [*after.values_list("user", "code")] == [*before]
    assert [notice.params["by_unit"] for notice in after] == [str(unit)]
