"""The sheet of milestones in a unit's workbook: out, filled in, back, compared and registered with everything else."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.common import history
from luoshi.common.history_check import broken_links
from luoshi.ledger.actions.milestones import remove_milestone, tick_milestone
from luoshi.ledger.models import Measure, Milestone, Part, Report
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.states import PartRole, State
from luoshi.summing_up.actions import batches as actions
from luoshi.summing_up.models import WorkbookChange
from luoshi.summing_up.queries.batches import shown_rows
from luoshi.summing_up.sheets.columns import MILESTONE_COLUMNS
from luoshi.summing_up.sheets.reading import read_returned
from luoshi.summing_up.sheets.tokens import MilestoneToken
from luoshi.summing_up.states import BatchState, Choice
from tests.summing_up.conftest import HEADINGS, told, workbook_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.summing_up.models import WorkbookBatch
    from luoshi.units.models import Unit

NAMES = tuple(column.name for column in MILESTONE_COLUMNS)
ALL_HEADINGS = {**HEADINGS, **{column.name: column.heading for column in MILESTONE_COLUMNS}}
GOES, STAYS = ("change", ["milestone"], ""), ("same", [], "")


def save(
    content: bytes,
    *days: object,
    tasks: Mapping[str, str] | None = None,
    order: Sequence[str] = NAMES,
    sheets: Sequence[str] = ("任务", "节点"),
    drop: int = 0,
    token: str | None = None,
) -> bytes:
    """What another program saves: the nth milestone reached on the nth day, columns in this order, the first hidden.

    A day may be text, a date, or None for what the cell held.
    """
    found = read_returned(BytesIO(content)).rows
    milestones = [row for row in found if row.is_milestone][drop:]
    given = [{"reached_on": day} if day is not None else {} for day in days]
    given += [{}] * (len(milestones) - len(given))
    rows = {
        "任务": [{"token": row.token, "code": row.code, **(tasks or {})} for row in found if not row.is_milestone],
        "节点": [
            {"token": row.token if token is None else token, "code": row.code, **row.values, **cells}
            for row, cells in zip(milestones, given, strict=False)
        ],
    }
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy/m/d"}) as book:
        for name in sheets:
            columns = order if name == "节点" else ("token", "code", "text", "done", "claimed")
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 0, 9, None, {"hidden": True})
            sheet.write_row(1, 0, [ALL_HEADINGS[column] for column in columns])
            for line, row in enumerate(rows[name], 2):
                for place, column in enumerate(columns):
                    sheet.write(line, place, row.get(column, ""))
    return target.getvalue()


def of(batch: WorkbookBatch) -> list[tuple[str, list[str], str]]:
    """Outcome, steps and fault of the rows for milestones."""
    rows = WorkbookChange.objects.filter(file__batch=batch).order_by("file__position", "pk")
    return [found for row, found in zip(rows, told(batch), strict=True) if row.sheet == "节点"]


def days_of(measure: Measure) -> list[date | None]:
    return list(measure.milestones.values_list("done_on", flat=True))


@pytest.fixture
def measure(measure_in: Callable[..., Measure], today: date) -> Measure:
    """A measure of the bureau at work, with a milestone that was reached and two that were not."""
    made = measure_in(State.IN_PROGRESS)
    made.milestones.create(name="选址", due_on=date(2026, 10, 1), done_on=date(2026, 9, 28))
    made.milestones.create(name="招标", due_on=date(2026, 11, 10))
    made.milestones.create(name="开工", due_on=date(2026, 12, 20))
    return made


@pytest.fixture
def went(measure: Measure, bureau: Unit, supervisor: User) -> bytes:
    """The bureau's workbook as it went out."""
    return workbook_of(bureau, by=supervisor)


def apply(batch: WorkbookBatch, by: User) -> WorkbookBatch:
    return actions.apply_batch(actions.begin_applying(batch, by=by))


