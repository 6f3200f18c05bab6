"""Reports as pages: what is due, the form, drafts, two colleagues at once, releasing, paper, the queue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luoshi.ledger.actions.reporting import Words, release_report, return_report, save_draft, submit_report
from luoshi.ledger.models import PaperApproval, Report
from luoshi.ledger.queries.reports import due_reports, reports_visible_to
from luoshi.ledger.states import Cycle, ReportState, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Plan
    from luoshi.units.models import Unit

DAY = date(2026, 11, 28)
SENT = {"claimed": "45", "done": "封顶3所。", "obstacle": "", "asked_for": "", "version": "0", "action": "send"}


@pytest.fixture
def due_measure(measure_in: Callable[..., Measure], today: date) -> Measure:
    """A measure that wants its report this cycle."""
    return measure_in(State.IN_PROGRESS, next_report_on=DAY)


def form_url(measure: Measure) -> str:
    return reverse("ledger:report", args=[measure.pk])


@pytest.mark.parametrize(
    ("cycle", "cycle_day", "next_on", "is_due"),
    [
        (Cycle.MONTHLY, 28, date(2026, 11, 28), True),
        (Cycle.MONTHLY, 28, date(2026, 12, 28), False),
        (Cycle.MONTHLY, 28, date(2026, 10, 28), True),
        (Cycle.QUARTERLY, 20, date(2027, 1, 20), False),
        (Cycle.QUARTERLY, 20, date(2026, 10, 20), True),
        (Cycle.NONE, 28, date(2026, 11, 26), True),
        (Cycle.NONE, 28, date(2027, 2, 26), False),
    ],
)
def test_report_is_due_within_its_cycle_and_a_month(
    cycle: str,
    cycle_day: int,
    next_on: date,
    is_due: bool,
    measure_in: Callable[..., Measure],
    plan: Plan,
    liaison: User,
    today: date,
) -> None:
    plan.cycle, plan.cycle_day = cycle, cycle_day
    plan.save()
    measure_in(State.IN_PROGRESS, next_report_on=next_on)

    assert due_reports(liaison, today).exists() == is_due


def test_list_of_reports_is_that_of_the_own_unit(
    due_measure: Measure, measure_in: Callable[..., Measure], client: Client, liaison: User, stranger: User
) -> None:
    measure_in(State.ASSIGNED, next_report_on=DAY)
    measure_in(State.CLOSED, next_report_on=DAY)

    shown = {}
    for person in (liaison, stranger):
        client.force_login(person)
        shown[person.username] = list(client.get(reverse("ledger:reports")).context["page"])

    assert shown == {"lianluo": [due_measure], "moshengren": []}


def test_list_asks_the_same_number_of_queries_for_one_and_for_thirty_rows(
    due_measure: Measure,
    measure_in: Callable[..., Measure],
    client: Client,
    liaison: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(liaison)
    client.get(reverse("ledger:reports"))
    with django_assert_max_num_queries(40) as one:
        client.get(reverse("ledger:reports"))
    for _number in range(29):
        measure_in(State.IN_PROGRESS, next_report_on=DAY)

    with django_assert_max_num_queries(40) as thirty:
        client.get(reverse("ledger:reports"))

    assert len(thirty) == len(one)


def test_form_has_at_most_five_fields_and_last_times_words(
    due_measure: Measure, bureau: Unit, client: Client, liaison: User
) -> None:
    Report.objects.create(
        measure=due_measure, unit=bureau, cycle_on=date(2026, 10, 28), done="已开工。", claimed=30, state="submitted"
    )
    due_measure.points.create(text="验收报告", wants_evidence=True)
    due_measure.points.create(text="公示")
    client.force_login(liaison)

    form = client.get(form_url(due_measure)).context["form"]

    shown = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    assert len(shown) == 5
    assert (form.initial["claimed"], form.initial["done"]) == (30, "已开工。")


def test_report_with_evidence_is_handed_in(due_measure: Measure, client: Client, liaison: User) -> None:
    point = due_measure.points.create(text="验收报告", wants_evidence=True)
    client.force_login(liaison)
    file = SimpleUploadedFile("验收.pdf", b"%PDF-1.4\n%%EOF\n")

    client.post(form_url(due_measure), {**SENT, f"evidence_{point.pk}": file})

    due_measure.refresh_from_db()
    report = due_measure.reports.get()
    assert (report.state, report.claimed, due_measure.claimed) == (ReportState.SUBMITTED, 45, 45)
    assert (due_measure.evidence.get().point, due_measure.evidenced) == (point, 100)


def test_report_with_a_refused_file_does_not_go_out(due_measure: Measure, client: Client, liaison: User) -> None:
    point = due_measure.points.create(text="验收报告", wants_evidence=True)
    client.force_login(liaison)
    file = SimpleUploadedFile("验收.exe", b"MZ\x90\x00\x03\x00\x00\x00")

    response = client.post(form_url(due_measure), {**SENT, f"evidence_{point.pk}": file})

    assert len(response.context["form"].non_field_errors()) == 1
    assert due_measure.reports.count() == 0


def test_draft_is_kept_while_typing_and_found_again(due_measure: Measure, client: Client, liaison: User) -> None:
    client.force_login(liaison)
    url = reverse("ledger:report_draft", args=[due_measure.pk])

    first = client.post(url, {"claimed": "", "done": "封", "version": "0"})
    client.post(url, {"claimed": "40", "done": "封顶", "version": "1"})
    form = client.get(form_url(due_measure)).context["form"]

    assert 'value="1"' in first.content.decode()
    assert (form.initial["done"], form.initial["claimed"], form.initial["version"]) == ("封顶", 40, 2)


def test_two_colleagues_at_once_see_the_difference_and_lose_nothing(
    due_measure: Measure, client: Client, liaison: User, unit_head: User, bureau: Unit
) -> None:
    save_draft(due_measure, bureau, Words(claimed=30, done="封顶2所。"), by=unit_head, seen=0)
    client.force_login(liaison)

    second = client.post(form_url(due_measure), SENT)
    stale = second.context["form"].stale
    again = client.post(form_url(due_measure), {**SENT, "version": str(stale.version)})

    assert [(one.field, one.before, one.after) for one in stale.differences] == [
        ("claimed", 45, 30),
        ("done", "封顶3所。", "封顶2所。"),
    ]
    assert second.context["form"]["done"].value() == "封顶3所。"
    assert (again.status_code, due_measure.reports.get().done) == (302, "封顶3所。")


def test_stale_draft_says_so_and_keeps_the_other_text(
    due_measure: Measure, client: Client, liaison: User, unit_head: User, bureau: Unit
) -> None:
    save_draft(due_measure, bureau, Words(claimed=30, done="封顶2所。"), by=unit_head, seen=0)
    client.force_login(liaison)

    response = client.post(reverse("ledger:report_draft", args=[due_measure.pk]), SENT)

    assert "juzhang已作修改" in response.content.decode()
    assert due_measure.reports.get().done == "封顶2所。"


def test_queue_goes_on_to_the_next_and_ends_at_the_list(
    due_measure: Measure, measure_in: Callable[..., Measure], client: Client, liaison: User
) -> None:
    second = measure_in(State.IN_PROGRESS, next_report_on=DAY)
    client.force_login(liaison)

    first_to = client.post(f"{form_url(due_measure)}?queue=1", {**SENT, "action": "next"})
    second_to = client.post(f"{form_url(second)}?queue=1", {**SENT, "action": "next"})

    assert first_to["Location"] == f"{form_url(second)}?queue=1"
    assert second_to["Location"] == reverse("ledger:reports")


def test_personal_numbers_in_the_words_are_warned_about(due_measure: Measure, client: Client, liaison: User) -> None:
    client.force_login(liaison)

    response = client.post(form_url(due_measure), {**SENT, "done": "联系人电话13800138000。"}, follow=True)

    assert "似乎有手机号" in response.content.decode()


def test_personal_numbers_in_a_report_are_covered_by_one_click(
    due_measure: Measure, client: Client, liaison: User
) -> None:
    client.force_login(liaison)
    words = {"done": "联系人电话13800138000。", "obstacle": "找13800138000协调。", "asked_for": "请协调。"}
    client.post(form_url(due_measure), {**SENT, **words})
    report = due_measure.reports.get()
    before = client.get(reverse("ledger:measure", args=[due_measure.pk])).content.decode()

    client.post(reverse("ledger:mask_report", args=[report.pk]))
    after = client.get(reverse("ledger:measure", args=[due_measure.pk])).content.decode()

    report.refresh_from_db()
    assert (report.done, report.obstacle) == ("联系人电话138******00。", "找138******00协调。")
    assert due_measure.obstacles.get().text == "找138******00协调。"
    assert ("遮盖号码" in before, "遮盖号码" in after, "13800138000" in after) == (True, False, False)


def test_a_returned_report_claims_nothing(
    due_measure: Measure, client: Client, liaison: User, supervisor: User
) -> None:
    due_measure.reports.create(
        unit=due_measure.accountable, cycle_on=date(2026, 1, 28), claimed=30, done="封顶1所。", state="submitted"
    )
    client.force_login(liaison)
    client.post(form_url(due_measure), {**SENT, "claimed": "90"})
    due_measure.refresh_from_db()
    claimed = due_measure.claimed
    report = due_measure.reports.get(claimed=90)

    client.force_login(supervisor)
    client.post(reverse("ledger:return_report", args=[report.pk]), {"reason": "请核实数字"})

    due_measure.refresh_from_db()
    assert (claimed, due_measure.claimed) == (90, 30)


def test_unit_head_releases_and_returns_what_waits(
    due_measure: Measure, plan: Plan, bureau: Unit, client: Client, liaison: User, unit_head: User
) -> None:
    plan.head_signs_reports = True
    plan.save()
    client.force_login(liaison)
    client.post(form_url(due_measure), SENT)
    report = due_measure.reports.get()
    refused = client.post(reverse("ledger:release_report", args=[report.pk]))

    client.force_login(unit_head)
    waiting = list(client.get(reverse("ledger:reports")).context["waiting"])
    client.post(reverse("ledger:return_report", args=[report.pk]), {"reason": "补充数量"})
    report.refresh_from_db()
    returned = (report.state, report.return_reason)
    client.force_login(liaison)
    client.post(form_url(due_measure), {**SENT, "version": str(report.version)})
    client.force_login(unit_head)
    client.post(reverse("ledger:release_report", args=[report.pk]))

    report.refresh_from_db()
    assert (refused.status_code, waiting) == (403, [report])
    assert (returned, report.state) == ((ReportState.RETURNED, "补充数量"), ReportState.SUBMITTED)


def test_unit_head_releases_all_that_the_page_has_shown_and_nothing_else(
    measure_in: Callable[..., Measure], plan: Plan, bureau: Unit, client: Client, liaison: User, unit_head: User
) -> None:
    plan.head_signs_reports = True
    plan.save()
    measures = [measure_in(State.IN_PROGRESS, next_report_on=date(2026, 11, 28)) for _time in range(3)]
    waiting = [submit_report(measure, bureau, Words(claimed=45, done="封顶。"), by=liaison) for measure in measures]
    shown = {"report": [waiting[0].pk, waiting[1].pk, "x"]}
    client.force_login(liaison)
    client.post(reverse("ledger:release_reports"), shown)
    before = set(Report.objects.values_list("state", flat=True))

    client.force_login(unit_head)
    client.post(reverse("ledger:release_reports"), shown)

    states = list(Report.objects.order_by("pk").values_list("state", flat=True))
    assert before == {ReportState.WAITING}
    assert states == [ReportState.SUBMITTED, ReportState.SUBMITTED, ReportState.WAITING]


def test_returned_report_is_due_again_with_the_reason(
    due_measure: Measure, bureau: Unit, client: Client, liaison: User, supervisor: User
) -> None:
    report = submit_report(due_measure, bureau, Words(claimed=45, done="封顶3所。"), by=liaison)
    return_report(report, by=supervisor, reason="请补充完成数量")
    client.force_login(liaison)

    rows = list(client.get(reverse("ledger:reports")).context["page"])
    page = client.get(form_url(due_measure)).content.decode()

    assert (rows, "请补充完成数量" in page) == ([due_measure], True)


def test_supervisor_records_a_report_that_came_on_paper(due_measure: Measure, client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    client.post(form_url(due_measure), {**SENT, "approver": "高局长", "approved_on": "2026-11-20"})

    assert due_measure.reports.get().state == ReportState.SUBMITTED
    assert PaperApproval.objects.get().approver == "高局长"


def test_a_draft_is_not_read_by_who_records_a_paper(
    due_measure: Measure, client: Client, supervisor: User, liaison: User, bureau: Unit
) -> None:
    save_draft(due_measure, bureau, Words(10, "先压一压，等开会再说。"), by=liaison, seen=0)
    client.force_login(supervisor)

    page = client.get(form_url(due_measure)).text
    sent = client.post(form_url(due_measure), {**SENT, "approver": "高局长", "approved_on": "2026-11-20"})

    assert ("先压一压" in page, sent.status_code) == (False, 302)
    assert due_measure.reports.get().done == SENT["done"]


def test_what_has_not_left_the_unit_is_seen_there_alone(
    due_measure: Measure, plan: Plan, supervisor: User, liaison: User, unit_head: User, bureau: Unit
) -> None:
    type(plan).objects.update(head_signs_reports=True)

    def seen_outside() -> bool:
        return reports_visible_to(supervisor).exists()

    report = submit_report(due_measure, bureau, Words(10, "先压一压。"), by=liaison)
    return_report(report, reason="话不能这样写", by=unit_head)
    given_back = seen_outside()
    release_report(submit_report(due_measure, bureau, Words(10, "完成一成。"), by=liaison), by=unit_head)
    released = seen_outside()
    return_report(report, reason="请写明数量", by=supervisor)
    came_back = seen_outside()
    save_draft(due_measure, bureau, Words(12, "数量不好说。"), by=liaison)

    assert (given_back, released, came_back, seen_outside()) == (False, True, True, False)
    assert reports_visible_to(liaison).get().state == ReportState.RETURNED


@pytest.mark.parametrize(
    ("role", "state", "status"),
    [
        ("auditor", State.IN_PROGRESS, 403),
        ("stranger", State.IN_PROGRESS, 404),
        ("liaison", State.CLOSE_REQUESTED, 409),
        ("liaison", State.ASSIGNED, 409),
        ("liaison", State.STANDING, 200),
    ],
)
def test_report_form_opens_for_the_unit_at_work(
    role: str,
    state: State,
    status: int,
    measure_in: Callable[..., Measure],
    client: Client,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(role))

    assert client.get(form_url(measure_in(state, next_report_on=DAY))).status_code == status
