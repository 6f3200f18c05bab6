"""A whole plan handed in and approved: all or nothing, numbers in the order of the text, one notice per unit."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from luoshi.common.errors import MissingRightError, UnmetConditionError
from luoshi.ledger.actions import drafting
from luoshi.ledger.actions.door import Paper
from luoshi.ledger.actions.naming import give_rest
from luoshi.ledger.actions.plans import Defaults, make_plan, set_defaults
from luoshi.ledger.actions.submitting import (
    NotReadyError,
    assign_measures,
    missing_of,
    return_measures,
    submit_plan,
)
from luoshi.ledger.states import Cycle, PlanState, State
from luoshi.library.actions.documents import add_document
from luoshi.notices.models import Notice

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Plan
    from luoshi.units.models import Unit

TEXT = """滨川市2026年民生工作方案
各县（区）人民政府：
一、重点任务
（一）新建学校。2026年9月底前新建3所小学。完善周边道路。（牵头单位：市教育局）
（二）疏浚河道。清理河道30公里。（牵头单位：市教育局）
（三）公布结果。每季度公布一次进展。
滨川市人民政府
2026年3月2日
"""


@pytest.fixture
def drafted(office: Unit, bureau: Unit, supervisor: User, today: object) -> Plan:
    content = TEXT.encode()
    document = add_document(BytesIO(content), name="plan.txt", size=len(content), owner=office, by=supervisor)
    return make_plan(document, owner=office, by=supervisor)


@pytest.fixture
def ready(drafted: Plan, bureau: Unit, supervisor: User) -> Plan:
    """The same plan with nothing missing."""
    give_rest(drafted, bureau, by=supervisor)
    defaults = Defaults(date(2026, 12, 31), Cycle.MONTHLY, 28, drafted.profile)
    return set_defaults(drafted, defaults, seen=drafted.version, by=supervisor)


def test_plan_with_gaps_hands_nothing_in(drafted: Plan, supervisor: User) -> None:
    with pytest.raises(NotReadyError) as refused:
        submit_plan(drafted, by=supervisor)

    assert [measure.number for measure, _sentence in refused.value.missing] == [2, 3]
    assert set(drafted.measures.values_list("state", flat=True)) == {State.PROPOSED}


def test_whole_plan_is_handed_in(ready: Plan, supervisor: User) -> None:
    count = submit_plan(ready, by=supervisor)

    assert (count, missing_of(ready)) == (3, [])
    assert set(ready.measures.values_list("state", flat=True)) == {State.IN_REVIEW}


def test_numbers_follow_the_text_once_handed_in(ready: Plan, supervisor: User) -> None:
    first = ready.measures.get(number=1)
    drafting.split_measure(first, at=first.text.index("完善"), by=supervisor)

    submit_plan(ready, by=supervisor)

    assert [(m.number, m.code[-3:], m.text[:4]) for m in ready.measures.all()] == [
        (1, "001", "新建学校"),
        (2, "002", "完善周边"),
        (3, "003", "疏浚河道"),
        (4, "004", "公布结果"),
    ]


def test_nothing_left_to_hand_in_is_said(ready: Plan, supervisor: User) -> None:
    submit_plan(ready, by=supervisor)

    with pytest.raises(UnmetConditionError, match="没有待提交"):
        submit_plan(ready, by=supervisor)


def test_approved_plan_runs_and_each_unit_is_told_once(
    ready: Plan, supervisor: User, office_head: User, liaison: User
) -> None:
    submit_plan(ready, by=supervisor)

    count = assign_measures(ready.measures.all(), by=office_head)

    ready.refresh_from_db()
    assert (count, ready.state) == (3, PlanState.RUNNING)
    assert [(n.code, n.params["count"]) for n in Notice.objects.filter(user=liaison)] == [("plan.assigned", 3)]


def test_approval_is_all_or_nothing(ready: Plan, supervisor: User, office_head: User) -> None:
    submit_plan(ready, by=supervisor)
    assign_measures(ready.measures.filter(number=1), by=office_head)

    with pytest.raises(NotReadyError) as refused:
        assign_measures(ready.measures.all(), by=office_head)

    assert [measure.number for measure, _sentence in refused.value.missing] == [1]
    assert list(ready.measures.values_list("state", flat=True)) == [State.ASSIGNED, State.IN_REVIEW, State.IN_REVIEW]


def test_supervisor_records_an_approval_on_paper(ready: Plan, supervisor: User) -> None:
    submit_plan(ready, by=supervisor)

    assign_measures(ready.measures.all(), by=supervisor, paper=Paper("李文清", date(2026, 11, 20)))

    assert [m.paper_approvals.get().approver for m in ready.measures.all()] == ["李文清"] * 3


def test_supervisor_may_not_approve(ready: Plan, supervisor: User) -> None:
    submit_plan(ready, by=supervisor)

    with pytest.raises(NotReadyError, match="3项"):
        assign_measures(ready.measures.all(), by=supervisor)


def test_chosen_measures_are_returned_with_a_reason(ready: Plan, supervisor: User, office_head: User) -> None:
    submit_plan(ready, by=supervisor)

    return_measures(ready.measures.filter(number=2), by=office_head, reason="时限过松")

    assert list(ready.measures.values_list("state", flat=True)) == [State.IN_REVIEW, State.PROPOSED, State.IN_REVIEW]


def test_liaison_may_not_hand_a_plan_in(ready: Plan, liaison: User) -> None:
    with pytest.raises(MissingRightError):
        submit_plan(ready, by=liaison)


def test_history_of_a_plan_speaks_in_words(ready: Plan, supervisor: User, office_head: User, client: Client) -> None:
    submit_plan(ready, by=supervisor)
    assign_measures(ready.measures.all(), by=office_head)
    client.force_login(office_head)

    page = client.get(f"/ledger/plans/{ready.pk}/").content.decode()

    assert "拆解中 → 落实中" in page
    assert "running" not in page