def test_the_sheet_is_there_only_where_there_are_milestones(
    measure_in: Callable[..., Measure], bureau: Unit, other: Unit, supervisor: User
) -> None:
    made = measure_in(State.IN_PROGRESS)
    Part.objects.create(measure=made, unit=other, printed=other.name, role=PartRole.SUPPORT, position=1)
    before = read_returned(BytesIO(workbook_of(bureau, by=supervisor))).rows
    milestone = made.milestones.create(name="=1+1", due_on=date(2026, 12, 1))

    with zipfile.ZipFile(BytesIO(content := workbook_of(bureau, by=supervisor))) as archive:
        sheet, guide = (archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (2, 3))
    support = read_returned(BytesIO(workbook_of(other, by=supervisor))).rows

    assert [row.is_milestone for row in (*before, *support)] == [False, False]
    part = made.parts.get(is_accountable=True)
    (row,) = [row for row in read_returned(BytesIO(content)).rows if row.is_milestone]
    assert row.token == str(MilestoneToken(milestone.pk, part.pk, made.version, None))
    assert ("<sheetProtection" in sheet, 'hidden="1"' in sheet, sheet.count("<dataValidation "), "<f>" in sheet) == (
        True,
        True,
        1,
        False,
    )
    assert guide.count("<row ") == 13


