"""First import of an office's own ledger: any header, columns matched once, changed and not added the second time."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from luoshi.common import history
from luoshi.common.errors import IllegalMoveError, MissingRightError, StaleFormError, UnmetConditionError
from luoshi.common.history_check import broken_links
from luoshi.ledger.actions.naming import NameChoice, settle_names
from luoshi.ledger.actions.reporting import Words, submit_report
from luoshi.ledger.models import Measure, Plan, Report
from luoshi.ledger.states import PlanState, State
from luoshi.summing_up.actions import imports as actions
from luoshi.summing_up.actions.imports import Matching
from luoshi.summing_up.models import ImportMapping
from luoshi.summing_up.queries.imports import plan_of
from luoshi.summing_up.sheets.foreign import read_ledger
from luoshi.summing_up.sheets.old_rows import guess_state, units_in
from luoshi.summing_up.states import RowKind
from luoshi.units.models import Alias
from tests.summing_up.conftest import upload
from tests.summing_up.old_ledger import HEADER, ROWS, kinds, ledger, plan_columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from luoshi.accounts.models import User
    from luoshi.summing_up.models import LedgerImport
    from luoshi.units.models import Unit


def test_columns_are_guessed_from_their_headings() -> None:
    (sheet,) = read_ledger(BytesIO(ledger(*ROWS)))

    assert {column.heading: column.guess for column in sheet.columns} == {
        "序号": "key",
        "工作任务": "group",
        "具体措施": "text",
        "牵头单位": "lead",
        "配合单位": "support",
        "完成时限": "due",
        "办理状态": "state",
        "完成进度": "claimed",
        "最新进展": "progress",
        "备注": "",
    }
    assert sheet.columns[2].samples == ("新建3所小学", "改造食堂20个", "走访留守儿童")


def test_a_ledger_becomes_a_plan_with_measures_in_their_states(
    start: Callable[..., LedgerImport], bureau: Unit, other: Unit, supervisor: User, tmp_path: Path
) -> None:
    made = start(ledger(*ROWS))

    plan = actions.apply_import(made, by=supervisor, seen=None)

    measures = list(plan.measures.order_by("number"))
    assert [(m.state, m.due_on, m.claimed) for m in measures] == [
        (State.IN_PROGRESS, date(2026, 12, 31), 60),
        (State.CLOSED, date(2026, 6, 30), 100),
        (State.STANDING, None, 0),
        (State.PROPOSED, None, 0),
    ]
    assert [part.unit for part in measures[0].parts.all()] == [bureau, other]
    assert (plan.name, plan.state, measures[0].headings) == ("2026督办台账", PlanState.RUNNING, "一、教育")
    assert list(Report.objects.values_list("done", "from_workbook")) == [("主体封顶。", True)]
    assert [entry.verb for entry in history.entries_of(measures[0])] == ["measure.take_over"]
    assert measures[0].red_on == date(2027, 1, 1)
    assert list(broken_links(tmp_path / "anchor")) == []


def test_an_unknown_name_is_offered_and_remembered(
    start: Callable[..., LedgerImport], bureau: Unit, supervisor: User, office: Unit
) -> None:
    made = start(ledger(*ROWS))
    (unknown,) = plan_of(made).unknown

    matched = actions.match(
        made,
        Matching("台账", plan_columns(made), units={"市教体局": str(bureau.pk)}),
        by=supervisor,
        seen=made.version,
    )
    actions.apply_import(matched, by=supervisor, seen=matched.version)

    assert (unknown.printed, bureau in unknown.candidates) == ("市教体局", True)
    assert Measure.objects.get(number=2).accountable == bureau
    assert Alias.objects.get(text="市教体局").unit == bureau
    assert plan_of(start(ledger(*ROWS))).unknown == ()


def test_a_header_that_says_nothing_is_matched_once_and_remembered(
    start: Callable[..., LedgerImport], supervisor: User
) -> None:
    header = ("A", "事儿", "谁办", "啥时候", "咋样了")
    rows = (("甲1", "新建3所小学", "市教育局", "2026-12-31", "搞定"),)
    made = start(ledger(*rows, header=header))
    assert (plan_of(made).has_text, kinds(made)) == (False, [])

    columns = {"0": "key", "1": "text", "2": "lead", "3": "due", "4": "state"}
    matched = actions.match(made, Matching("台账", columns, {"搞定": "closed"}), by=supervisor, seen=made.version)
    plan = actions.apply_import(matched, by=supervisor, seen=matched.version)
    again = start(ledger(("甲2", "改造食堂20个", "市教育局", "", "搞定"), header=header), plan=plan)

    assert Measure.objects.get(plan=plan).state == State.CLOSED
    assert [(row.kind, row.measure and row.measure.state) for row in plan_of(again).rows] == [
        (RowKind.NEW, State.CLOSED)
    ]
    assert ImportMapping.objects.count() == 6


@pytest.fixture
def taken_over(start: Callable[..., LedgerImport], supervisor: User) -> Plan:
    """The plan of the first import."""
    return actions.apply_import(start(ledger(*ROWS)), by=supervisor, seen=None)


def test_the_next_version_updates_instead_of_adding(
    start: Callable[..., LedgerImport], taken_over: Plan, supervisor: User, tmp_path: Path
) -> None:
    changed = ("1", "一、教育", "新建4所小学", "市教育局", "", "2027-12-31", "已办结", "100%", "全部开学。", "")
    new = ("5", "二、其他", "新事项", "市教育局", "", "2027-01-31", "办理中", "", "", "")

    again = start(ledger(changed, *ROWS[1:], new), plan=taken_over)
    shown = plan_of(again).rows
    actions.apply_import(again, by=supervisor, seen=None)

    first = taken_over.measures.get(number=1)
    assert [row.kind.value for row in shown] == ["changed", "same", "same", "same", "new"]
    assert (shown[0].news, shown[0].remarks) == (
        ("text", "state", "units", "progress"),
        ("系统内的时限是2026-12-31；已交办的措施改期请走延期。",),
    )
    assert (first.text, first.state, first.claimed, first.due_on) == ("新建4所小学", "closed", 100, date(2026, 12, 31))
    assert [report.done for report in first.reports.all()] == ["全部开学。"]
    assert [part.printed for part in first.parts.all()] == ["市教育局"]
    assert taken_over.measures.count() == 5
    assert [entry.verb for entry in history.entries_of(first)] == ["measure.take_over", "measure.renew"]
    assert list(broken_links(tmp_path / "anchor")) == []
    assert kinds(start(ledger(changed, *ROWS[1:], new), plan=taken_over)) == ["same"] * 5


def test_a_row_put_in_between_moves_no_measure(
    start: Callable[..., LedgerImport], taken_over: Plan, supervisor: User
) -> None:
    between = ("2", "一、教育", "新添一项", "市教育局", "", "", "办理中", "", "", "")
    moved = [(str(int(row[0]) + 1), *row[1:]) for row in ROWS[1:]]

    actions.apply_import(start(ledger(ROWS[0], between, *moved), plan=taken_over), by=supervisor, seen=None)

    assert list(taken_over.measures.order_by("number").values_list("text", flat=True)) == [
        *(row[2] for row in ROWS),
        "新添一项",
    ]
    renamed = ("3", "一、教育", "改造食堂21个", "市教体局", "", "2026年6月底", "已办结", "100%", "全部完成。", "")
    again = plan_of(start(ledger(ROWS[0], between, renamed, *moved[1:]), plan=taken_over))
    assert [(row.kind.value, row.known and row.known.number) for row in again.rows][2] == ("changed", 2)


def test_a_ledger_without_numbers_is_told_by_its_words(start: Callable[..., LedgerImport], supervisor: User) -> None:
    header, rows = HEADER[1:], [row[1:] for row in ROWS]
    plan = actions.apply_import(start(ledger(*rows, header=header)), by=supervisor, seen=None)

    again = [*reversed(rows[1:]), ("一、教育", "新建3所 小学", *rows[0][2:])]

    assert kinds(start(ledger(*again, header=header), plan=plan)) == ["same", "same", "same", "changed"]


def test_numbers_that_begin_anew_in_every_part_are_told_apart(
    start: Callable[..., LedgerImport], supervisor: User
) -> None:
    rows = [("1", part, f"{part}的事", "市教育局") for part in ("一、教育", "二、其他")]
    plan = actions.apply_import(start(ledger(*rows, header=HEADER[:4])), by=supervisor, seen=None)
    changed = [(*rows[0][:2], "改了的事", rows[0][3]), rows[1]]

    again = plan_of(start(ledger(*changed, header=HEADER[:4]), plan=plan)).rows

    assert [(row.kind.value, row.known and row.known.number, row.row.notes) for row in again] == [
        ("changed", 1, ()),
        ("same", 2, ()),
    ]


def test_what_somebody_has_acted_on_keeps_its_state(
    start: Callable[..., LedgerImport], taken_over: Plan, supervisor: User, liaison: User, bureau: Unit
) -> None:
    submit_report(taken_over.measures.get(number=1), bureau, Words(claimed=70, done="封顶后装修。"), by=liaison)
    changed = ("1", "一、教育", "新建4所小学", "市教育局", "", "", "已办结", "100%", "完成", "")

    again = start(ledger(changed), plan=taken_over)
    (row,) = plan_of(again).rows
    actions.apply_import(again, by=supervisor, seen=None)

    first = taken_over.measures.get(number=1)
    assert (row.news, row.remarks) == (("text",), ("已在系统内办理，状态和进展以系统为准。",))
    assert (first.text, first.state, first.claimed) == ("新建4所小学", State.IN_PROGRESS, 70)


def test_a_name_settled_after_the_import_lets_the_state_follow(
    start: Callable[..., LedgerImport], bureau: Unit, supervisor: User
) -> None:
    row = ("1", "教育", "新建3所小学", "市教体局", "各有关单位", "2026-12-31", "办理中", "60%", "封顶。", "")
    plan = actions.apply_import(start(ledger(row)), by=supervisor, seen=None)
    settle_names(plan, [NameChoice("市教体局", (bureau,))], by=supervisor)

    again = start(ledger(row), plan=plan)
    news = [shown.news for shown in plan_of(again).rows]
    actions.apply_import(again, by=supervisor, seen=None)

    measure = plan.measures.get()
    assert news == [("state", "progress")]
    assert (measure.state, measure.claimed, measure.accountable) == (State.IN_PROGRESS, 60, bureau)
    assert [(part.printed, part.unit) for part in measure.parts.all()] == [("市教体局", bureau), ("各有关单位", None)]
    assert kinds(start(ledger(row), plan=plan)) == ["same"]


def test_the_same_number_with_other_words_asks_for_a_look(start: Callable[..., LedgerImport], taken_over: Plan) -> None:
    (row,) = plan_of(start(ledger(("1", "一、教育", "清理河道淤泥二十公里"), header=HEADER[:3]), plan=taken_over)).rows

    assert row.remarks == ("编号相同，内容却差别很大，请核对是不是同一项。",)


def test_our_own_codes_are_known_too(start: Callable[..., LedgerImport], supervisor: User) -> None:
    plan = actions.apply_import(start(ledger(*ROWS)), by=supervisor, seen=None)
    code = plan.measures.get(number=1).code

    assert kinds(start(ledger((code, "一、教育", "新建3所小学"), header=HEADER[:3]), plan=plan)) == ["same"]


def test_rows_that_cannot_go_say_why_and_are_left_out(start: Callable[..., LedgerImport], supervisor: User) -> None:
    made = start(ledger(ROWS[0], ("1", "一、教育", "又一项", "市教育局"), ("7", "二、其他", "", "市教育局"), ROWS[1]))

    rows = [(row.row.fault, row.row.notes) for row in plan_of(made).rows]
    plan = actions.apply_import(made, by=supervisor, seen=None)

    double = ("编号“1”在表中不止一行，改按措施内容对应。",)
    assert rows == [("", double), ("", double), ("没有措施内容。", ()), ("", ())]
    assert plan.measures.count() == 3


def test_what_is_not_understood_is_told_and_the_rest_goes(start: Callable[..., LedgerImport]) -> None:
    last = plan_of(start(ledger(*ROWS))).rows[-1]

    assert (last.kind, last.row.notes) == (RowKind.NEW, ("时限“尽快”看不出完整日期，没有导入。",))


def test_merged_cells_and_headings_between_rows_are_understood(start: Callable[..., LedgerImport]) -> None:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ("序号", "工作任务", "责任单位", "完成时限"))
        sheet.merge_range(1, 0, 1, 3, "（一）教育")
        sheet.write_row(2, 0, ("1", "新建3所小学"))
        sheet.write_row(3, 0, ("2", "改造食堂20个"))
        sheet.merge_range(2, 2, 3, 2, "牵头单位：市教育局；配合单位：市财政局")

    rows = plan_of(start(target.getvalue())).rows

    assert [(row.row.text, row.row.headings, row.row.units) for row in rows] == [
        (text, "（一）教育", (("lead", "市教育局"), ("support", "市财政局")))
        for text in ("新建3所小学", "改造食堂20个")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市教育局、市财政局", [("lead", "市教育局"), ("lead", "市财政局")]),
        ("市教育局（牵头）；各县（区）人民政府", [("lead", "市教育局"), ("lead", "各县（区）人民政府")]),
        ("责任单位：市教育局\n配合：市财政局", [("responsible", "市教育局"), ("support", "市财政局")]),
        ("", []),
    ],
)
def test_units_are_told_apart(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(units_in(text, "lead")) == expected


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("已办结", State.CLOSED),
        ("未完成", State.IN_PROGRESS),
        ("基本完成", State.IN_PROGRESS),
        ("已销号", State.SIGNED_OFF),
        ("未启动", State.ASSIGNED),
        ("长期坚持", State.STANDING),
        ("正在推进", State.IN_PROGRESS),
        ("奇怪的词", State.IN_PROGRESS),
    ],
)
def test_states_are_guessed(word: str, state: State) -> None:
    assert guess_state(word) == state


def test_an_import_is_applied_once_and_by_the_office_only(
    start: Callable[..., LedgerImport], supervisor: User, liaison: User, auditor: User, office: Unit
) -> None:
    made = start(ledger(*ROWS))

    for person in (liaison, auditor):
        with pytest.raises(MissingRightError):
            actions.apply_import(made, by=person, seen=None)
        with pytest.raises(MissingRightError):
            actions.start_import(upload("a.xlsx", ledger(*ROWS)), owner=office, by=person)
    actions.apply_import(made, by=supervisor, seen=None)
    with pytest.raises(IllegalMoveError):
        actions.apply_import(made, by=supervisor, seen=None)


def test_an_import_that_was_matched_anew_meanwhile_is_not_applied(
    start: Callable[..., LedgerImport], supervisor: User
) -> None:
    made = start(ledger(*ROWS))
    seen = made.version
    actions.match(made, Matching("台账", plan_columns(made)), by=supervisor, seen=seen)

    with pytest.raises(StaleFormError):
        actions.apply_import(made, by=supervisor, seen=seen)

    assert Plan.objects.count() == 0


@pytest.mark.parametrize(
    "content", [ledger(header=("甲", "乙")), b"PK\x03\x04", b""], ids=["no rows", "broken", "empty"]
)
def test_what_is_no_ledger_is_refused_with_a_sentence(content: bytes, start: Callable[..., LedgerImport]) -> None:
    with pytest.raises(UnmetConditionError):
        start(content)


def guessed(header: tuple[str, ...], *rows: tuple[str, ...]) -> list[str]:
    (sheet,) = read_ledger(BytesIO(ledger(*rows, header=header)))
    return [column.guess for column in sheet.columns]


def test_headings_that_say_nothing_are_guessed_by_the_cells() -> None:
    header = ("批示事项", "交给谁办", "什么时候要", "现在怎么样", "办到哪一步了")
    rows = (
        ("解决老旧小区供暖不热问题", "牵头：市住建局\n配合：市城管局", "2026年11月15日", "已更换管网2.3公里", "在办"),
        ("清理学校周边烧烤摊点", "市城管局/市教育局", "12月底前", "", "了结"),
    )

    assert guessed(header, *rows) == ["text", "responsible", "due", "progress", "state"]


def test_of_one_column_a_quarter_the_last_one_filled_is_the_progress() -> None:
    header = (
        "任务编号",
        "一级指标",
        "工作内容及要求",
        "责任单位",
        "一季度进展",
        "二季度进展",
        "三季度进展",
        "办理情况",
    )
    rows = [(f"{n}", "强基础", f"建成第{n}个站点", "市民政局", "启动", "建设中", "", "√") for n in (1, 2)]

    assert guessed(header, *rows) == ["key", "group", "text", "responsible", "", "progress", "", "state"]


@pytest.mark.parametrize(
    ("due", "expected", "notes"),
    [
        ("12月底前", date(2026, 12, 31), ("时限“12月底前”没有写年份，按2026年导入。",)),
        ("2027年3月底以前", date(2027, 3, 31), ()),
        ("11月30日", date(2026, 11, 30), ("时限“11月30日”没有写年份，按2026年导入。",)),
        ("13月底", None, ("时限“13月底”看不出完整日期，没有导入。",)),
    ],
)
def test_a_date_without_year_takes_the_one_of_the_title(
    start: Callable[..., LedgerImport], due: str, expected: date | None, notes: tuple[str, ...]
) -> None:
    made = start(ledger(("1", "教育", "新建3所小学", "", "", due)))

    assert [(row.row.due_on, row.row.notes) for row in plan_of(made).rows] == [(expected, notes)]


def test_sums_and_remarks_below_the_table_are_no_rows(start: Callable[..., LedgerImport]) -> None:
    made = start(ledger(ROWS[0], ("合计：1件",), ("填表人：何静",), ("注：每月25日更新",)))

    assert [row.row.text for row in plan_of(made).rows] == ["新建3所小学"]


def test_a_ledger_is_read_while_nobody_waits(
    start: Callable[..., LedgerImport], supervisor: User, reads: list[int]
) -> None:
    actions.apply_import(start(ledger(*ROWS)), by=supervisor, seen=None)

    assert reads == [0, 0]
