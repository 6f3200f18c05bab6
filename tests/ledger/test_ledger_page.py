"""The ledger page: filters, counts that lead to their rows, grouping, columns, views, export, bounded queries."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from django.db import connection
from django.urls import reverse
from python_calamine import CalamineWorkbook

from luoshi.common import clock
from luoshi.common.errors import UnmetConditionError
from luoshi.common.models import StoredFile
from luoshi.ledger.actions.dropping_exports import clear_exports
from luoshi.ledger.actions.exporting import ForgottenError, fill_export, start_export
from luoshi.ledger.actions.serving import add_value, serve
from luoshi.ledger.forms.filters import wanted_of
from luoshi.ledger.models import Indicator, LedgerExport, Part, SavedView
from luoshi.ledger.queries.columns import COLUMNS
from luoshi.ledger.queries.filters import LedgerFilter, filtered
from luoshi.ledger.queries.ledger import counts_of
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.states import Light, PartRole, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import SettingsWrapper

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure, Plan
    from luoshi.units.models import Field, Unit

LEDGER = "/ledger/"


@pytest.fixture
def some(measure_in: Callable[..., Measure], county: Unit, today: date) -> dict[str, Measure]:
    """Measures of every kind that filters tell apart."""
    measures = {
        "draft": measure_in(State.PROPOSED, text="编制学位供需预测。"),
        "red": measure_in(
            State.IN_PROGRESS, due_on=date(2026, 10, 31), red_on=date(2026, 11, 1), first_due_on=date(2026, 10, 31)
        ),
        "yellow": measure_in(State.IN_PROGRESS, due_on=date(2026, 11, 28), yellow_on=date(2026, 11, 16)),
        "extended": measure_in(State.IN_PROGRESS, due_on=date(2027, 3, 31), first_due_on=date(2026, 9, 30)),
        "dateless": measure_in(State.STANDING, due_on=None, first_due_on=None, field=None),
        "grey": measure_in(State.SUSPENDED),
        "county": measure_in(State.SIGNED, accountable=county, text="县里新建2所幼儿园。"),
    }
    Part.objects.filter(measure=measures["county"]).update(unit=county)
    return measures


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (LedgerFilter(), {"draft", "red", "yellow", "extended", "dateless", "grey", "county"}),
        (LedgerFilter(light=Light.RED), {"red"}),
        (LedgerFilter(light=Light.YELLOW), {"yellow"}),
        (LedgerFilter(light=Light.GREY), {"grey"}),
        (LedgerFilter(state=(State.STANDING, State.SIGNED)), {"dateless", "county"}),
        (LedgerFilter(due="overdue"), {"red"}),
        (LedgerFilter(due="within7"), {"yellow"}),
        (LedgerFilter(due="none"), {"dateless"}),
        (LedgerFilter(late=True), {"red", "extended"}),
        (LedgerFilter(field=0), {"dateless"}),
        (LedgerFilter(q="学位 预测"), {"draft"}),
        (LedgerFilter(q="2026-01-001"), {"draft"}),
        (LedgerFilter(unit=0), {"draft", "red", "yellow", "extended", "dateless", "grey", "county"}),
        (LedgerFilter(matter="meeting"), set()),
        (LedgerFilter(light=Light.RED, due="within7"), set()),
    ],
)
def test_filter_lets_pass_what_it_says(
    wanted: LedgerFilter, names: set[str], some: dict[str, Measure], supervisor: User, today: date
) -> None:
    rows = filtered(measures_visible_to(supervisor), wanted, user=supervisor, today=today)

    assert {name for name, measure in some.items() if measure in rows} == names


def test_filter_by_unit_takes_in_the_units_below(
    some: dict[str, Measure], city: Unit, county: Unit, supervisor: User, today: date
) -> None:
    found = {
        unit.name: filtered(
            measures_visible_to(supervisor), LedgerFilter(unit=unit.pk), user=supervisor, today=today
        ).count()
        for unit in (city, county)
    }

    assert found == {"滨川市": 7, "青山县": 1}


def test_part_any_finds_the_units_that_only_support(
    some: dict[str, Measure], county: Unit, supervisor: User, today: date
) -> None:
    Part.objects.create(measure=some["red"], unit=county, printed=county.name, role=PartRole.SUPPORT, position=1)
    wanted = LedgerFilter(unit=county.pk, part="any")

    rows = filtered(measures_visible_to(supervisor), wanted, user=supervisor, today=today)

    assert set(rows) == {some["red"], some["county"]}


def test_mine_is_what_the_own_unit_has_to_do(some: dict[str, Measure], liaison: User, today: date) -> None:
    rows = filtered(measures_visible_to(liaison), LedgerFilter(mine=True), user=liaison, today=today)

    assert set(rows) == {some[name] for name in ("red", "yellow", "extended", "dateless", "grey")}


def test_every_count_is_that_of_the_list_it_leads_to(
    some: dict[str, Measure], client: Client, supervisor: User, today: date
) -> None:
    client.force_login(supervisor)
    counts = client.get(LEDGER, {"q": "小学"}).context["counts"]

    shown = {
        light.light: client.get(f"{LEDGER}?{light.query}").context["page"].paginator.count for light in counts.lights
    }
    late = client.get(f"{LEDGER}?{counts.late_query}").context["page"].paginator.count

    assert shown == {light.light: light.count for light in counts.lights}
    assert (sum(shown.values()), late) == (counts.total, counts.late)


def test_counts_leave_none_out(some: dict[str, Measure], supervisor: User, today: date) -> None:
    counts = counts_of(measures_visible_to(supervisor), LedgerFilter(), today, by=supervisor)

    assert (counts.total, [light.count for light in counts.lights], counts.late) == (7, [1, 1, 4, 1], 2)


@pytest.mark.parametrize("group", ["plan", "field", "unit", "state", "light"])
def test_groups_tell_how_many_and_lead_to_them(
    group: str, some: dict[str, Measure], client: Client, supervisor: User
) -> None:
    client.force_login(supervisor)

    rows = client.get(LEDGER, {"group": group}).context["rows"]
    groups = [row.group for row in rows if row.group]
    listed = [client.get(f"{LEDGER}?{found.query}").context["page"].paginator.count for found in groups]

    assert sum(found.count for found in groups) == len(some)
    if group != "unit":  # the list of a unit takes in the units below it
        assert listed == [found.count for found in groups]


@pytest.mark.parametrize("sort", ["number", "due", "-due", "light", "state", "unit", "-claimed", "since"])
def test_every_order_shows_every_row(sort: str, some: dict[str, Measure], client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    rows = client.get(LEDGER, {"sort": sort}).context["rows"]

    assert {row.measure for row in rows} == set(some.values())


def test_order_by_light_begins_with_red(some: dict[str, Measure], client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    rows = client.get(LEDGER, {"sort": "light"}).context["rows"]

    assert [row.measure for row in rows][:2] == [some["red"], some["yellow"]]


def test_nonsense_in_the_address_asks_nothing(some: dict[str, Measure], client: Client, supervisor: User) -> None:
    client.force_login(supervisor)

    response = client.get(
        f"{LEDGER}?plan=x&unit=99999&state=none&light=blue&due=soon&sort=evil&group=q&page=99&field=z"
    )

    assert response.context["page"].paginator.count == len(some)


def test_filter_written_into_an_address_reads_back(
    plan: Plan, bureau: Unit, field: Field, client: Client, supervisor: User
) -> None:
    wanted = LedgerFilter(
        q="小学 100%",
        plan=plan.pk,
        field=field.pk,
        unit=bureau.pk,
        part="any",
        state=(State.SIGNED, State.STANDING),
        light=Light.RED,
        due="overdue",
        matter="plan",
        late=True,
        mine=True,
        sort="-due",
        group="unit",
    )
    client.force_login(supervisor)

    response = client.get(f"{LEDGER}?{wanted.query}")

    assert response.context["wanted"] == wanted


def test_a_liaison_sees_the_own_measures_only(some: dict[str, Measure], client: Client, liaison: User) -> None:
    client.force_login(liaison)

    rows = client.get(LEDGER).context["rows"]

    assert {row.measure for row in rows} == {some[name] for name in ("red", "yellow", "extended", "dateless", "grey")}


@pytest.mark.parametrize("role", ["supervisor", "liaison", "leader"])
def test_page_asks_the_same_number_of_queries_for_one_and_for_thirty_rows(
    role: str,
    measure_in: Callable[..., Measure],
    client: Client,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(request.getfixturevalue(role))
    measure_in(State.IN_PROGRESS)
    with django_assert_max_num_queries(40) as one:
        client.get(LEDGER, {"group": "unit"})
    for _number in range(29):
        measure_in(State.IN_PROGRESS)

    with django_assert_max_num_queries(40) as thirty:
        client.get(LEDGER, {"group": "unit"})

    assert len(thirty) == len(one)


def test_saved_view_is_found_again_and_shared_with_the_unit(
    client: Client, supervisor: User, office_head: User, liaison: User
) -> None:
    client.force_login(supervisor)

    client.post(reverse("ledger:save_view"), {"name": "超期", "query": "due=overdue&nonsense=1", "is_shared": "on"})
    seen = {}
    for person in (supervisor, office_head, liaison):
        client.force_login(person)
        seen[person.username] = [view.name for view in client.get(LEDGER).context["views"]]

    assert SavedView.objects.get().query == "due=overdue"
    assert seen == {"duban": ["超期"], "zhuren": ["超期"], "lianluo": []}


def test_only_the_owner_removes_a_view(client: Client, supervisor: User, office_head: User, office: Unit) -> None:
    view = SavedView.objects.create(owner=supervisor, name="超期", query="due=overdue", shared_with=office)

    statuses = []
    for person in (office_head, supervisor):
        client.force_login(person)
        statuses.append(client.post(reverse("ledger:remove_view", args=[view.pk])).status_code)

    assert (statuses, SavedView.objects.exists()) == ([403, 302], False)


def test_chosen_columns_are_remembered_in_the_page_and_the_export(
    some: dict[str, Measure], client: Client, supervisor: User
) -> None:
    client.force_login(supervisor)

    client.post(reverse("ledger:columns"), {"columns": ["code", "bounces", "nonsense"]})
    client.post(reverse("ledger:columns"), {"columns": ["text", "code"]})
    headings = [heading.column.name for heading in client.get(LEDGER).context["headings"]]

    assert headings == ["code", "text"]
    assert _csv(client, "")[0] == ["编号", "具体措施任务"]


def test_export_holds_exactly_what_the_filter_shows(some: dict[str, Measure], client: Client, supervisor: User) -> None:
    client.force_login(supervisor)
    query = "light=green&sort=-due"
    shown = [row.measure.code for row in client.get(f"{LEDGER}?{query}").context["rows"]]

    lines = _csv(client, query)
    sheet = CalamineWorkbook.from_filelike(
        BytesIO(_content(client, f"{reverse('ledger:xlsx')}?{query}"))
    ).get_sheet_by_index(0)

    assert [line[1] for line in lines[1:]] == shown
    assert [row[1] for row in sheet.to_python()[1:]] == shown


def test_a_workbook_tells_beside_which_indicators_are_served(
    measure_in: Callable[..., Measure], client: Client, supervisor: User
) -> None:
    measure, other = measure_in(State.IN_PROGRESS), measure_in(State.CLOSED)
    goal = Indicator.objects.create(
        plan=measure.plan, position=1, name="普及率", unit_of_measure="%", target="94%", target_year=2026
    )
    serve(goal, [measure, other], by=supervisor)
    add_value(goal, text="93.2%", as_of=date(2026, 9, 30), source="统计公报", by=supervisor)
    client.force_login(supervisor)

    book = CalamineWorkbook.from_filelike(BytesIO(_content(client, f"{reverse('ledger:xlsx')}?state=in_progress")))
    (_head, row) = book.get_sheet_by_index(1).to_python()

    told = (measure.code, measure.text, "普及率", "%", "", "94%（2026）", "93.2%", date(2026, 9, 30), "统计公报")
    assert tuple(row[:9]) == told


def test_rows_of_a_sheet_are_high_enough_for_what_stands_in_them(
    measure_in: Callable[..., Measure], client: Client, supervisor: User
) -> None:
    measure_in(State.IN_PROGRESS, text="年底前新建3所小学。")
    measure_in(State.IN_PROGRESS, text="完善周边配套道路和给排水设施。" * 12)
    client.force_login(supervisor)

    with ZipFile(BytesIO(_content(client, reverse("ledger:xlsx")))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()

    heights = dict(re.findall(r'<row r="(\d)"[^>]*? ht="([\d.]+)"', sheet))
    assert ("2" in heights, float(heights["3"]) > 90) == (False, True)


@pytest.mark.parametrize("columns", [["code", "accountable", "parts"], ["code", "accountable"]])
def test_export_tells_units_whatever_columns_are_chosen(
    columns: list[str], measure_in: Callable[..., Measure], client: Client, supervisor: User, county_bureau: Unit
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    measure.parts.update(is_assumed=True)
    Part.objects.create(measure=measure, unit=county_bureau, role=PartRole.SUPPORT, position=2)
    client.force_login(supervisor)
    client.post(reverse("ledger:columns"), {"columns": columns})

    [line] = _csv(client, "")[1:]

    assert line == [measure.code, "市教育局（待确认）", str(county_bureau)][: len(columns)]


NUL = pytest.param("\x00\x08坏", marks=pytest.mark.skipif(connection.vendor != "sqlite", reason="keeps no NUL"))


@pytest.mark.parametrize(
    "hostile", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", "<r>x</r>", "\x01\x08坏", NUL]
)
def test_hostile_cells_come_out_as_text(
    hostile: str, measure_in: Callable[..., Measure], client: Client, supervisor: User
) -> None:
    measure_in(State.IN_PROGRESS, text=hostile)
    client.force_login(supervisor)

    cell = _csv(client, "")[1][2]
    sheet = CalamineWorkbook.from_filelike(BytesIO(_content(client, reverse("ledger:xlsx")))).get_sheet_by_index(0)

    assert cell[0] not in "=+@-\t"
    assert sheet.to_python()[1][2].strip() == hostile.translate({0: None, 1: None, 8: None}).strip()


def test_export_of_more_than_a_page_is_whole(
    measure_in: Callable[..., Measure], client: Client, supervisor: User, settings: SettingsWrapper
) -> None:
    for _number in range(60):
        measure_in(State.IN_PROGRESS)
    client.force_login(supervisor)

    assert len(_csv(client, "size=25")) == 61


def _content(client: Client, url: str) -> bytes:
    return b"".join(client.get(url).streaming_content)  # type: ignore[arg-type]  # a file answers in blocks


def _csv(client: Client, query: str) -> list[list[str]]:
    text = _content(client, f"{reverse('ledger:csv')}?{query}").decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_the_page_of_a_unit_tells_how_it_stands_with_a_list_of_exactly_so_many(
    client: Client, supervisor: User, bureau: Unit, county_bureau: Unit, measure_in: Callable[..., Measure]
) -> None:
    for red_on in (date(2026, 11, 1), date(2026, 11, 2), None):
        measure_in(State.IN_PROGRESS, red_on=red_on)
    measure_in(State.IN_PROGRESS, red_on=date(2026, 11, 1), accountable=county_bureau)
    client.force_login(supervisor)

    page = client.get(reverse("ledger:unit_lights", args=[bureau.pk]))

    counts = page.context["counts"]
    red = client.get(f"{reverse('ledger:ledger')}?{counts.lights[0].query}").context["rows"]
    assert (counts.total, counts.lights[0].count, len(red)) == (3, 2, 2)


def test_the_page_of_a_unit_tells_nothing_of_the_ledger_to_who_does_not_see_it(
    client: Client, class_head: User, bureau: Unit
) -> None:
    client.force_login(class_head)

    assert client.get(reverse("ledger:unit_lights", args=[bureau.pk])).status_code == 204


@pytest.fixture
def long(some: dict[str, Measure], monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that is too long to be given out at once."""
    monkeypatch.setattr("luoshi.ledger.views.exports.ROWS_AT_ONCE", 1)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_long_list_is_made_in_the_background_as_it_would_be_at_once(
    kind: str, some: dict[str, Measure], client: Client, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(supervisor)
    url = f"{reverse(f'ledger:{kind}')}?state=in_progress&sort=-due&q="
    at_once = _content(client, url)
    monkeypatch.setattr("luoshi.ledger.views.exports.ROWS_AT_ONCE", 1)

    page = client.get(url, follow=True)
    export = LedgerExport.objects.get()
    answer = client.get(reverse("ledger:export_file", args=[export.pk]))

    content = answer.getvalue()
    assert (page.status_code, export.state, export.done) == (200, "done", export.total)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert content == at_once if kind == "csv" else _sheet(content) == _sheet(at_once)


def test_the_same_list_is_not_made_twice_and_not_many_at_a_time(long: None, supervisor: User) -> None:
    columns = [COLUMNS["code"]]

    first = [start_export("csv", query, columns, total=2, by=supervisor) for query in ("q=a", "q=b", "q=a", "q=c")]

    assert [is_new for _export, is_new in first] == [True, True, False, True]
    with pytest.raises(UnmetConditionError, match="已有3份"):
        start_export("csv", "q=d", columns, total=2, by=supervisor)


def test_an_export_goes_with_its_file_after_a_day_or_when_words_are_purged(
    long: None, client: Client, supervisor: User
) -> None:
    client.force_login(supervisor)
    client.get(reverse("ledger:csv"))

    kept = clear_exports(clock.now() + timedelta(hours=23))
    gone = clear_exports(clock.now() + timedelta(hours=25))

    assert (kept, gone, LedgerExport.objects.exists(), StoredFile.objects.exists()) == (0, 1, False, False)


def test_what_is_purged_while_an_export_is_made_is_not_kept(long: None, supervisor: User) -> None:
    export, _is_new = start_export("csv", "", [COLUMNS["code"]], total=2, by=supervisor)
    LedgerExport.objects.all().delete()

    with pytest.raises(ForgottenError):
        fill_export(export, wanted_of(supervisor, ""), [COLUMNS["code"]])

    assert not StoredFile.objects.exists()


def _sheet(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_an_export_is_not_handed_out_once_the_post_is_gone(long: None, client: Client, supervisor: User) -> None:
    client.force_login(supervisor)
    client.get(reverse("ledger:csv"))
    url = reverse("ledger:export_file", args=[LedgerExport.objects.get().pk])
    before = _content(client, url)

    supervisor.posts.update(role="auditor")

    assert (before.startswith(b"\xef\xbb\xbf"), client.get(url).status_code) == (True, 404)
