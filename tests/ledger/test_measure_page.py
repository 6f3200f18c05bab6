"""A measure's page: what it shows to whom, points, milestones, parts, evidence, remarks, history, bounded queries."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luoshi.common import clock
from luoshi.common.backup_register import note_backup
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.ledger.actions.checking import record_finding, spot_check
from luoshi.ledger.actions.milestones import add_milestone
from luoshi.ledger.actions.points import add_point, change_point, remove_point
from luoshi.ledger.lights import is_contradicted
from luoshi.ledger.models import Comment, Evidence, Measure, Part, Report, Source
from luoshi.ledger.queries.page import entries_of
from luoshi.ledger.states import Grade, Judgement, Light, PartRole, PointFinding, ReportState, State
from luoshi.library.models import Document
from luoshi.notices.actions import notify

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


def url_of(measure: Measure) -> str:
    return reverse("ledger:measure", args=[measure.pk])


def test_page_shows_dates_truths_and_what_is_late_by_the_first_date(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, today: date
) -> None:
    measure = measure_in(
        State.IN_PROGRESS, first_due_on=date(2026, 9, 30), claimed=60, evidenced=50, verified=0, judgement="doubtful"
    )
    client.force_login(supervisor)

    response = client.get(url_of(measure))

    page = response.content.decode()
    assert [figure in page for figure in ("60%", "50%", "0%", "2026-09-30", "2026-12-31")] == [True] * 5
    assert (response.context["is_late_by_first"], response.context["is_contradicted"]) == (True, True)


@pytest.mark.parametrize(
    ("light", "judgement", "differs"),
    [
        (Light.RED, Judgement.DOUBTFUL, False),
        (Light.RED, Judgement.CONFIDENT, True),
        (Light.GREEN, Judgement.NONE, False),
        (Light.GREY, Judgement.CONFIDENT, False),
        (Light.YELLOW, Judgement.UNSURE, False),
    ],
)
def test_judgement_differs_from_the_light(light: str, judgement: str, differs: bool) -> None:
    assert is_contradicted(light, judgement) == differs


def test_children_show_their_lights_and_how_many_are_green(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, today: date
) -> None:
    parent = measure_in(State.IN_PROGRESS)
    measure_in(State.IN_PROGRESS, parent=parent)
    measure_in(State.IN_PROGRESS, parent=parent, red_on=date(2026, 11, 1))
    client.force_login(supervisor)

    family = client.get(url_of(parent)).context["family"]

    assert (len(family.children), family.green) == (2, 1)


def test_neighbours_are_the_measures_before_and_after(
    measure_in: Callable[..., Measure], client: Client, supervisor: User
) -> None:
    first, second, third = (measure_in(State.IN_PROGRESS) for _number in range(3))
    client.force_login(supervisor)

    neighbours = client.get(url_of(second)).context["neighbours"]

    assert (neighbours.previous, neighbours.next) == (first, third)


def test_page_asks_no_more_queries_for_a_full_measure(
    measure_in: Callable[..., Measure],
    client: Client,
    supervisor: User,
    office: Unit,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    client.force_login(supervisor)
    for number in range(2):
        _fill(measure, office, supervisor, number)
    client.get(url_of(measure))
    with django_assert_max_num_queries(60) as few:
        client.get(url_of(measure))
    for number in range(2, 20):
        _fill(measure, office, supervisor, number)

    with django_assert_max_num_queries(60) as many:
        client.get(url_of(measure))

    assert len(many) == len(few)


def test_a_draft_report_is_seen_by_the_own_unit_only(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, liaison: User, bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    for state, day in ((ReportState.DRAFT, 28), (ReportState.WAITING, 27), (ReportState.SUBMITTED, 26)):
        Report.objects.create(measure=measure, unit=bureau, cycle_on=date(2026, 10, day), done="x", state=state)

    seen = {}
    for person in (supervisor, liaison):
        client.force_login(person)
        seen[person.username] = [report.state for report in client.get(url_of(measure)).context["reports"]]

    assert seen == {"duban": ["submitted"], "lianluo": ["waiting", "submitted"]}


def test_source_leads_to_the_place_in_the_document_and_is_settled(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, liaison: User, office: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    document = Document.objects.create(owner=office, title="实施意见", name="意见.docx", uploaded_at=clock.now())
    source = Source.objects.create(
        measure=measure, document=document, quote="新建小学", start=120, end=124, digest="0", is_suspect=True
    )
    client.force_login(supervisor)

    page = client.get(url_of(measure)).content.decode()
    client.post(reverse("ledger:settle_source", args=[source.pk]))

    source.refresh_from_db()
    assert (f"/{document.pk}/#o120" in page, source.is_suspect, source.settled_by) == (True, False, supervisor)


def test_words_and_judgement_are_changed_with_the_version_seen(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, office_head: User
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    url = reverse("ledger:change", args=[measure.pk])
    client.force_login(supervisor)
    sent = {"text": "年底前新建4所小学。", "aim": "", "judgement": "unsure", "version": measure.version}

    first = client.post(url, sent)
    client.force_login(office_head)
    second = client.post(url, {**sent, "text": "年底前新建5所小学。"})

    measure.refresh_from_db()
    assert (first.status_code, measure.text, measure.judgement) == (302, "年底前新建4所小学。", "unsure")
    assert second.context["form"].stale.by == "duban"


def test_points_are_added_changed_and_removed_by_the_supervisor(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, today: date
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    client.force_login(supervisor)

    client.post(reverse("ledger:add_point", args=[measure.pk]), {"text": "验收报告", "wants_evidence": "on"})
    point = measure.points.get()
    client.post(
        reverse("ledger:change_point", args=[point.pk]), {"text": "竣工验收", "is_recorded": "on", "version": 1}
    )
    measure.refresh_from_db()
    changed = (measure.points.get().text, measure.points.get().wants_evidence, measure.evidenced)
    client.post(reverse("ledger:remove_point", args=[point.pk]))

    assert changed == ("竣工验收", False, 100)
    assert measure.points.count() == 0


def test_point_with_evidence_stays(
    measure_in: Callable[..., Measure], supervisor: User, bureau: Unit, today: date
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    point = add_point(measure, text="验收报告", by=supervisor)
    Evidence.objects.create(
        measure=measure, point=point, unit=bureau, link="https://x.example", name="x", at=clock.now()
    )

    with pytest.raises(UnmetConditionError, match="已有佐证材料"):
        remove_point(point, by=supervisor)


def test_points_of_a_closed_measure_stay_as_they_are(measure_in: Callable[..., Measure], supervisor: User) -> None:
    measure = measure_in(State.IN_PROGRESS)
    point = add_point(measure, text="验收报告", by=supervisor)
    Measure.objects.filter(pk=measure.pk).update(state=State.CLOSED)

    with pytest.raises(IllegalMoveError):
        change_point(point, text="别的", wants_evidence=False, by=supervisor)


def test_missed_milestone_turns_the_light_yellow_until_it_is_done(
    measure_in: Callable[..., Measure], client: Client, liaison: User, today: date
) -> None:
    measure = measure_in(State.IN_PROGRESS, due_on=date(2027, 6, 30), first_due_on=date(2027, 6, 30))
    milestone = add_milestone(measure, name="主体封顶", due_on=date(2026, 11, 20), by=liaison)
    client.force_login(liaison)
    measure.refresh_from_db()
    before = measure.yellow_on

    client.post(reverse("ledger:tick_milestone", args=[milestone.pk]), {"is_done": "1"})

    measure.refresh_from_db()
    assert (before, measure.yellow_on > today if measure.yellow_on else None) == (date(2026, 11, 21), True)


def test_milestones_are_changed_and_removed(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, today: date
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    client.force_login(supervisor)

    client.post(reverse("ledger:add_milestone", args=[measure.pk]), {"name": "开工", "due_on": "2026-12-01"})
    milestone = measure.milestones.get()
    client.post(
        reverse("ledger:change_milestone", args=[milestone.pk]),
        {"name": "开工建设", "due_on": "2026-12-05", "version": 1},
    )
    changed = measure.milestones.get()
    client.post(reverse("ledger:remove_milestone", args=[milestone.pk]))

    assert (changed.name, changed.due_on, measure.milestones.count()) == ("开工建设", date(2026, 12, 5), 0)


def test_a_unit_is_added_confirms_its_part_and_is_removed(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, stranger: User, county_bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    client.force_login(supervisor)
    client.post(reverse("ledger:add_part", args=[measure.pk]), {"unit": str(county_bureau.pk), "role": "support"})
    part = measure.parts.get(unit=county_bureau)

    client.force_login(stranger)
    page = client.get(url_of(measure))
    client.post(reverse("ledger:sign_part", args=[part.pk]), {"promised_on": "2026-12-10"})
    part.refresh_from_db()
    client.force_login(supervisor)
    client.post(reverse("ledger:remove_part", args=[part.pk]))

    assert (page.context["signable"], part.promised_on) == (frozenset({part.pk}), date(2026, 12, 10))
    assert not measure.parts.filter(unit=county_bureau).exists()


@pytest.mark.django_db(transaction=True)
def test_a_part_is_confirmed_in_a_transaction_of_its_own(
    measure_in: Callable[..., Measure], client: Client, stranger: User, county_bureau: Unit
) -> None:
    part = Part.objects.create(measure=measure_in(State.IN_PROGRESS), unit=county_bureau, role=PartRole.SUPPORT)
    client.force_login(stranger)

    client.post(reverse("ledger:sign_part", args=[part.pk]), {"promised_on": "2026-12-10"})

    part.refresh_from_db()
    assert part.promised_on == date(2026, 12, 10)


def test_evidence_is_added_seen_through_the_record_and_purged(
    measure_in: Callable[..., Measure],
    client: Client,
    liaison: User,
    office_head: User,
    stranger: User,
    bureau: Unit,
    today: date,
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    client.force_login(liaison)
    client.post(
        reverse("ledger:add_evidence", args=[measure.pk]),
        {"unit": bureau.pk, "file": SimpleUploadedFile("现场.png", PICTURE)},
    )
    evidence = measure.evidence.get()
    url = reverse("ledger:evidence", args=[evidence.pk])

    inline, saved = client.get(f"{url}?inline=1"), client.get(url)
    for file in (inline, saved):
        assert b"".join(file.streaming_content) == PICTURE  # type: ignore[attr-defined]  # a streamed answer
    client.force_login(stranger)
    hidden = client.get(url)
    client.force_login(office_head)
    note_backup(Path("/backup/昨夜.zip"), clock.now().isoformat())
    client.post(reverse("ledger:purge_evidence", args=[evidence.pk]), {"reason": "误传"})
    note_backup(Path("/backup/今夜.zip"), (clock.now() + timedelta(hours=1)).isoformat())

    assert (inline["Content-Disposition"][:6], saved["Content-Disposition"][:10]) == ("inline", "attachment")
    assert (hidden.status_code, client.get(url).status_code) == (404, 404)
    page = client.get(url_of(measure)).content.decode()
    assert ("误传" in page, "备份昨夜.zip" in page, "今夜.zip" in page) == (True, True, False)


@pytest.mark.parametrize("sent", [{}, {"link": "https://a.example", "file": True}, {"link": "javascript:alert(1)"}])
def test_evidence_is_one_file_or_one_link(
    sent: dict[str, object], measure_in: Callable[..., Measure], client: Client, liaison: User, bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    client.force_login(liaison)
    files = {"file": SimpleUploadedFile("a.txt", "甲".encode())} if sent.get("file") else {}

    response = client.post(reverse("ledger:add_evidence", args=[measure.pk]), {"unit": bureau.pk, **sent, **files})

    assert (response.status_code, measure.evidence.count()) == (200, 0)


def test_evidence_with_personal_numbers_is_warned_about(
    measure_in: Callable[..., Measure], client: Client, liaison: User, bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    client.force_login(liaison)
    file = SimpleUploadedFile("名单.txt", "联系电话13800138000。".encode())

    response = client.post(
        reverse("ledger:add_evidence", args=[measure.pk]), {"unit": bureau.pk, "file": file}, follow=True
    )

    assert "似乎有手机号" in response.content.decode()
    assert measure.evidence.get().warnings == ["telephone"]


def test_remarks_are_told_to_the_other_side(
    measure_in: Callable[..., Measure], client: Client, liaison: User, supervisor: User
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    client.force_login(liaison)

    client.post(reverse("ledger:comment", args=[measure.pk]), {"text": "图纸已报审。"})

    assert Comment.objects.get().text == "图纸已报审。"
    assert [notice.code for notice in supervisor.notices.all()] == ["measure.commented"]


def test_notice_says_what_the_measure_asks_for_to_those_who_see_it(
    measure_in: Callable[..., Measure], client: Client, liaison: User, stranger: User
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    pages = []

    for reader in (liaison, stranger):
        notify([reader], "measure.closed", url="/", params={"code": measure.code})
        client.force_login(reader)
        pages.append(client.get(reverse("notices:inbox")).text)

    assert [measure.text in page for page in pages] == [True, False]
    assert all(f"{measure.code}已办结" in page for page in pages)


def test_history_is_told_with_names_not_numbers(
    measure_in: Callable[..., Measure], liaison: User, supervisor: User, client: Client, today: date
) -> None:
    measure = measure_in(State.ASSIGNED)
    client.force_login(liaison)
    client.post(reverse("ledger:step", args=[measure.pk, "sign"]), {})

    newest = entries_of(measure)[0]

    assert (newest.sentence, newest.actor) == ("签收", liaison)
    assert [(change.label, change.before, change.after) for change in newest.changes] == [("状态", "已交办", "已签收")]
    assert client.get(reverse("ledger:history", args=[measure.pk])).status_code == 200


def test_spot_check_ends_with_its_finding(
    measure_in: Callable[..., Measure], office_head: User, verifier: User
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    point = add_point(measure, text="完成", by=office_head)
    verification = spot_check(measure, verifier=verifier, by=office_head)

    found = record_finding(
        verification,
        by=verifier,
        finding="现场属实。",
        grade=Grade.SUBSTANTIAL,
        points={point.pk: PointFinding.FULFILLED},
    )

    measure.refresh_from_db()
    assert (found.accepted_at is not None, measure.verified, measure.state) == (True, 100, State.IN_PROGRESS)


def _fill(measure: Measure, unit: Unit, by: User, number: int) -> None:
    """One more row in every section."""
    now = clock.now()
    point = measure.points.create(text=f"要点{number}", position=number)
    Evidence.objects.create(measure=measure, point=point, unit=unit, link="https://x.example", name="x", at=now, by=by)
    Part.objects.create(measure=measure, printed=f"单位{number}", role=PartRole.SUPPORT, position=number + 1)
    measure.milestones.create(name=f"节点{number}", due_on=date(2026, 12, 1))
    measure.comments.create(by=by, at=now, text="好")
    measure.obstacles.create(unit=unit, text="难", raised_at=now, owner=by)
    measure.slips.create(unit=unit, colour="red", text="催", by=by, at=now)
    measure.verifications.create(verifier=by, appointed_at=now, appointed_by=by)
    measure.reports.create(
        unit=unit, cycle_on=date(2025, 1, number + 1), done="做了", state=ReportState.SUBMITTED, by=by, signed_by=by
    )
