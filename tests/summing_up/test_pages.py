"""Pages of workbooks: who may enter, bounded queries, the whole way through the pages."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.common import files
from luoshi.common.burden import Burden
from luoshi.ledger.models import Part, Report
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.states import PartRole, State
from luoshi.library.actions.documents import add_document
from luoshi.library.actions.purging import purge_document
from luoshi.notices.models import Notice
from luoshi.summing_up.actions.parcels import fill_parcel, start_parcel
from luoshi.summing_up.models import Parcel, WorkbookBatch
from luoshi.summing_up.states import BatchState
from luoshi.units.actions.units import plant
from luoshi.units.models import Post
from tests.summing_up.conftest import fill, upload, workbook_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Plan
    from luoshi.units.models import Unit

ROLES = ("supervisor", "office_head", "leader", "liaison", "unit_head", "verifier", "auditor", "stranger")
OFFICE, UNIT = {"supervisor", "office_head"}, {"liaison", "unit_head"}
HAND_IN = OFFICE | UNIT | {"stranger"}
REPORT = {"done": "主体结构封顶。", "claimed": "60"}


@pytest.fixture
def objects(
    measure_in: Callable[..., Measure],
    running: Plan,
    bureau: Unit,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
) -> dict[str, list[int]]:
    measure_in(State.IN_PROGRESS)
    batch = hand_in(supervisor, fill(workbook_of(bureau, by=supervisor), REPORT))
    parcel = Parcel.objects.create(plan=running, by=supervisor, at=batch.at, total=1)
    return {
        "": [],
        "plan": [running.pk],
        "plan and unit": [running.pk, bureau.pk],
        "unit": [bureau.pk],
        "parcel": [parcel.pk],
        "batch": [batch.pk],
    }


@pytest.mark.parametrize(
    ("name", "what", "method", "opens_for"),
    [
        ("workbooks", "", "get", HAND_IN),
        ("plan", "plan", "get", OFFICE),
        ("own_workbook", "plan and unit", "get", OFFICE | UNIT),
        ("unit_workbook", "unit", "get", OFFICE | UNIT),
        ("start_parcel", "plan", "post", OFFICE),
        ("announce", "plan", "post", OFFICE),
        ("parcel", "parcel", "get", {"supervisor"}),
        ("parcel_file", "parcel", "get", set()),
        ("hand_in", "", "get", HAND_IN),
        ("batch", "batch", "get", OFFICE),
        ("progress", "batch", "get", OFFICE),
        ("choose", "batch", "post", OFFICE),
        ("apply", "batch", "post", OFFICE),
        ("drop", "batch", "post", OFFICE),
    ],
)
def test_an_address_opens_for_its_roles_only(
    name: str,
    what: str,
    method: str,
    opens_for: set[str],
    client: Client,
    objects: dict[str, list[int]],
    request: pytest.FixtureRequest,
) -> None:
    from django.db import transaction

    url = reverse(f"summing_up:{name}", args=objects[what])
    people = {role: request.getfixturevalue(role) for role in ROLES}
    opened = set()

    for role, person in people.items():
        client.force_login(person)
        with transaction.atomic():
            status = getattr(client, method)(url).status_code
            transaction.set_rollback(True)
        opened |= {role} if status in {200, 302} else set()

    assert opened == opens_for


@pytest.mark.parametrize(
    ("name", "what", "at_most"), [("workbooks", "", 22), ("plan", "plan", 16), ("batch", "batch", 20)]
)
def test_a_page_takes_the_same_queries_for_one_row_and_for_thirty(
    name: str,
    what: str,
    at_most: int,
    client: Client,
    objects: dict[str, list[int]],
    measure_in: Callable[..., Measure],
    bureau: Unit,
    city: Unit,
    supervisor: User,
    hand_in: Callable[..., WorkbookBatch],
) -> None:
    client.force_login(supervisor)
    one = _count(client, reverse(f"summing_up:{name}", args=objects[what]))
    for number in range(29):
        measure = measure_in(State.IN_PROGRESS)
        unit = plant(city, by=None, name=f"第{number}局")
        Part.objects.create(measure=measure, unit=unit, printed=unit.name, role=PartRole.SUPPORT, position=1)
    came = fill(workbook_of(bureau, by=supervisor), *[REPORT] * 30)
    batches = [hand_in(supervisor, came) for _ in range(3)]
    arguments = [batches[0].pk] if what == "batch" else objects[what]

    thirty = _count(client, reverse(f"summing_up:{name}", args=arguments))

    assert (thirty == one, thirty <= at_most) == (True, True), (one, thirty)


def test_a_workbook_takes_the_same_queries_for_one_row_and_for_thirty(
    supported: Callable[..., Measure], bureau: Unit, supervisor: User
) -> None:
    counts = []
    measures_visible_to(supervisor)  # what is asked once a request
    for _ in range(2):
        supported(State.IN_PROGRESS)
        with CaptureQueriesContext(connection) as queries:
            workbook_of(bureau, by=supervisor)
        counts.append(len(queries))
        for _ in range(14):
            supported(State.SIGNED)

    assert counts[0] == counts[1]


def test_the_whole_way_through_the_pages(
    client: Client, measure_in: Callable[..., Measure], running: Plan, bureau: Unit, supervisor: User
) -> None:
    measure_in(State.ASSIGNED)
    client.force_login(supervisor)
    went = client.get(reverse("summing_up:own_workbook", args=[running.pk, bureau.pk])).getvalue()

    came = upload("市教育局.xlsx", fill(went, {"sign": "是", **REPORT}))
    answer = client.post(reverse("summing_up:hand_in"), {"workbooks": [came]}, follow=True)
    batch = WorkbookBatch.objects.get()
    client.post(reverse("summing_up:apply", args=[batch.pk]))

    batch.refresh_from_db()
    assert (answer.status_code, batch.state, Report.objects.get().claimed) == (200, BatchState.APPLIED, 60)


def test_all_units_of_a_plan_are_packed(
    client: Client, supported: Callable[..., Measure], running: Plan, supervisor: User
) -> None:
    supported(State.IN_PROGRESS)
    client.force_login(supervisor)

    client.post(reverse("summing_up:start_parcel", args=[running.pk]))
    parcel = Parcel.objects.get()
    content = client.get(reverse("summing_up:parcel_file", args=[parcel.pk])).getvalue()

    Post.objects.filter(user=supervisor).update(ends_on=date(2026, 11, 22))  # gone from the office since yesterday
    gone = client.get(reverse("summing_up:parcel_file", args=[parcel.pk]))

    assert gone.status_code == 404
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
    assert names == ["001-市教育局-滨川市民生工作方案-填报表.xlsx", "002-市财政局-滨川市民生工作方案-填报表.xlsx"]


def test_liaisons_are_told_and_units_without_one_are_counted(
    client: Client, supported: Callable[..., Measure], running: Plan, supervisor: User, liaison: User
) -> None:
    supported(State.IN_PROGRESS)
    client.force_login(supervisor)

    answer = client.post(reverse("summing_up:announce", args=[running.pk]), follow=True)

    assert list(Notice.objects.values_list("user", "code")) == [(liaison.pk, "workbooks.ready")]
    assert "1个单位还没有联络员账号" in answer.content.decode()


def test_without_a_file_the_form_says_so(client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    answer = client.post(reverse("summing_up:hand_in"), {})

    assert (answer.status_code, WorkbookBatch.objects.count()) == (200, 0)


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_burden_is_shown_before_workbooks_go_out(
    client: Client, measure_in: Callable[..., Measure], supervisor: User, running: Plan
) -> None:
    measure_in(State.ASSIGNED)
    measure_in(State.SIGNED)
    client.force_login(supervisor)

    page = client.get(reverse("summing_up:plan", args=[running.pk]))

    assert page.context["burden"] == Burden(requests=2, units=1, fields=12)
    assert "向1个单位提出2件，每件最多填12栏，一次共24栏。" in page.text


@pytest.mark.django_db(transaction=True)
def test_parcels_go_with_a_purged_document(
    measure_in: Callable[..., Measure], supervisor: User, office_head: User, running: Plan, office: Unit
) -> None:
    measure_in(State.ASSIGNED)
    words = "市政府关于开展巡查的通知\n一、各县区每月巡查一次河道。\n".encode()
    document = add_document(BytesIO(words), name="通知.txt", size=len(words), owner=office, by=supervisor)
    running.document = document
    running.save()
    parcel = fill_parcel(start_parcel(running, by=supervisor))
    assert parcel.file
    kept = files.path_of(parcel.file.sha256)
    assert kept.exists()

    purge_document(document, reason="事后定密", by=office_head)

    assert (Parcel.objects.count(), kept.exists()) == (0, False)
