"""Milestones of a measure: the whole timetable in one form, lines pasted from a table, two editors at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from luoshi.common import history
from luoshi.common.errors import Difference, UnmetConditionError
from luoshi.ledger.actions import milestones
from luoshi.ledger.actions.milestones import MOST, Wanted
from luoshi.ledger.milestone_lines import as_lines, read_lines
from luoshi.ledger.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-31 完成选址", [("完成选址", date(2026, 5, 31))]),
        ("完成选址\t2026.5.31", [("完成选址", date(2026, 5, 31))]),
        ("２０２６年５月底　完成 选址", [("完成 选址", date(2026, 5, 31))]),
        ("主体封顶，2026年底\r\n\r\n3、竣工：2027-06-30", [("主体封顶", date(2026, 12, 31)), ("竣工", date(2027, 6, 30))]),
        ("2026.9.5 开工", [("开工", date(2026, 9, 5))]),
        ("9月底 开工", [("9月底 开工", None)]),
        ("2026-02-30 开工", [("2026-02-30 开工", None)]),
        ("9999-12-31 开工", [("9999-12-31 开工", None)]),
        ("2026-09-05", [("2026-09-05", None)]),
        (" \u200b\n", []),
    ],
)  # fmt: skip
def test_a_line_is_a_day_and_words(text: str, expected: list[tuple[str, date | None]]) -> None:
    assert [(line.name, line.due_on) for line in read_lines(text)] == expected


def test_lines_that_are_written_are_read_back(measure_in: Callable[..., Measure]) -> None:
    measure = measure_in(State.SIGNED)
    for day, name in ((date(2026, 5, 31), "选址 和用地"), (date(2026, 9, 30), "1号楼：封顶")):
        measure.milestones.create(name=name, due_on=day)

    found = read_lines(as_lines(measure.milestones.all()))

    assert [(line.name, line.due_on) for line in found] == list(measure.milestones.values_list("name", "due_on"))


@pytest.fixture
def url(measure_in: Callable[..., Measure]) -> str:
    """The form of a measure with one milestone."""
    measure = measure_in(State.SIGNED)
    measure.milestones.create(name="选址", due_on=date(2026, 12, 1))
    return reverse("ledger:milestones", args=[measure.pk])


def _sent(client: Client, url: str, **changes: str) -> dict[str, str]:
    """What the browser would send of the form as it stands, with some answers changed."""
    form = client.get(url).context["form"]
    fields = [field for row in form.rows for field in row if field.name != "is_done"]
    given: dict[str, Any] = {field.html_name: field.value() if field.value() is not None else "" for field in fields}
    return {"pasted": ""} | given | changes


def test_a_unit_lays_its_timetable_down_in_one_go(client: Client, liaison: User, url: str, today: date) -> None:
    client.force_login(liaison)
    given = _sent(client, url, pasted="2026-12-20 开工\n竣工 2027年6月底")
    given |= {"row-1-due_on": "2026-12-05", "row-1-is_done": "on", "row-2-name": "招标", "row-2-due_on": "2026.12.10"}

    client.post(url, given)

    measure = client.get(url).context["measure"]
    assert list(measure.milestones.values_list("name", "due_on", "done_on")) == [
        ("选址", date(2026, 12, 5), today),
        ("招标", date(2026, 12, 10), None),
        ("开工", date(2026, 12, 20), None),
        ("竣工", date(2027, 6, 30), None),
    ]
    verbs = [entry.verb for entry in history.entries_of(measure)]
    assert verbs == ["milestone.change", "milestone.done", *["milestone.add"] * 3]


def test_a_form_sent_unchanged_changes_nothing(client: Client, liaison: User, url: str, today: date) -> None:
    client.force_login(liaison)
    before = client.get(url).context["measure"].version

    client.post(url, _sent(client, url))

    assert client.get(url).context["measure"].version == before


def test_an_emptied_name_takes_a_milestone_away(client: Client, liaison: User, url: str, today: date) -> None:
    client.force_login(liaison)

    client.post(url, _sent(client, url) | {"row-1-name": ""})

    assert client.get(url).context["measure"].milestones.count() == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"row-2-name": "招标"}, "请填写日期。"),
        ({"row-2-due_on": "2026-12-10"}, "请填写时间节点的名称。"),
        ({"pasted": "2026-12-10 开工\n年底前竣工"}, "第2行没有看懂：每行写一个带年份的日期和节点名称。"),
        ({"row-2-name": "招标", "row-2-due_on": "下周"}, "“下周”不是完整的日期，请写成2026-12-31这样。"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    changes: dict[str, str], said: str, client: Client, liaison: User, url: str, today: date
) -> None:
    client.force_login(liaison)

    page = client.post(url, _sent(client, url) | changes)

    form = page.context["form"]
    fields = {field.html_name: field for field in (form["pasted"], *(field for row in form.rows for field in row))}
    assert said in page.text
    assert {name: fields[name].value() for name in changes} == changes


def test_the_later_of_two_editors_sees_what_the_first_changed(
    client: Client, liaison: User, supervisor: User, url: str, today: date
) -> None:
    client.force_login(liaison)
    given = _sent(client, url) | {"row-1-name": "选址和用地"}
    client.force_login(supervisor)
    client.post(url, _sent(client, url) | {"row-1-due_on": "2026-11-30"})
    client.force_login(liaison)

    form = client.post(url, given).context["form"]

    difference = Difference("milestone", "2026-12-01 选址", "2026-11-30 选址")
    assert (form.stale.by, form.stale.differences) == (str(supervisor), (difference,))
    client.post(url, given | {"row-1-seen": form.rows[0]["seen"].value()})
    assert client.get(url).context["measure"].milestones.get().name == "选址和用地"


def test_a_milestone_taken_away_meanwhile_is_kept_as_a_new_one(
    client: Client, liaison: User, url: str, today: date
) -> None:
    client.force_login(liaison)
    given = _sent(client, url)
    client.post(url, given | {"row-1-name": ""})

    form = client.post(url, given | {"row-1-name": "选址"}).context["form"]

    again = {field.html_name: str(field.value() or "") for row in form.rows for field in row if field.name != "is_done"}
    client.post(url, {"pasted": ""} | again)
    assert client.get(url).context["measure"].milestones.get().name == "选址"


def test_a_measure_holds_only_so_many(measure_in: Callable[..., Measure], liaison: User, today: date) -> None:
    rows = [Wanted(name=f"节点{number}", due_on=today) for number in range(MOST + 1)]

    with pytest.raises(UnmetConditionError, match="最多50个"):
        milestones.set_milestones(measure_in(State.SIGNED), rows, by=liaison)
