"""The same form sent twice, by an impatient hand or a slow line: one effect, and a plain answer to the second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from luoshi.common import history
from luoshi.ledger.actions.commenting import add_comment
from luoshi.ledger.actions.plans import built_in_profile
from luoshi.ledger.models import Comment, Measure, UrgingSlip, Verification
from luoshi.ledger.states import Grade, Matter, State
from luoshi.ledger.verbs import STEPS
from tests.ledger.test_steps import _who_may as who_may

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

FROM = {"close": State.VERIFYING, "urge": State.IN_PROGRESS, "spot_check": State.IN_PROGRESS, "start": State.SIGNED}


@pytest.mark.parametrize("verb", STEPS)
def test_a_step_sent_twice_is_taken_once(
    verb: str,
    measure_in: Callable[..., Measure],
    client: Client,
    verifier: User,
    county_bureau: Unit,
    request: pytest.FixtureRequest,
    today: date,
) -> None:
    step = STEPS[verb]
    state = FROM.get(verb, min(step.sources))
    measure, other = measure_in(state), measure_in(State.IN_PROGRESS)
    if verb in {"close", "return_verification"}:
        Verification.objects.create(
            measure=measure,
            verifier=verifier,
            appointed_at=measure.state_since,
            found_at=measure.state_since,
            grade=Grade.COMPLETE,
        )
    client.force_login(who_may(request, step.rule, measure))
    values = _values(verb, verifier=verifier, unit=county_bureau, into=other)
    url = reverse("ledger:step", args=[measure.pk, verb])

    first = client.post(url, values)
    entries = len(history.entries_of(measure))
    second = client.post(url, values)

    assert (first.status_code, second.status_code in {200, 403, 404, 409, 422}) == (302, True)
    assert len(history.entries_of(measure)) == entries


def test_the_second_urging_of_the_day_says_that_it_was_done(
    measure_in: Callable[..., Measure], client: Client, supervisor: User
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    client.force_login(supervisor)
    url = reverse("ledger:step", args=[measure.pk, "urge"])
    client.post(url, {"text": "请报进展。"})

    again = client.post(url, {"text": "请报进展。"})
    other = client.post(url, {"text": "请说明超期原因。"})

    assert ("今天已经用同样的事由催办过这个单位" in again.text, other.status_code) == (True, 302)
    assert UrgingSlip.objects.count() == 2


def test_a_remark_sent_twice_stands_once(measure_in: Callable[..., Measure], supervisor: User) -> None:
    measure = measure_in(State.IN_PROGRESS)

    for text in ("请补充说明。", "请补充说明。", "另请附图。"):
        add_comment(measure, text=text, by=supervisor)

    assert Comment.objects.count() == 2


def test_a_matter_sent_twice_is_registered_once(
    client: Client, supervisor: User, office: Unit, bureau: Unit, today: date
) -> None:
    client.force_login(supervisor)
    values = {
        "profile": built_in_profile(Matter.INSTRUCTION).pk,
        "text": "研究城区学校午餐供应。",
        "unit": bureau.name,
        "owner": office.pk,
    }

    first = client.post(reverse("ledger:new_matter"), values)
    second = client.post(reverse("ledger:new_matter"), values)

    code = Measure.objects.get().code
    assert (first.status_code, f"今天已经登记过同样的事项（{code}）" in second.text) == (302, True)


def test_two_tabs_on_one_measure_show_the_second_what_changed(
    measure_in: Callable[..., Measure], client: Client, supervisor: User
) -> None:
    measure = measure_in(State.PROPOSED)
    client.force_login(supervisor)
    url = reverse("ledger:change", args=[measure.pk])
    seen = client.get(url).context["form"]["version"].value()
    client.post(url, {"text": "第一个窗口的文字。", "version": seen})

    second = client.post(url, {"text": "第二个窗口的文字。", "version": seen})
    again = client.post(url, {"text": "第二个窗口的文字。", "version": second.context["form"].data["version"]})

    assert ("第一个窗口的文字。" in second.text, "第二个窗口的文字。" in second.text) == (True, True)
    measure.refresh_from_db()
    assert (again.status_code, measure.text) == (302, "第二个窗口的文字。")


def _values(verb: str, *, verifier: User, unit: Unit, into: Measure) -> dict[str, Any]:
    """What the form of the step wants; an approval on paper for those who only record one."""
    usual = {
        "reason": "事由充分。",
        "note": "已完成。",
        "text": "请报进展。",
        "verifier": verifier.pk,
        "due_on": "2027-06-30",
        "due_wanted": "2027-06-30",
        "unit": unit.name,
        "into": into.code,
    }
    paper = {"on_paper": "on", "approver": "沈市长", "approved_on": "2026-11-20"}
    return {name: usual[name] for name in STEPS[verb].needs} | paper
