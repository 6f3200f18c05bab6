"""What somebody else removed meanwhile: one sentence, whoever asks, and never a fault of the server."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from luoshi.common import clock
from luoshi.common.errors import GoneError
from luoshi.ledger.actions import milestones, obstacles, parts, points
from luoshi.ledger.actions.commenting import settle_source
from luoshi.ledger.actions.drafting import edit_measure
from luoshi.ledger.actions.evidencing import add_link, purge_evidence
from luoshi.ledger.actions.extending import decide_extension
from luoshi.ledger.models import AcceptancePoint, Extension, Measure, Milestone, Obstacle, Part, Source
from luoshi.ledger.states import PartRole, State
from luoshi.library.actions.documents import add_document
from luoshi.units.actions.posts import end_delegation
from luoshi.units.actions.units import remove_alias
from luoshi.units.models import Alias, Delegation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

DAY = date(2026, 12, 1)


def a_source(measure: Measure, by: User) -> Source:
    content = "全市要新建三所小学。".encode()
    document = add_document(BytesIO(content), name="意见.txt", size=len(content), owner=measure.plan.owner, by=by)
    return Source.objects.create(measure=measure, document=document, quote="一句话", start=0, end=3, is_suspect=True)


def a_part(measure: Measure, unit: Unit) -> Part:
    return Part.objects.create(measure=measure, unit=unit, printed=unit.name, role=PartRole.SUPPORT, position=9)


GONE: dict[str, tuple[State, str, Callable[[Measure, User], Any], Callable[[Any, User], object]]] = {
    "milestone": (
        State.IN_PROGRESS,
        "liaison",
        lambda measure, _by: Milestone.objects.create(measure=measure, name="选址", due_on=DAY),
        lambda row, by: milestones.change_milestone(row, name="定址", due_on=DAY, by=by),
    ),
    "milestone ticked": (
        State.IN_PROGRESS,
        "liaison",
        lambda measure, _by: Milestone.objects.create(measure=measure, name="选址", due_on=DAY),
        lambda row, by: milestones.tick_milestone(row, is_done=True, by=by),
    ),
    "milestone removed": (
        State.IN_PROGRESS,
        "liaison",
        lambda measure, _by: Milestone.objects.create(measure=measure, name="选址", due_on=DAY),
        lambda row, by: milestones.remove_milestone(row, by=by),
    ),
    "point": (
        State.IN_PROGRESS,
        "supervisor",
        lambda measure, _by: AcceptancePoint.objects.create(measure=measure, text="建成", position=1),
        lambda row, by: points.change_point(row, text="建成投用", wants_evidence=False, by=by),
    ),
    "point removed": (
        State.IN_PROGRESS,
        "supervisor",
        lambda measure, _by: AcceptancePoint.objects.create(measure=measure, text="建成", position=1),
        lambda row, by: points.remove_point(row, by=by),
    ),
    "part": (
        State.PROPOSED,
        "supervisor",
        lambda measure, _by: a_part(measure, measure.plan.owner),
        lambda row, by: parts.remove_part(row, by=by),
    ),
    "evidence": (
        State.IN_PROGRESS,
        "office_head",
        lambda measure, by: add_link(measure, measure.accountable, "https://example.com/1", name="通报", by=by),
        lambda row, by: purge_evidence(row, reason="误传", by=by),
    ),
    "obstacle": (
        State.IN_PROGRESS,
        "supervisor",
        lambda measure, by: Obstacle.objects.create(
            measure=measure, unit=measure.accountable, text="缺地", asked_for="协调", raised_at=clock.now(), owner=by
        ),
        lambda row, by: obstacles.answer_obstacle(row, answer="已协调", by=by),
    ),
    "extension": (
        State.IN_PROGRESS,
        "office_head",
        lambda measure, by: Extension.objects.create(
            measure=measure,
            unit=measure.accountable,
            due_before=DAY,
            due_wanted=date(2027, 1, 1),
            reason="缺地",
            asked_by=by,
            asked_at=clock.now(),
        ),
        lambda row, by: decide_extension(row, granted=True, by=by),
    ),
    "source": (
        State.IN_PROGRESS,
        "supervisor",
        a_source,
        lambda row, by: settle_source(row, by=by),
    ),
    "draft": (
        State.PROPOSED,
        "supervisor",
        lambda measure, _by: measure,
        lambda row, by: edit_measure(row, text="新建三所小学。", by=by),
    ),
}


@pytest.mark.parametrize("name", GONE)
def test_an_action_on_what_is_gone_says_so(
    name: str, measure_in: Callable[..., Measure], request: pytest.FixtureRequest
) -> None:
    state, role, make, act = GONE[name]
    by, liaison = request.getfixturevalue(role), request.getfixturevalue("liaison")
    row = make(measure_in(state), liaison if name == "evidence" else by)
    _remove(row)

    with pytest.raises(GoneError, match="已被删除"):
        act(row, by)


def test_what_stands_at_a_unit_says_so_too(liaison: User, bureau: Unit, city: Unit, administrator: User) -> None:
    alias = Alias.objects.create(unit=bureau, scope=city, text="教育局")
    today = clock.today()
    delegation = Delegation.objects.create(
        post=liaison.posts.get(), user=administrator, starts_on=today, ends_on=today, reason="休假"
    )
    Alias.objects.all().delete()
    Delegation.objects.all().delete()

    with pytest.raises(GoneError):
        remove_alias(alias, by=administrator)
    with pytest.raises(GoneError):
        end_delegation(delegation, by=administrator)


@pytest.mark.parametrize("is_part", [True, False])
@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("change_milestone", {"name": "定址", "due_on": "2026-12-01", "version": "1"}),
        ("tick_milestone", {"is_done": "1"}),
        ("remove_milestone", {}),
        ("remove_point", {}),
    ],
)
def test_a_page_that_names_what_is_gone_is_answered_in_a_sentence(
    name: str, sent: dict[str, str], is_part: bool, client: Client, supervisor: User
) -> None:
    client.force_login(supervisor)

    answer = client.post(reverse(f"ledger:{name}", args=[999]), sent, headers={"HX-Request": "true"} if is_part else {})

    assert (answer.status_code, "已被删除" in answer.text) == (404, True)
    assert (answer.headers.get("HX-Retarget"), "<html" in answer.text) == (
        ("#messages", False) if is_part else (None, True)
    )


def _remove(row: Model) -> None:
    """As somebody else does it: the row in hand knows nothing of it."""
    Part.objects.filter(measure=row.pk if isinstance(row, Measure) else 0).delete()
    type(row)._default_manager.filter(pk=row.pk).delete()