def test_days_are_registered_in_one_step_with_the_reports(
    measure: Measure, went: bytes, supervisor: User, hand_in: Callable[..., WorkbookBatch], tmp_path: Path
) -> None:
    batch = hand_in(supervisor, save(went, None, "2026.11.9", tasks={"done": "已招标。", "claimed": "40"}))
    shown = told(batch)
    cells = WorkbookChange.objects.get(milestone=measure.milestones.get(name="招标").pk).steps[0]["cells"]

    applied = apply(batch, supervisor)

    assert shown == [("change", ["report"], ""), STAYS, GOES, STAYS]
    assert cells == [{"name": "招标", "before": "", "after": "2026-11-09"}]
    assert (applied.state, Report.objects.get().claimed) == (BatchState.APPLIED, 40)
    assert days_of(measure) == [date(2026, 9, 28), date(2026, 11, 9), None]
    (entry,) = history.entries_of(measure).filter(verb__startswith="milestone.")
    assert (entry.verb, entry.after, entry.params["workbook"], entry.params["batch"]) == (
        "milestone.done",
        {"done_on": "2026-11-09"},
        "1.xlsx",
        batch.pk,
    )
    measure.refresh_from_db()
    # No longer from the day after the milestone that was missed.
    assert (measure.yellow_on, list(broken_links(tmp_path / "anchor"))) == (date(2026, 11, 29), [])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026年11月9日", date(2026, 11, 9)),
        ("２０２６－１１－０９", date(2026, 11, 9)),
        (date(2026, 11, 9), date(2026, 11, 9)),
        (46335, date(2026, 11, 9)),
    ],
)
def test_a_unit_hands_its_own_in_however_the_day_is_written(
    day: object,
    expected: date,
    measure: Measure,
    went: bytes,
    liaison: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    apply(hand_in(liaison, save(went, None, day, order=tuple(reversed(NAMES)))), liaison)

    assert days_of(measure)[1] == expected


@pytest.mark.parametrize(
    "changes",
    [{"sheets": ("任务",)}, {"drop": 3}, {"drop": 2}, {}],
    ids=["sheet removed", "all rows removed", "rows removed", "untouched"],
)
def test_what_is_missing_or_untouched_changes_nothing(
    changes: dict[str, Any], measure: Measure, went: bytes, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    batch = hand_in(supervisor, save(went, **changes))

    assert {outcome for outcome, _steps, _fault in told(batch)} == {"same"}
    assert batch.files.get().missing == 0


@pytest.mark.parametrize("kept", [("token", "node", "reached_on"), ("reached_on", "planned", "node", "token")])
def test_columns_may_be_gone(
    kept: tuple[str, ...], measure: Measure, went: bytes, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    assert of(hand_in(supervisor, save(went, None, "2026-11-09", order=kept))) == [STAYS, GOES, STAYS]


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        ("2026-12-01", "“开工”的完成日期2026-12-01还没有到，请核对。"),
        ("0026-11-09", "“0026-11-09”太久远，请核对年份。"),
        ("上周", "“实际完成日期”里的“上周”不是完整的日期，请写成2026-12-31这样。"),
        ("2026-02-30", "“实际完成日期”里的“2026-02-30”不是完整的日期，请写成2026-12-31这样。"),
    ],
)
def test_a_day_that_cannot_be_is_told_and_holds_up_no_other(
    day: str, fault: str, measure: Measure, went: bytes, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    batch = hand_in(supervisor, save(went, None, "2026-11-20", day))
    found = of(batch)

    apply(batch, supervisor)

    assert [(outcome, said) for outcome, _steps, said in found] == [("same", ""), ("change", ""), ("fault", fault)]
    assert days_of(measure) == [date(2026, 9, 28), date(2026, 11, 20), None]


@pytest.mark.parametrize("token", ["", "LJ-1-1-1-0-0123456789", "12345"])
def test_a_row_without_its_id_is_told(
    token: str, measure: Measure, went: bytes, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    found = of(hand_in(supervisor, save(went, None, "2026-11-09", sheets=("节点",), token=token)))

    assert {(outcome, fault[:9]) for outcome, _steps, fault in found} == {("fault", "系统编号缺失或被改")}


def test_a_milestone_of_another_unit_is_not_allowed(
    measure: Measure,
    went: bytes,
    other: Unit,
    liaison: User,
    stranger: User,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    foreign = of(hand_in(stranger, save(went, None, "2026-11-09")))
    measure.parts.update(is_accountable=False)
    Part.objects.create(measure=measure, unit=other, printed=other.name, role=PartRole.LEAD, is_accountable=True)
    Measure.objects.filter(pk=measure.pk).update(accountable=other)

    found = [of(hand_in(user, save(went, None, "2026-11-09")))[1] for user in (supervisor, liaison)]

    assert {outcome for outcome, _steps, _fault in foreign} == {"fault"}
    assert found == [("fault", [], "时间节点“招标”的任务已改由其他单位主责，由主责单位填报。")] * 2
    assert days_of(measure)[1] is None


def test_a_milestone_that_is_gone_and_a_measure_that_is_closed_are_told(
    measure: Measure, went: bytes, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    remove_milestone(measure.milestones.get(name="招标"), by=supervisor)
    gone = of(hand_in(supervisor, save(went, None, "2026-11-09")))
    Measure.objects.filter(pk=measure.pk).update(state=State.CLOSED)

    closed = of(hand_in(supervisor, save(went, None, None, "2026-11-20")))

    assert gone == [STAYS, ("fault", [], "这个时间节点已经删除。"), STAYS]
    assert [fault for _outcome, _steps, fault in closed] == ["", "", "已经办结的措施不能再修改时间节点。"]


@pytest.mark.parametrize(("choice", "expected"), [(Choice.TAKE, date(2026, 11, 9)), (Choice.KEEP, date(2026, 11, 12))])
def test_a_later_change_by_somebody_else_conflicts_for_that_milestone_alone(
    choice: str,
    expected: date,
    measure: Measure,
    went: bytes,
    liaison: User,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    tick_milestone(measure.milestones.get(name="招标"), is_done=True, done_on=date(2026, 11, 12), by=liaison)

    batch = hand_in(supervisor, save(went, None, "2026-11-09", "2026-11-20"))
    found = of(batch)
    change = WorkbookChange.objects.get(file__batch=batch, outcome="conflict")
    ((_verb, cells),) = shown_rows([change])[0].steps
    (news,) = shown_rows([change])[0].news
    actions.choose(batch, {change.pk: choice}, by=supervisor)
    apply(batch, supervisor)

    assert found == [STAYS, ("conflict", ["milestone"], ""), GOES]
    assert (cells[0]["before"], cells[0]["after"]) == ("2026-11-12", "2026-11-09")
    assert (news.by, news.sentence, news.changes) == (
        str(liaison),
        "时间节点“招标”已完成",
        (("时间节点完成日期", None, "2026-11-12"),),
    )
    assert days_of(measure) == [date(2026, 9, 28), expected, date(2026, 11, 20)]


def test_what_was_reopened_online_is_not_ticked_by_a_cell_that_nobody_touched(
    measure: Measure, went: bytes, liaison: User, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    tick_milestone(measure.milestones.get(name="选址"), is_done=False, by=liaison)

    assert of(hand_in(supervisor, save(went))) == [STAYS, STAYS, STAYS]


def test_the_same_milestone_twice_counts_once_or_not_at_all(
    measure: Measure, went: bytes, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    same = of(hand_in(supervisor, save(went, None, "2026-11-09"), save(went, None, "2026-11-09")))
    differing = of(hand_in(supervisor, save(went, None, "2026-11-09"), save(went, None, "2026-11-10")))

    assert [same[line][0] for line in (1, 4)] == ["change", "same"]
    said = "与“{}.xlsx”第4行是同一个时间节点而日期不同，请只留一份。"
    assert [differing[line][2] for line in (1, 4)] == [said.format(2), said.format(1)]


def test_nothing_is_written_if_a_milestone_that_was_to_go_is_gone(
    measure: Measure, went: bytes, supervisor: User, hand_in: Callable[..., WorkbookBatch]
) -> None:
    batch = hand_in(supervisor, save(went, None, "2026-11-09", "2026-11-20"))
    begun = actions.begin_applying(batch, by=supervisor)
    remove_milestone(measure.milestones.get(name="招标"), by=supervisor)

    batch = actions.apply_batch(begun)

    assert (batch.state, batch.sentence[:10]) == (BatchState.SHOWN, "其间有任务发生了变化")
    assert days_of(measure) == [date(2026, 9, 28), None]


def test_the_page_says_which_milestone_on_which_sheet(
    measure: Measure, went: bytes, supervisor: User, client: Client, hand_in: Callable[..., WorkbookBatch]
) -> None:
    batch = hand_in(supervisor, save(went, None, "2026-11-09"))
    client.force_login(supervisor)

    page = client.get(reverse("summing_up:batch", args=[batch.pk]) + "?show=change").text

    assert "1.xlsx“节点”表第4行" in page
    assert "<dt>招标</dt>" in page


def test_a_workbook_and_its_return_take_the_same_queries_for_one_milestone_and_for_fifty(
    measure_in: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
    today: date,
) -> None:
    counts = []
    measures_visible_to(supervisor)  # what is asked once a request
    made = measure_in(State.IN_PROGRESS)
    for number in (1, 50):
        rows = [Milestone(measure=made, name=f"第{n}步", due_on=date(2026, 12, 2)) for n in range(number)]
        Milestone.objects.bulk_create(rows)
        with CaptureQueriesContext(connection) as queries:
            content = save(workbook_of(bureau, by=supervisor), *["2026-11-09"] * 51)
            batch = hand_in(supervisor, content)
            apply(batch, supervisor)
        counts.append(len(queries))

    assert counts[1] <= counts[0]
    assert made.milestones.filter(done_on=None).count() == 0


def test_a_row_that_does_nothing_says_for_which_milestone(
    measure: Measure, went: bytes, supervisor: User, hand_in: Callable[..., WorkbookBatch], client: Client
) -> None:
    batch = hand_in(supervisor, save(went, None, None, "下周"))
    client.force_login(supervisor)

    page = client.get(reverse("summing_up:batch", args=[batch.pk]), {"show": "fault"}).text

    name = measure.milestones.order_by("due_on")[2].name
    assert f" · {name}" in page
