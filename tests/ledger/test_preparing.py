"""From a file to a draft that can be handed in by accepting everything that is suggested."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from luoshi.common.errors import MissingRightError, UnmetConditionError
from luoshi.ledger.actions.plans import MOST
from luoshi.ledger.actions.preparing import accept_suggestions, plan_from_file
from luoshi.ledger.actions.submitting import assign_measures, missing_of, submit_plan
from luoshi.ledger.models import Plan
from luoshi.ledger.queries.plans import figures_of, suggested_due
from luoshi.ledger.states import State
from luoshi.library.models import Document
from luoshi.samples import sample_path
from tests.benchmark import REASON, benchmark_texts
from tests.tools.as_docx import as_docx

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Field, Unit

TEXT = """滨川市2028年民生工作方案
各县（区）人民政府：
一、重点任务
（一）新建学校。新建3所小学。（牵头单位：市教育局、市工信局；配合单位：各有关部门）
（二）公布结果。每季度公布一次进展。
滨川市人民政府
2028年3月2日
"""


def taken_in(text: str, owner: Unit, by: User) -> Plan:
    content = text.encode()
    return plan_from_file(BytesIO(content), name="plan.txt", size=len(content), owner=owner, by=by)


def test_file_is_kept_and_broken_down_in_one_step(office: Unit, bureau: Unit, supervisor: User, today: date) -> None:
    plan = taken_in(TEXT, office, supervisor)

    assert (plan.document.title, plan.measures.count()) == ("滨川市2028年民生工作方案", 2)


def test_known_file_leads_to_its_plan(office: Unit, supervisor: User, today: date) -> None:
    first = taken_in(TEXT, office, supervisor)

    again = taken_in(TEXT, office, supervisor)

    assert (again, Document.objects.count()) == (first, 1)


def test_unreadable_file_is_kept_and_refused_with_what_to_do(office: Unit, supervisor: User, today: date) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

    with pytest.raises(UnmetConditionError, match="已存入文件库，但不能拆解"):
        plan_from_file(BytesIO(content), name="old.doc", size=len(content), owner=office, by=supervisor)

    assert (Document.objects.count(), Plan.objects.count()) == (1, 0)


def test_a_file_of_more_measures_than_a_page_holds_is_kept_and_refused(
    office: Unit, supervisor: User, today: date
) -> None:
    lines = [
        f"（{number % 9 + 1}）修复{number}公里路面。市交通运输局牵头，2026年底前完成。" for number in range(MOST + 2)
    ]

    with pytest.raises(UnmetConditionError, match=f"一个方案最多{MOST}项"):
        taken_in("\n".join(["农村公路养护工作方案", "一、重点任务", *lines]), office, supervisor)

    assert (Document.objects.count(), Plan.objects.count()) == (1, 0)


def test_stranger_leaves_no_file_behind(office: Unit, stranger: User, today: date) -> None:
    with pytest.raises(MissingRightError):
        taken_in(TEXT, office, stranger)

    assert Document.objects.count() == 0


def test_accepted_suggestions_leave_nothing_missing(
    office: Unit, bureau: Unit, field: Field, supervisor: User, today: date
) -> None:
    plan = accept_suggestions(taken_in(TEXT, office, supervisor), by=supervisor)

    first, second = plan.measures.order_by("number")
    assert (first.accountable, first.field, second.accountable) == (bureau, field, office)
    assert [m.due_on.isoformat() for m in (first, second)] == ["2028-12-31", "2028-12-31"]
    assert missing_of(plan) == []


def test_accepted_twice_changes_nothing(office: Unit, bureau: Unit, supervisor: User, today: date) -> None:
    plan = accept_suggestions(taken_in(TEXT, office, supervisor), by=supervisor)
    before = list(plan.measures.values_list("version", flat=True))

    accept_suggestions(plan, by=supervisor)

    assert list(plan.measures.values_list("version", flat=True)) == before


@pytest.mark.parametrize(
    ("title", "due"),
    [("2028年工作要点", "2028-12-31"), ("2026—2029年规划", "2029-12-31"), ("2019年旧方案", "2026-12-31")],
)
def test_end_date_is_suggested_from_the_title(plan: Plan, title: str, due: str, today: date) -> None:
    plan.name = title

    assert suggested_due(plan, today).isoformat() == due


def test_figures_lead_to_lists_of_as_many_rows(
    office: Unit, bureau: Unit, supervisor: User, office_head: User, today: date
) -> None:
    plan = accept_suggestions(taken_in(TEXT, office, supervisor), by=supervisor)
    submit_plan(plan, by=supervisor)
    assign_measures(plan.measures.filter(number=1), by=office_head)

    [figures] = figures_of([plan], supervisor, today)

    counts = {figure.light: figure.count for figure in figures.lights}
    assert (figures.total, figures.in_review, sum(counts.values())) == (2, 1, 2)
    assert figures.in_review_query == f"plan={plan.pk}&state=in_review"


@pytest.mark.skipif(not benchmark_texts(), reason=REASON)
def test_real_documents_can_be_assigned_by_accepting_what_is_suggested(
    city: Unit, office_head: User, today: date
) -> None:
    """In an empty installation: nothing but the root of the tree is known."""
    from luoshi.units.actions.posts import install
    from luoshi.units.models import Post
    from luoshi.units.states import Role

    install(Post(user=office_head, unit=city, role=Role.OFFICE_HEAD, starts_on=today), by=None)
    for path in benchmark_texts():
        content = as_docx(path.read_text(encoding="utf-8"))
        plan = plan_from_file(BytesIO(content), name=f"{path.stem}.docx", size=len(content), owner=city, by=office_head)
        if not plan.measures.exists():
            continue
        plan = accept_suggestions(plan, by=office_head)
        submit_plan(plan, by=office_head)
        assign_measures(plan.measures.all(), by=office_head)
        assert _states(plan.measures.all()) == {State.ASSIGNED}


def test_bundled_city_plan_can_be_assigned(office: Unit, supervisor: User, office_head: User, today: date) -> None:
    path = sample_path("city-plan.docx")
    with path.open("rb") as file:
        plan = plan_from_file(file, name=path.name, size=path.stat().st_size, owner=office, by=supervisor)

    plan = accept_suggestions(plan, by=supervisor)
    submit_plan(plan, by=supervisor)

    assert assign_measures(plan.measures.all(), by=office_head) == 88


def _states(measures: object) -> set[str]:
    rows: list[Measure] = list(measures)  # type: ignore[call-overload]  # any rows
    return {measure.state for measure in rows}
