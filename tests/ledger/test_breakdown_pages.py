"""The pages of plans and the breakdown: they open for whom they should, and take as many queries for many rows."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.ledger.actions.plans import make_plan
from luoshi.ledger.actions.preparing import accept_suggestions
from luoshi.ledger.actions.submitting import submit_plan
from luoshi.ledger.models import Measure, Part, Plan
from luoshi.ledger.states import Matter, PlanState, State
from luoshi.library.actions.documents import add_document
from luoshi.units.actions.units import plant

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpResponse
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

HEAD = "滨川市2027年民生工作方案\n各县（区）人民政府：\n一、重点任务\n"
TAIL = "滨川市人民政府\n2026年3月2日\n"
HTMX = {"HX-Request": "true"}


def text_of(count: int) -> str:
    lines = [
        f"{number}. 新建第{number}所学校。年底前完成第{number}处。（责任单位：市教育局、市工信局、市{number}局）\n"
        for number in range(1, count + 1)
    ]
    return HEAD + "".join(lines) + TAIL


@pytest.fixture
def drafted(office: Unit, bureau: Unit, supervisor: User, today: date) -> Plan:
    return broken_down(3, office, supervisor)


def broken_down(count: int, office: Unit, supervisor: User) -> Plan:
    content = text_of(count).encode()
    document = add_document(BytesIO(content), name=f"{count}.txt", size=len(content), owner=office, by=supervisor)
    return make_plan(document, owner=office, by=supervisor)


@pytest.fixture
def clerk(client: Client, supervisor: User) -> Client:
    client.force_login(supervisor)
    return client


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("name", "at_most"),
    [
        ("breakdown", 32),
        ("preparation", 28),
        ("plan_text", 22),
        ("alike", 22),
        ("plan_names", 20),
        ("review", 18),
        ("plan", 18),
    ],
)
def test_page_takes_the_same_queries_for_few_and_for_many_measures(
    name: str, at_most: int, office: Unit, bureau: Unit, supervisor: User, clerk: Client, today: date
) -> None:
    few, many = broken_down(2, office, supervisor), broken_down(30, office, supervisor)
    for plan in (few, many):
        if name == "review":
            submit_plan(accept_suggestions(plan, by=supervisor), by=supervisor)
    queries_of(clerk, reverse(f"ledger:{name}", args=[few.pk]))

    counts = [queries_of(clerk, reverse(f"ledger:{name}", args=[plan.pk])) for plan in (few, many)]

    assert (counts[0], counts[0] <= at_most) == (counts[1], True), counts


def test_list_of_plans_takes_the_same_queries_for_one_and_for_thirty(
    office: Unit, plan: Plan, supervisor: User, clerk: Client, today: date
) -> None:
    url = reverse("ledger:plans")
    queries_of(clerk, url)
    one = queries_of(clerk, url)
    for number in range(30):
        Plan.objects.create(owner=office, name=f"方案{number}", code=f"x{number}", profile=plan.profile)

    assert queries_of(clerk, url) == one


def test_empty_list_says_what_to_do_first(office: Unit, supervisor: User, clerk: Client) -> None:
    assert "上传一份工作方案" in clerk.get(reverse("ledger:plans")).content.decode()


def test_uploaded_file_opens_its_breakdown(office: Unit, bureau: Unit, clerk: Client, today: date) -> None:
    file = SimpleUploadedFile("plan.txt", text_of(3).encode())

    response = clerk.post(reverse("ledger:new_plan"), {"owner": office.pk, "file": file}, follow=True)

    plan = Plan.objects.get()
    assert response.redirect_chain[-1][0] == reverse("ledger:breakdown", args=[plan.pk])
    assert response.content.decode().count('class="ls-draft"') == 3


def test_rows_far_down_a_long_plan_come_in_words_and_whole_when_asked_for(
    office: Unit, bureau: Unit, supervisor: User, clerk: Client, today: date
) -> None:
    plan = broken_down(102, office, supervisor)
    *_rest, before, last = plan.measures.order_by("number").values_list("pk", flat=True)

    page = clerk.get(reverse("ledger:breakdown", args=[plan.pk])).content.decode()
    asked = {"drafts": f"{last} {before} 0"}
    rows = clerk.get(reverse("ledger:draft_rows", args=[plan.pk]), asked, headers=HTMX).content.decode()

    assert (page.count('class="ls-draft"'), page.count('class="ls-draft is-short"')) == (100, 2)
    assert "新建第102所学校" in page.partition(f'id="draft-{last}"')[2]
    assert "★市教育局" in page.partition(f'id="draft-{last}"')[2]
    assert [rows.count(words) for words in ('class="ls-draft"', 'hx-swap-oob="outerHTML"', "data-edit")] == [2, 2, 2]


def test_changes_are_asked_for_by_a_form_too(drafted: Plan, clerk: Client) -> None:
    seen = ",".join(f"{measure.pk}.{measure.version}" for measure in drafted.measures.all())

    assert clerk.post(reverse("ledger:draft_changes", args=[drafted.pk]), {"seen": seen}).status_code == 204


def test_document_of_the_library_is_broken_down_once(office: Unit, drafted: Plan, clerk: Client) -> None:
    response = clerk.post(reverse("ledger:make_plan", args=[drafted.document_id]))

    assert (response.headers["Location"], Plan.objects.count()) == (
        reverse("ledger:breakdown", args=[drafted.pk]),
        1,
    )


def test_clerk_goes_from_upload_to_review_in_three_sendings(
    office: Unit, bureau: Unit, clerk: Client, today: date
) -> None:
    clerk.post(
        reverse("ledger:new_plan"), {"owner": office.pk, "file": SimpleUploadedFile("a.txt", text_of(3).encode())}
    )
    plan = Plan.objects.get()
    clerk.post(reverse("ledger:accept_suggestions", args=[plan.pk]))

    response = clerk.post(reverse("ledger:submit_plan", args=[plan.pk]))

    assert response.headers["Location"] == reverse("ledger:review", args=[plan.pk])
    assert set(plan.measures.values_list("state", flat=True)) == {State.IN_REVIEW}


def test_unready_plan_says_what_is_missing_where(drafted: Plan, clerk: Client) -> None:
    Measure.objects.filter(plan=drafted).update(accountable=None)

    response = clerk.post(reverse("ledger:submit_plan", args=[drafted.pk]))

    page = response.content.decode()
    first = drafted.measures.get(number=1)
    assert response.status_code == 422
    assert f'href="{reverse("ledger:breakdown", args=[drafted.pk])}#draft-{first.pk}"' in page


def test_edit_in_place_gives_the_row(drafted: Plan, clerk: Client) -> None:
    measure = drafted.measures.get(number=1)
    sent = {"version": measure.version, "text": "新建两所学校。", "aim": "开工", "due_on": "2027-06-30", "field": ""}

    response = clerk.post(reverse("ledger:edit_draft", args=[measure.pk]), sent, headers=HTMX)

    measure.refresh_from_db()
    assert (measure.text, measure.aim, measure.due_on.isoformat()) == ("新建两所学校。", "开工", "2027-06-30")
    assert f'data-version="{measure.version}"' in response.content.decode()


def test_second_editor_sees_the_difference_and_keeps_his_words(drafted: Plan, clerk: Client, office_head: User) -> None:
    from luoshi.ledger.actions.drafting import edit_measure

    measure = drafted.measures.get(number=1)
    edit_measure(measure, by=office_head, text="新建四所学校。")
    sent = {"version": measure.version, "text": "新建五所学校。"}

    page = clerk.post(reverse("ledger:edit_draft", args=[measure.pk]), sent, headers=HTMX).content.decode()

    assert all(words in page for words in ("zhuren已作修改", "新建四所学校。", "新建五所学校。"))
    assert f'name="version" value="{measure.version + 1}"' in page


def test_split_before_a_sentence_asks_the_page_for_the_new_row(drafted: Plan, clerk: Client) -> None:
    measure = drafted.measures.get(number=1)
    sent = {"version": measure.version, "at": measure.text.index("年底前")}

    response = clerk.post(reverse("ledger:split_draft", args=[measure.pk]), sent, headers=HTMX)

    assert response.headers["HX-Trigger-After-Swap"] == "drafts-moved, drafts-changed, text-changed"
    assert drafted.measures.count() == 4


def test_split_at_the_cursor_keeps_what_was_edited(drafted: Plan, clerk: Client) -> None:
    measure = drafted.measures.get(number=1)
    sent = {"version": measure.version, "at": 5, "text": "新建学校。修路。"}

    clerk.post(reverse("ledger:split_draft", args=[measure.pk]), sent, headers=HTMX)

    assert list(drafted.measures.filter(text__in=["新建学校。", "修路。"]).values_list("text", flat=True)) == [
        "新建学校。",
        "修路。",
    ]


def test_drop_without_a_reason_is_refused_in_the_row(drafted: Plan, clerk: Client) -> None:
    measure = drafted.measures.get(number=1)

    page = clerk.post(reverse("ledger:drop_draft", args=[measure.pk]), {"reason": ""}, headers=HTMX).content.decode()

    measure.refresh_from_db()
    assert ("请写明理由" in page, measure.state) == (True, State.PROPOSED)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("accountable", ("responsible", True, False)),
        ("lead", ("lead", True, False)),
        ("support", ("support", False, False)),
    ],
)
def test_part_is_changed_with_one_click(
    step: str, expected: tuple[str, bool, bool], drafted: Plan, clerk: Client, bureau: Unit
) -> None:
    part = drafted.measures.get(number=1).parts.get(unit=bureau)

    clerk.post(reverse("ledger:change_draft_part", args=[part.pk]), {"step": step}, headers=HTMX)

    part.refresh_from_db()
    assert (part.role, part.is_accountable, part.is_assumed) == expected


def test_part_changed_meanwhile_is_told_in_the_row(
    drafted: Plan, clerk: Client, bureau: Unit, office_head: User
) -> None:
    from luoshi.ledger.actions.drafting import edit_measure

    measure = drafted.measures.get(number=1)
    edit_measure(measure, by=office_head, text="新建四所学校。")
    part = measure.parts.get(unit=bureau)

    sent = {"step": "remove", "version": measure.version}
    page = clerk.post(reverse("ledger:change_draft_part", args=[part.pk]), sent, headers=HTMX).content.decode()

    assert "zhuren已作修改" in page
    assert Part.objects.filter(pk=part.pk).exists()


def test_unit_is_added_with_its_role(drafted: Plan, city: Unit, clerk: Client) -> None:
    water = plant(city, by=None, name="市水利局")
    measure = drafted.measures.get(number=1)
    sent = {"unit": f"市水利局 #{water.pk}", "role": "support", "version": measure.version}

    clerk.post(reverse("ledger:add_draft_part", args=[measure.pk]), sent, headers=HTMX)

    assert measure.parts.get(unit=water).role == "support"


def test_names_are_settled_from_the_panel(drafted: Plan, city: Unit, clerk: Client) -> None:
    industry = plant(city, by=None, name="市工业和信息化局")
    sent = {
        "name-1": "市工信局",
        "meaning-1": f"unit:{industry.pk}",
        "name-2": "市1局",
        "meaning-2": "new",
        "new-2": "市第一局",
        "name-3": "市2局",
        "meaning-3": "leave",
        "name-4": "市3局",
        "meaning-4": "remove",
        "remember": "on",
    }

    response = clerk.post(reverse("ledger:plan_names", args=[drafted.pk]), sent, headers=HTMX)

    assert response.status_code == 204
    assert [part.unit.name if part.unit else part.printed for part in Part.objects.order_by("measure", "position")] == [
        "市教育局",
        "市工业和信息化局",
        "市第一局",
        "市教育局",
        "市工业和信息化局",
        "市2局",
        "市教育局",
        "市工业和信息化局",
    ]


def test_changes_of_others_come_in_by_version(drafted: Plan, clerk: Client, office_head: User) -> None:
    from luoshi.ledger.actions.drafting import edit_measure

    first, second, third = drafted.measures.all()
    seen = ",".join(f"{measure.pk}.{measure.version}" for measure in (first, second, third))
    url = reverse("ledger:draft_changes", args=[drafted.pk])
    quiet = clerk.get(url, {"seen": seen})
    edit_measure(first, by=office_head, text="改了。")
    edit_measure(second, by=office_head, text="也改了。")

    page = clerk.get(url, {"seen": seen, "editing": str(second.pk)}).content.decode()

    assert quiet.status_code == 204
    assert (f'id="draft-{first.pk}"' in page, f'id="draft-{second.pk}"' in page) == (True, False)
    assert "已被zhuren修改" in page


def test_new_and_vanished_drafts_come_in_at_their_place(drafted: Plan, clerk: Client, supervisor: User) -> None:
    from luoshi.ledger.actions.drafting import join_measures, split_measure

    first, second, third = drafted.measures.all()
    seen = ",".join(f"{measure.pk}.{measure.version}" for measure in (first, second, third))
    _half, new = split_measure(first, at=first.text.index("年底前"), by=supervisor)
    join_measures([second, third], by=supervisor)

    page = clerk.get(reverse("ledger:draft_changes", args=[drafted.pk]), {"seen": seen}).content.decode()

    assert f'<ol hx-swap-oob="afterend:#draft-{first.pk}"><li class="ls-draft" id="draft-{new.pk}"' in page.replace(
        "\n", ""
    )
    assert f'<li id="draft-{third.pk}" hx-swap-oob="delete">' in page


def test_head_approves_and_the_plan_runs(drafted: Plan, supervisor: User, office_head: User, client: Client) -> None:
    plan = accept_suggestions(drafted, by=supervisor)
    submit_plan(plan, by=supervisor)
    client.force_login(office_head)

    chosen = list(plan.measures.values_list("pk", flat=True))
    response = client.post(reverse("ledger:assign_plan", args=[plan.pk]), {"draft": chosen})

    plan.refresh_from_db()
    assert (response.headers["Location"], plan.state) == (reverse("ledger:plan", args=[plan.pk]), PlanState.RUNNING)


def test_supervisor_records_approval_given_on_paper(drafted: Plan, supervisor: User, clerk: Client) -> None:
    plan = accept_suggestions(drafted, by=supervisor)
    submit_plan(plan, by=supervisor)
    sent = {
        "draft": list(plan.measures.values_list("pk", flat=True)),
        "approver": "李文清",
        "approved_on": "2026-11-20",
    }

    clerk.post(reverse("ledger:assign_plan", args=[plan.pk]), sent)

    assert set(plan.measures.values_list("state", flat=True)) == {State.ASSIGNED}


def test_head_gives_some_back_with_a_reason(drafted: Plan, supervisor: User, office_head: User, client: Client) -> None:
    plan = accept_suggestions(drafted, by=supervisor)
    submit_plan(plan, by=supervisor)
    client.force_login(office_head)
    first = plan.measures.get(number=1)

    client.post(reverse("ledger:return_plan", args=[plan.pk]), {"draft": [first.pk], "reason": "时限过松"})

    assert list(plan.measures.values_list("state", flat=True)) == [State.PROPOSED, State.IN_REVIEW, State.IN_REVIEW]


@pytest.mark.parametrize(
    ("person_name", "opens"),
    [("supervisor", True), ("office_head", True), ("leader", True), ("liaison", False), ("stranger", False)],
)
def test_breakdown_opens_for_those_who_study_it(
    person_name: str, opens: bool, drafted: Plan, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(person_name))

    response = client.get(reverse("ledger:breakdown", args=[drafted.pk]))

    assert (response.status_code == 200) == opens


def test_auditor_reads_without_buttons(drafted: Plan, auditor: User, client: Client) -> None:
    client.force_login(auditor)

    page = client.get(reverse("ledger:breakdown", args=[drafted.pk])).content.decode()

    assert ('class="ls-draft"' in page, "data-edit" in page, "提交审核" in page) == (True, False, False)


def test_instruction_is_registered_and_handed_out(
    office: Unit, bureau: Unit, office_head: User, client: Client, today: date
) -> None:
    from luoshi.ledger.actions.plans import built_in_profile

    client.force_login(office_head)
    sent = {
        "profile": built_in_profile(Matter.INSTRUCTION).pk,
        "text": "核实校车安全并报告。",
        "unit": f"市教育局 #{bureau.pk}",
        "origin": "批示〔2026〕12号",
        "owner": office.pk,
        "hand_out": "1",
        "file": SimpleUploadedFile("批示.txt", "请市教育局核实校车安全并报告。".encode()),
    }

    client.post(reverse("ledger:new_matter"), sent)

    measure = Measure.objects.get()
    assert (measure.state, measure.due_on.isoformat(), measure.local_reason) == (
        State.ASSIGNED,
        "2026-12-02",
        "批示〔2026〕12号",
    )
    assert measure.sources.get().quote == "核实校车安全并报告。"


def test_own_copy_of_a_profile_can_be_edited(
    office: Unit, plan: Plan, supervisor: User, clerk: Client, make_profile: Callable[[], HttpResponse]
) -> None:
    location = make_profile().headers["Location"]

    clerk.post(location, {"name": "本室批示", "sign_days": 2, "warning_days": 3, "version": 1})

    profile = plan.profile.__class__.objects.get(owner=office)
    assert (profile.name, profile.sign_days, profile.done_days) == ("本室批示", 2, None)


@pytest.fixture
def make_profile(clerk: Client, plan: Plan) -> Callable[[], HttpResponse]:
    return lambda: clerk.post(reverse("ledger:copy_profile", args=[plan.profile_id]))  # type: ignore[return-value]  # the client answers with its own kind of response
