"""Returned workbooks: what each row would change, what conflicts, what is not allowed; applied all or not at all."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from luoshi.common import history
from luoshi.common.errors import IllegalMoveError, MissingRightError, UnmetConditionError
from luoshi.common.history_check import broken_links
from luoshi.ledger.actions.drafting import edit_measure
from luoshi.ledger.actions.reporting import Words, save_draft, submit_report
from luoshi.ledger.actions.unit_steps import sign
from luoshi.ledger.models import Extension, Measure, Part, Report
from luoshi.ledger.states import State
from luoshi.notices.models import Notice
from luoshi.summing_up.actions import batches as actions
from luoshi.summing_up.models import WorkbookChange
from luoshi.summing_up.sheets.reading import read_returned
from luoshi.summing_up.states import BatchState, Choice, Outcome
from tests.summing_up.conftest import fill, told, upload, workbook_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Plan
    from luoshi.summing_up.models import WorkbookBatch
    from luoshi.units.models import Unit

REPORT = {"done": "主体结构封顶。", "claimed": "60", "obstacle": "用地未批。", "asked_for": "请市自然资源局批复。"}


def apply(batch: WorkbookBatch, by: User) -> WorkbookBatch:
    return actions.apply_batch(actions.begin_applying(batch, by=by))


def test_a_month_of_a_unit_without_account_is_recorded_by_the_office(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    measures = [measure_in(state) for state in (State.ASSIGNED, State.SIGNED, State.IN_PROGRESS, State.ASSIGNED)]
    went = workbook_of(bureau, by=supervisor)
    rows = (
        {"sign": "是", "promised": "2026-12-20", **REPORT},
        REPORT,
        {"due_wanted": "2027/3/31", "extension_reason": "雨季影响", "done": "完成八成"},
        {"refuse": "是", "refuse_reason": "不属本单位职责"},
    )

    batch = hand_in(supervisor, fill(went, *rows))
    shown = told(batch)
    apply(batch, supervisor)

    assert shown == [
        ("change", ["sign", "report"], ""),
        ("change", ["report"], ""),
        ("change", ["report", "extension"], ""),
        ("change", ["refuse"], ""),
    ]
    for measure in measures:
        measure.refresh_from_db()
    assert [measure.state for measure in measures] == ["in_progress", "in_progress", "in_progress", "in_review"]
    assert [measure.claimed for measure in measures] == [60, 60, 0, 0]
    assert Extension.objects.get().due_wanted == date(2027, 3, 31)
    assert [entry.params.get("workbook") for entry in history.entries_of(measures[1])] == ["1.xlsx", None]
    assert set(Report.objects.values_list("from_workbook", "by", "unit")) == {(True, supervisor.pk, bureau.pk)}


def test_a_draft_of_the_unit_does_not_stand_beside_its_workbook(
    measure_in: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    liaison: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    save_draft(measure_in(State.IN_PROGRESS), bureau, Words(10, "先压一压。"), by=liaison)

    batch = hand_in(supervisor, fill(workbook_of(bureau, by=supervisor), REPORT))

    change = WorkbookChange.objects.get(file__batch=batch)
    assert change.outcome == Outcome.CHANGE
    assert "先压一压" not in str(change.steps)


def test_a_second_job_for_the_same_batch_changes_nothing(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    measure_in(State.IN_PROGRESS)
    batch = hand_in(supervisor, fill(workbook_of(bureau, by=supervisor), REPORT))
    first = actions.begin_applying(batch, by=supervisor)
    second = type(batch).objects.select_related("by", "unit").get(pk=batch.pk)

    actions.apply_batch(first)
    actions.apply_batch(second)

    batch.refresh_from_db()
    assert (batch.state, batch.sentence, Report.objects.count()) == (BatchState.APPLIED, "", 1)


def test_a_row_shows_old_and_new(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    measure_in(State.IN_PROGRESS, claimed=40)

    batch = hand_in(supervisor, fill(workbook_of(bureau, by=supervisor), {"done": "已封顶", "claimed": "60%"}))

    cells = WorkbookChange.objects.get(file__batch=batch).steps[0]["cells"]
    assert cells == [
        {"name": "本期进展", "before": "", "after": "已封顶"},
        {"name": "自报进度", "before": "40", "after": "60"},
    ]


def test_an_untouched_workbook_changes_nothing(
    supported: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    for state in (State.ASSIGNED, State.SIGNED, State.IN_PROGRESS, State.STANDING):
        supported(state, claimed=30)

    batch = hand_in(supervisor, fill(workbook_of(bureau, by=supervisor)))

    assert told(batch) == [("same", [], "")] * 4
    with pytest.raises(UnmetConditionError, match="没有可以登记的变化"):
        actions.begin_applying(batch, by=supervisor)


def test_the_same_workbook_twice_changes_nothing_the_second_time(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    measure_in(State.ASSIGNED)
    measure_in(State.IN_PROGRESS)
    came = fill(
        workbook_of(bureau, by=supervisor),
        {"sign": "是", **REPORT},
        {**REPORT, "close": "是", "close_note": "已开学", "due_wanted": "2027-03-31", "extension_reason": "雨季"},
    )
    apply(hand_in(supervisor, came), supervisor)

    again = hand_in(supervisor, came)

    assert told(again) == [("same", [], "")] * 2


def test_two_units_of_one_measure_go_in_the_order_of_their_steps(
    supported: Callable[..., Measure],
    bureau: Unit,
    other: Unit,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    opened, closing = supported(State.ASSIGNED), supported(State.IN_PROGRESS)
    lead = fill(workbook_of(bureau, by=supervisor), {"sign": "是"}, {"close": "是", "close_note": "已开学"})
    support = fill(workbook_of(other, by=supervisor), {"sign": "是", "done": "资金已拨付"}, {"done": "已配套"})

    batch = apply(hand_in(supervisor, support, lead), supervisor)

    opened.refresh_from_db()
    closing.refresh_from_db()
    assert (batch.state, opened.state, closing.state) == (BatchState.APPLIED, "signed", "close_requested")
    assert Report.objects.filter(unit=other).count() == 2


@pytest.mark.parametrize(
    ("state", "cells", "fault"),
    [
        (State.ASSIGNED, {"done": "已封顶", "sign": "否"}, "签收之后、申请办结之前"),
        (State.SIGNED, {"close": "是", "close_note": "已开学"}, "不能申请办结"),
        (State.IN_PROGRESS, {"claimed": "70"}, "没有写本期进展"),
        (State.IN_PROGRESS, {"obstacle": "缺资金"}, "请填写进展情况"),
        (State.IN_PROGRESS, {"done": "已封顶", "claimed": "120"}, "不是0到100的整数"),
        (State.IN_PROGRESS, {"due_wanted": "2026-12-01", "extension_reason": "雨季"}, "应晚于现在的完成时限"),
        (State.IN_PROGRESS, {"due_wanted": "2027-12-01"}, "请写明理由"),
    ],
)
def test_what_is_not_allowed_says_why_and_is_left_out(
    state: State,
    cells: dict[str, str],
    fault: str,
    measure_in: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    measure_in(state)
    measure_in(State.IN_PROGRESS)

    batch = hand_in(supervisor, fill(workbook_of(bureau, by=supervisor), cells, {"done": "已封顶"}))
    shown = told(batch)
    apply(batch, supervisor)

    assert ((shown[0][0], fault in shown[0][2]), shown[1][0]) == (("fault", True), "change")
    assert Report.objects.count() == 1


@pytest.mark.parametrize("verb", ["due_wanted", "close", "refuse"])
def test_a_support_unit_takes_no_step_of_the_accountable_one(
    verb: str,
    supported: Callable[..., Measure],
    other: Unit,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    supported(State.ASSIGNED if verb == "refuse" else State.IN_PROGRESS)
    cells = {
        "due_wanted": {"due_wanted": "2027-03-31", "extension_reason": "雨季"},
        "close": {"close": "是", "close_note": "已办完"},
        "refuse": {"refuse": "是", "refuse_reason": "不属本单位"},
    }[verb]

    ((outcome, _steps, fault),) = told(hand_in(supervisor, fill(workbook_of(other, by=supervisor), cells)))

    assert (outcome, "只有主责单位" in fault) == ("fault", True)


def test_later_changes_conflict_and_say_who_made_them(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    changed, judged = measure_in(State.IN_PROGRESS), measure_in(State.IN_PROGRESS)
    came = fill(workbook_of(bureau, by=supervisor), REPORT, REPORT)
    edit_measure(changed, text="年底前新建4所小学。", by=supervisor)
    edit_measure(judged, judgement="unsure", by=supervisor)

    batch = hand_in(supervisor, came)

    rows = list(WorkbookChange.objects.filter(file__batch=batch).order_by("line"))
    assert [row.outcome for row in rows] == [Outcome.CONFLICT, Outcome.CHANGE]
    assert [entry.pk for entry in history.entries_of(changed)] == rows[0].news


@pytest.mark.parametrize(("choice", "claimed"), [(Choice.TAKE, 60), (Choice.KEEP, 0)])
def test_a_conflict_is_decided_row_by_row(
    choice: Choice,
    claimed: int,
    measure_in: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    changed, free = measure_in(State.IN_PROGRESS), measure_in(State.IN_PROGRESS)
    came = fill(workbook_of(bureau, by=supervisor), REPORT, REPORT)
    edit_measure(changed, text="年底前新建4所小学。", by=supervisor)
    batch = hand_in(supervisor, came)
    row = WorkbookChange.objects.get(file__batch=batch, outcome=Outcome.CONFLICT)

    with pytest.raises(UnmetConditionError, match="还有1行冲突没有选择"):
        actions.begin_applying(batch, by=supervisor)
    actions.choose(batch, {row.pk: choice}, by=supervisor)
    apply(batch, supervisor)

    changed.refresh_from_db()
    free.refresh_from_db()
    assert (changed.claimed, free.claimed) == (claimed, 60)


def test_all_open_conflicts_are_decided_at_once(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    measures = [measure_in(State.IN_PROGRESS) for _ in range(3)]
    came = fill(workbook_of(bureau, by=supervisor), REPORT, REPORT, REPORT)
    for measure in measures:
        edit_measure(measure, text="年底前新建4所小学。", by=supervisor)
    batch = hand_in(supervisor, came)

    actions.choose_all(batch, Choice.TAKE, by=supervisor)

    assert set(WorkbookChange.objects.values_list("choice", flat=True)) == {Choice.TAKE}


def test_own_step_taken_online_meanwhile_is_no_second_step(
    measure_in: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    liaison: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    measure = measure_in(State.ASSIGNED)
    came = fill(workbook_of(bureau, by=supervisor), {"sign": "是"})
    sign(measure, by=liaison)

    assert told(hand_in(supervisor, came)) == [("same", [], "")]


def test_another_report_of_the_same_cycle_is_not_taken_twice(
    measure_in: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    liaison: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    measure = measure_in(State.IN_PROGRESS, next_report_on=date(2026, 11, 28))
    came = fill(workbook_of(bureau, by=supervisor), REPORT)
    submit_report(measure, bureau, Words(50, "已完成一半。"), by=liaison)

    ((outcome, _steps, fault),) = told(hand_in(supervisor, came))

    assert (outcome, "本期已经报送" in fault) == ("fault", True)


def test_nothing_is_written_if_a_row_that_was_to_go_does_not_go_any_more(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    measures = [measure_in(State.IN_PROGRESS) for _ in range(3)]
    batch = hand_in(supervisor, fill(workbook_of(bureau, by=supervisor), REPORT, REPORT, REPORT))
    begun = actions.begin_applying(batch, by=supervisor)
    Measure.objects.filter(pk=measures[1].pk).update(state=State.SUSPENDED)

    after = actions.apply_batch(begun)

    assert (after.state, Report.objects.count(), "什么也没有写入" in after.sentence) == (BatchState.SHOWN, 0, True)
    assert [row[0] for row in told(after)] == ["change", "fault", "change"]


def test_a_batch_is_applied_once(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    measure_in(State.IN_PROGRESS)
    batch = apply(hand_in(supervisor, fill(workbook_of(bureau, by=supervisor), REPORT)), supervisor)

    with pytest.raises(IllegalMoveError):
        actions.begin_applying(batch, by=supervisor)


def test_a_liaison_hands_in_the_own_units_workbook_only(
    supported: Callable[..., Measure],
    bureau: Unit,
    other: Unit,
    supervisor: User,
    liaison: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    supported(State.IN_PROGRESS)
    own = fill(workbook_of(bureau, by=liaison), REPORT)
    foreign = fill(workbook_of(other, by=supervisor), {"done": "资金已拨付"})

    batch = hand_in(liaison, own, foreign)

    assert [(row[0], "只能上传本单位" in row[2]) for row in told(batch)] == [("change", False), ("fault", True)]
    apply(batch, liaison)
    assert list(Report.objects.values_list("unit", "by")) == [(bureau.pk, liaison.pk)]


def test_others_may_not_touch_a_batch(
    measure_in: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    stranger: User,
    auditor: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    measure_in(State.IN_PROGRESS)
    batch = hand_in(supervisor, fill(workbook_of(bureau, by=supervisor), REPORT))

    for person in (stranger, auditor):
        for act in (actions.begin_applying, actions.drop_batch):
            with pytest.raises(MissingRightError):
                act(batch, by=person)
    with pytest.raises(MissingRightError):
        actions.start_batch([upload("a.xlsx", b"")], by=auditor)


@pytest.mark.parametrize("role", ["liaison", "supervisor"])
def test_a_row_whose_id_is_gone_is_found_by_code_and_unit_and_has_to_be_confirmed(
    role: str,
    supported: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
    request: pytest.FixtureRequest,
) -> None:
    supported(State.IN_PROGRESS)
    came = fill(workbook_of(bureau, by=supervisor), REPORT, order=("code", "done", "claimed", "sign", "obstacle"))

    ((outcome, steps, fault),) = told(hand_in(request.getfixturevalue(role), came))

    assert (outcome, steps, fault) == ("conflict", ["report"], "")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda part: part.delete(), "没有找到这项任务"),
        (lambda part: Measure.objects.filter(pk=part.measure_id).update(state=State.WITHDRAWN), "签收之后"),
    ],
    ids=["part gone", "measure withdrawn"],
)
def test_a_row_without_a_part_any_more_is_told(
    change: Callable[[Part], object],
    fault: str,
    measure_in: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    came = fill(workbook_of(bureau, by=supervisor), REPORT)
    change(measure.parts.get())

    ((outcome, _steps, told_fault),) = told(hand_in(supervisor, came))

    assert (outcome, fault in told_fault) == ("fault", True)


def test_the_same_measure_twice_counts_once_or_not_at_all(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    measure_in(State.IN_PROGRESS)
    went = workbook_of(bureau, by=supervisor)

    same = hand_in(supervisor, fill(went, REPORT), fill(went, REPORT))
    different = hand_in(supervisor, fill(went, REPORT), fill(went, {"done": "别的话"}))

    assert [row[0] for row in told(same)] == ["change", "same"]
    assert [(row[0], "内容不同" in row[2]) for row in told(different)] == [("fault", True)] * 2


def test_a_file_that_cannot_be_read_holds_up_no_other(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    measure_in(State.IN_PROGRESS)
    good = fill(workbook_of(bureau, by=supervisor), REPORT)

    batch = hand_in(supervisor, b"PK\x03\x04 broken", b"", good, b"%PDF-1.4")

    faults = list(batch.files.values_list("fault", flat=True))
    assert ([bool(fault) for fault in faults], batch.counts["change"]) == ([True, True, False, True], 1)


def test_missing_rows_are_told_and_change_nothing(
    measure_in: Callable[..., Measure], bureau: Unit, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    for _ in range(3):
        measure_in(State.IN_PROGRESS)
    went = workbook_of(bureau, by=supervisor)

    batch = hand_in(supervisor, fill(went, REPORT, leave_out=2), fill(went))

    assert list(batch.files.values_list("unit_name", "rows", "missing")) == [("市教育局", 1, 2), ("市教育局", 3, 0)]
    assert [row[0] for row in told(batch)] == ["change", "same", "same", "same"]


def test_people_are_told_once_per_batch(
    supported: Callable[..., Measure],
    bureau: Unit,
    other: Unit,
    supervisor: User,
    office_head: User,
    liaison: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    for _ in range(5):
        supported(State.ASSIGNED)
    lead = fill(workbook_of(bureau, by=supervisor), *[{"sign": "是"}] * 5)
    support = fill(workbook_of(other, by=supervisor), *[{"sign": "是"}] * 5)

    apply(hand_in(supervisor, lead, support), supervisor)

    assert sorted(Notice.objects.values_list("user", "code")) == sorted(
        [(office_head.pk, "workbooks.registered"), (liaison.pk, "workbooks.news")]
    )


def test_the_history_holds_after_a_batch(
    measure_in: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
    tmp_path: Path,
) -> None:
    for _ in range(3):
        measure_in(State.ASSIGNED)

    apply(hand_in(supervisor, fill(workbook_of(bureau, by=supervisor), *[{"sign": "是", **REPORT}] * 3)), supervisor)

    assert list(broken_links(tmp_path / "anchor")) == []


def test_a_workbook_for_one_plan_holds_that_plan_only(
    measure_in: Callable[..., Measure], running: Plan, bureau: Unit, supervisor: User
) -> None:
    measure_in(State.IN_PROGRESS)
    measure_in(State.PROPOSED)
    measure_in(State.CLOSED)

    found = read_returned(BytesIO(workbook_of(bureau, by=supervisor, plan=running)))

    assert [row.code for row in found.rows] == ["2026-01-001"]
