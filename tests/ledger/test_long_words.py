"""A million characters pasted into a form: one plain sentence, the words stay in the form, nothing breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.urls import reverse

from luoshi.common import clock
from luoshi.ledger.states import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Unit

MILLION = "字" * 1_000_000


@pytest.mark.parametrize(
    ("name", "place", "most"),
    [
        ("answer_obstacle", "answer", 2000),
        ("return_report", "reason", 300),
        ("answer_slip", "answer", 2000),
        ("comment", "text", 2000),
        ("change", "text", 10_000),
        ("report", "done", 4000),
        ("milestones", "pasted", 10_000),
    ],
)
def test_a_million_characters_stay_in_the_form_with_one_sentence(
    name: str,
    place: str,
    most: int,
    measure_in: Callable[..., Measure],
    client: Client,
    supervisor: User,
    liaison: User,
    bureau: Unit,
    today: date,
) -> None:
    measure, now = measure_in(State.IN_PROGRESS, next_report_on=today), clock.now()
    numbers = {
        "answer_obstacle": measure.obstacles.create(unit=bureau, text="难", raised_at=now).pk,
        "return_report": measure.reports.create(unit=bureau, cycle_on=today, done="x", state="submitted").pk,
        "answer_slip": measure.slips.create(unit=bureau, colour="red", text="催", at=now).pk,
    }
    client.force_login(liaison if name in {"answer_slip", "report", "milestones"} else supervisor)

    page = client.post(reverse(f"ledger:{name}", args=[numbers.get(name, measure.pk)]), {place: MILLION})

    form = page.context["form"]
    assert (page.status_code, len(form.errors[place]), form[place].value() == MILLION) == (200, 1, True)
    assert str(most) in form.errors[place][0]


def test_what_is_too_much_for_one_request_is_said_in_one_sentence(
    measure_in: Callable[..., Measure], client: Client, supervisor: User
) -> None:
    client.force_login(supervisor)
    body = f"text={quote(MILLION)}"

    url = reverse("ledger:comment", args=[measure_in(State.IN_PROGRESS).pk])
    page = client.post(url, body, content_type="application/x-www-form-urlencoded")

    assert (page.status_code, "没有保存。请分几次提交。" in page.text) == (413, True)
