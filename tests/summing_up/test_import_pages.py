"""Pages of imports: the whole way, who may enter, bounded queries, forms and workbooks of ill will."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.common.errors import UnmetConditionError
from luoshi.ledger.models import Plan
from luoshi.summing_up.actions import imports as actions
from luoshi.summing_up.actions.imports import Matching
from luoshi.summing_up.queries.imports import plan_of
from luoshi.units.actions.units import plant
from luoshi.units.states import Kind, Level
from tests.summing_up.conftest import upload
from tests.summing_up.old_ledger import HEADER, ROWS, ledger, plan_columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.summing_up.models import LedgerImport
    from luoshi.units.models import Unit


def test_taking_over_takes_as_many_queries_for_few_rows_as_for_many(
    start: Callable[..., LedgerImport], supervisor: User
) -> None:
    counts = []
    for size in (2, 40):
        rows = [
            (f"{size}-{n}", "教育", f"新建{n}所小学", "市教育局", "市财政局", "2026-12-31", "办理中", "", "进展", "")
            for n in range(size)
        ]
        made = start(ledger(*rows))
        with CaptureQueriesContext(connection) as queries:
            actions.apply_import(made, by=supervisor, seen=None)
        counts.append(len(queries))

    assert counts[1] <= counts[0] + 4, counts  # rows are written in batches of what the database takes


def test_updating_takes_as_many_queries_for_few_rows_as_for_many(
    start: Callable[..., LedgerImport], supervisor: User
) -> None:
    counts = []
    for size in (2, 40):
        first, second = (
            ledger(
                *(
                    (f"{size}-{n}", "教育", f"新建{n}所小学{word}", "市教育局", "", "2026-12-31", state, "", word, "")
                    for n in range(size)
                )
            )
            for word, state in (("好", "办理中"), ("更好", "已办结"))
        )
        plan = actions.apply_import(start(first), by=supervisor, seen=None)
        again = start(second, plan=plan)
        with CaptureQueriesContext(connection) as queries:
            actions.apply_import(again, by=supervisor, seen=None)
        counts.append(len(queries))

    assert counts[1] <= counts[0] + 6, counts  # rows are written in batches of what the database takes


def test_the_whole_way_through_the_pages(
    client: Client, office: Unit, bureau: Unit, other: Unit, supervisor: User, today: date
) -> None:
    client.force_login(supervisor)
    came = upload("台账.xlsx", ledger(*ROWS))
    answer = client.post(
        reverse("summing_up:imports"), {"file": came, "owner": office.pk, "plan_name": "老台账"}, follow=True
    )
    made = answer.context["import"]

    matched = {"version": made.version, "sheet": "台账", "default_state": "proposed", "unit-市教体局": bureau.pk}
    matched |= {f"column-{place}": field for place, field in answer.context["plan"].columns.items()}
    shown = client.post(reverse("summing_up:match_import", args=[made.pk]), matched, follow=True)
    client.post(reverse("summing_up:apply_import", args=[made.pk]), {"version": shown.context["import"].version})

    assert (shown.context["plan"].going, shown.context["plan"].unknown[0].chosen) == (4, bureau.pk)
    assert Plan.objects.get(name="老台账").measures.filter(accountable=bureau).count() == 3


@pytest.mark.parametrize("name", ["imports", "import", "match_import", "apply_import", "drop_import"])
def test_addresses_of_imports_open_for_the_office_only(
    name: str, client: Client, start: Callable[..., LedgerImport], request: pytest.FixtureRequest
) -> None:
    made = start(ledger(*ROWS))
    method = "get" if name in {"imports", "import"} else "post"
    url = reverse(f"summing_up:{name}", args=[] if name == "imports" else [made.pk])
    opened = set()

    for role in ("supervisor", "office_head", "leader", "liaison", "verifier", "auditor", "stranger"):
        client.force_login(request.getfixturevalue(role))
        status = getattr(client, method)(url, {"version": made.version}).status_code
        opened |= {role} if status in {200, 302, 409} else set()

    assert opened == ({"supervisor", "office_head"})


@pytest.mark.parametrize(("name", "at_most"), [("imports", 16), ("import", 24)])
def test_a_page_of_imports_takes_the_same_queries_for_one_row_and_for_thirty(
    name: str, at_most: int, client: Client, start: Callable[..., LedgerImport], supervisor: User
) -> None:
    def rows(count: int, word: str) -> bytes:
        return ledger(*((f"{n}", "教育", f"第{n}件{word}", f"第{n}局", "", "2026-12-31") for n in range(count)))

    client.force_login(supervisor)
    plan = actions.apply_import(start(rows(40, "事")), by=supervisor, seen=None)
    counts = []
    for size in (1, 30):
        made = [start(rows(size, "大事"), plan=plan) for _ in range(size)][-1]
        with CaptureQueriesContext(connection) as queries:
            assert (
                client.get(reverse(f"summing_up:{name}", args=[made.pk] if name == "import" else [])).status_code == 200
            )
        counts.append(len(queries))

    assert (counts[0], counts[1] <= at_most) == (counts[1], True), counts


def test_a_unit_of_another_city_cannot_be_chosen(start: Callable[..., LedgerImport], supervisor: User) -> None:
    foreign = plant(None, by=None, name="外市", level=Level.CITY, kind=Kind.AREA)
    made = start(ledger(*ROWS))

    actions.match(
        made, Matching("台账", plan_columns(made), units={"市教体局": str(foreign.pk)}), by=supervisor, seen=None
    )

    assert plan_of(made).unknown[0].chosen == 0


HOSTILE = {
    "unit-市教体局": ["²", "9" * 30, "-1", "x"],
    "column-0": ["nothing", "text", ""],
    "column-x": ["text"],
    "column-99999999999": ["key"],
    "state-已办结": ["archived", ""],
    "sheet": ["没有这张表", "表" * 100],
    "version": ["²", "", "9" * 30],
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in HOSTILE.items() for value in values])
def test_no_form_makes_the_page_fail(
    key: str, value: str, client: Client, start: Callable[..., LedgerImport], supervisor: User
) -> None:
    client.force_login(supervisor)
    made = start(ledger(*ROWS))
    given = {"version": made.version, "sheet": "台账", "default_state": "proposed", key: value}

    matched = client.post(reverse("summing_up:match_import", args=[made.pk]), given)
    shown = client.get(reverse("summing_up:import", args=[made.pk]))
    applied = client.post(reverse("summing_up:apply_import", args=[made.pk]), {"version": value})

    assert matched.status_code in {302, 400, 409}
    assert (shown.status_code, applied.status_code in {302, 409, 422}) == (200, True), applied.status_code


def test_a_hostile_workbook_is_words_or_a_sentence(start: Callable[..., LedgerImport], supervisor: User) -> None:
    rows = [
        (
            f"{n}",
            "=cmd|'/c calc'!A1",
            "<script>alert(1)</script>" * 50,
            "、".join(f"第{m}局" for m in range(300)),
            "",
            "9999-99-99",
            "×" * 500,
            "1e999",
            "\u202e" * 3,
            "",
        )
        for n in range(20)
    ]

    plan = actions.apply_import(start(ledger(*rows)), by=supervisor, seen=None)

    assert plan.measures.count() == 20


def test_more_rows_than_a_ledger_has_are_refused(start: Callable[..., LedgerImport]) -> None:
    with pytest.raises(UnmetConditionError, match="最多5000行"):
        start(ledger(*((f"{n}", "教育", f"第{n}件事") for n in range(5_001)), header=HEADER[:3]))
