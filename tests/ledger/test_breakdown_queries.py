"""What the breakdown page shows: rows in the order of the text, doubts, hints, like measures, the covered text."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.ledger.actions import drafting
from luoshi.ledger.actions.matters import hand_out, register_matter
from luoshi.ledger.actions.parts import confirm_parts
from luoshi.ledger.actions.plans import make_plan
from luoshi.ledger.doubts import Doubt
from luoshi.ledger.models import Plan
from luoshi.ledger.queries.breakdown import away_of, rows_of, stretches_of, tally_of
from luoshi.ledger.queries.hints import hints_for
from luoshi.ledger.queries.likeness import find_alike, pairs_of, share_of
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.text_pane import Line, coverage_of, lines_of
from luoshi.ledger.states import State
from luoshi.library.actions.documents import add_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Field, Unit

TEXT = """滨川市2026年民生工作方案
各县（区）人民政府：
为做好民生工作，制定本方案。
一、总体要求
坚持以人民为中心，办好民生实事。
二、重点任务
（一）新建学校。2026年9月底前新建3所小学。（牵头单位：市教育局；配合单位：市工信局）
（二）疏浚河道。清理河道30公里。（责任单位：市教育局）
（三）公布结果。市民政局要每季度公布一次进展。
滨川市人民政府
2026年3月2日
"""


@pytest.fixture
def drafted(office: Unit, bureau: Unit, supervisor: User, today: object) -> Plan:
    content = TEXT.encode()
    document = add_document(BytesIO(content), name="plan.txt", size=len(content), owner=office, by=supervisor)
    return make_plan(document, owner=office, by=supervisor)


def changed(measure: Measure, **values: object) -> Measure:
    for name, value in values.items():
        setattr(measure, name, value)
    measure.save()
    return measure


def test_rows_tell_their_doubts(drafted: Plan, supervisor: User) -> None:
    rows = rows_of(drafted, supervisor)

    assert [row.doubts for row in rows] == [
        (Doubt.UNIT_UNKNOWN,),
        (Doubt.ASSUMED, Doubt.NO_DUE),
        (Doubt.NO_ACCOUNTABLE, Doubt.NO_DUE),
    ]
    assert [row.doubt_codes for row in rows] == ["unit_unknown eye", "assumed no_due", "no_accountable no_due eye"]


def test_tally_counts_what_the_chips_show(drafted: Plan, supervisor: User) -> None:
    tally = tally_of(rows_of(drafted, supervisor))

    assert (tally.total, tally.proposed, tally.eye, tally.counts[Doubt.NO_DUE]) == (3, 3, 2, 2)


def test_second_half_of_a_split_stands_behind_the_first(drafted: Plan, supervisor: User) -> None:
    first = drafted.measures.get(number=1)

    drafting.split_measure(first, at=first.text.index("2026"), by=supervisor)

    assert [row.measure.number for row in rows_of(drafted, supervisor)] == [1, 4, 2, 3]


def test_looked_over_measure_has_no_doubt_of_reading(drafted: Plan, supervisor: User) -> None:
    measure = drafted.measures.get(number=2)
    measure.doubts = ["two_dates"]
    measure.save()

    drafting.look_over(measure, by=supervisor, seen=measure.version)

    assert rows_of(drafted, supervisor)[1].doubts == (Doubt.ASSUMED, Doubt.NO_DUE)


def test_dropped_measure_is_told_with_its_reason(drafted: Plan, supervisor: User) -> None:
    from luoshi.ledger.actions.reviewing import drop

    drop(drafted.measures.get(number=2), by=supervisor, reason="已在别处落实")

    [(measure, entry)] = away_of(drafted, supervisor)
    assert (measure.number, entry.params["note"], len(rows_of(drafted, supervisor))) == (2, "已在别处落实", 2)


def test_text_is_cut_where_measures_begin_and_end(drafted: Plan, supervisor: User) -> None:
    stretches = stretches_of(rows_of(drafted, supervisor))

    lines = lines_of(drafted.document, stretches, coverage_of(drafted.document, stretches))

    line = next(line for line in lines if isinstance(line, Line) and line.start == TEXT.index("（一）"))
    assert [(segment.text, segment.measures != ()) for segment in line.segments] == [
        ("（一）", False),
        ("新建学校。2026年9月底前新建3所小学。", True),
        ("（牵头单位：市教育局；配合单位：市工信局）", False),
    ]
    assert "".join(s.text for one in lines if isinstance(one, Line) for s in one.segments) == TEXT.replace("\n", "")


def test_clause_without_measure_is_found(drafted: Plan, supervisor: User) -> None:
    rows = [row for row in rows_of(drafted, supervisor) if row.measure.number != 3]

    coverage = coverage_of(drafted.document, stretches_of(rows))

    assert (coverage.asking, [clause.path for clause in coverage.open]) == (3, ["二/(三)"])


def test_field_is_suggested_from_what_holds_the_unit(drafted: Plan, field: Field, supervisor: User) -> None:
    rows = rows_of(drafted, supervisor)

    assert [row.hint.field for row in rows] == [field, field, None]


def test_field_is_suggested_from_what_the_unit_had(
    drafted: Plan, city: Unit, field: Field, measure_in: Callable[..., Measure], supervisor: User
) -> None:
    other = type(field).objects.create(owner=city, name="社会治理")
    for _number in range(3):
        changed(measure_in(State.IN_PROGRESS), field=other)

    assert rows_of(drafted, supervisor)[0].hint.field == other


def test_lead_is_suggested_from_work_done_together(
    drafted: Plan, city: Unit, bureau: Unit, measure_in: Callable[..., Measure], supervisor: User
) -> None:
    from luoshi.ledger.actions.parts import set_part
    from luoshi.units.actions.units import plant

    water = plant(city, by=None, name="市水利局")
    before = measure_in(State.PROPOSED)
    set_part(before, unit=water, role="responsible", by=supervisor)
    before.parts.filter(unit=bureau).update(is_accountable=False)
    before.parts.filter(unit=water).update(is_accountable=True)
    type(before).objects.filter(pk=before.pk).update(accountable=water, state=State.IN_PROGRESS)
    draft = drafted.measures.get(number=2)
    set_part(draft, unit=water, role="responsible", by=supervisor)

    hint = hints_for([draft], measures_visible_to(supervisor))[draft.pk]

    assert (draft.accountable, hint.lead.unit) == (bureau, water)


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [
        ("新建3所小学。", "新建3所小学", 100),
        ("年底前新建3所小学。", "新建小学3所。", 46),
        ("清理河道30公里。", "新建3所小学。", 0),
        ("", "", 0),
    ],
)
def test_likeness_is_the_share_of_pairs(one: str, other: str, percent: int) -> None:
    assert round(100 * share_of(pairs_of(one), pairs_of(other))) == percent


def test_like_open_measure_of_the_same_unit_is_pointed_out(
    drafted: Plan, measure_in: Callable[..., Measure], county: Unit, supervisor: User
) -> None:
    same = changed(measure_in(State.IN_PROGRESS), text="新建学校，9月底前新建3所小学。")
    closed = changed(measure_in(State.CLOSED), text=same.text)
    drafts = [row.measure for row in rows_of(drafted, supervisor)]

    found = find_alike(drafts, measures_visible_to(supervisor))

    assert {pk: [alike.measure for alike in alikes] for pk, alikes in found.items()} == {drafts[0].pk: [same]}
    assert closed not in [alike.measure for alike in found[drafts[0].pk]]


def test_matter_stands_in_the_usual_field_and_shows_what_it_is_like(
    office: Unit, bureau: Unit, field: Field, measure_in: Callable[..., Measure], supervisor: User, client: Client
) -> None:
    same = measure_in(State.IN_PROGRESS)
    client.force_login(supervisor)

    made = register_matter(office, matter="meeting", text=f"请{same.text}", unit=bureau, by=supervisor)

    assert made.field == field
    page = client.get(reverse("ledger:measure", args=[made.pk]))
    assert [alike.measure for alike in page.context["alike"]] == [same]
    assert f"{same.code}（" in page.content.decode()


def test_matter_is_handed_out_in_one_step(office: Unit, bureau: Unit, office_head: User, today: object) -> None:
    measure = register_matter(office, matter="instruction", text="核实校车安全。", unit=bureau, by=office_head)

    assigned = hand_out(measure, by=office_head)

    assert (assigned.state, assigned.due_on.isoformat()) == (State.ASSIGNED, "2026-12-02")
    assert Plan.objects.get().state == "running"


def test_confirmed_plan_has_no_assumption_left(drafted: Plan, supervisor: User) -> None:
    confirm_parts(drafted, by=supervisor)

    assert Doubt.ASSUMED not in tally_of(rows_of(drafted, supervisor)).counts
