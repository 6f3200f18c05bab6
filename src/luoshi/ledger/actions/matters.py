"""Single matters registered quickly: a leader's instruction, a meeting's decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.ledger.actions.door import need
from luoshi.ledger.actions.drafting import new_draft
from luoshi.ledger.actions.plans import built_in_profile
from luoshi.ledger.actions.reviewing import assign, set_due, submit
from luoshi.ledger.models import Measure, Part, Plan, Source
from luoshi.ledger.queries.hints import usual_field
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import DueSource, Matter, PartRole
from luoshi.library.digests import digest_of

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.ledger.models import ClockProfile
    from luoshi.library.models import Document
    from luoshi.units.models import Field, Unit


@dataclass(frozen=True)
class Origin:
    """Where a matter comes from: what it is called on paper, and the document if it is in the library."""

    name: str = ""
    document: Document | None = None


@transaction.atomic
def register_matter(
    owner: Unit,
    *,
    matter: str,
    text: str,
    unit: Unit,
    by: User,
    due_on: date | None = None,
    field: Field | None = None,
    profile: ClockProfile | None = None,
    origin: str | Origin = "",
) -> Measure:
    """Quickly register a single matter (批示, 会议议定事项) in the office's register of the year; it is proposed.

    Without a date the clock of the profile gives one when the matter is assigned; without a field it stands in that
    which the unit's measures usually have.
    """
    require(RULES, "plan.add", by, owner)
    same = Measure.objects.filter(plan__owner=owner, text=text.strip(), accountable=unit, created_by=by)
    if found := same.filter(state_since__date=clock.today()).first():
        sentence = _("今天已经登记过同样的事项（%(code)s），没有重复登记。") % {"code": found.code}
        raise UnmetConditionError("registered_already", sentence)
    field = field or usual_field(unit, measures_visible_to(by))
    return propose_matter(
        owner, matter=matter, text=text, unit=unit, by=by, due_on=due_on, field=field, profile=profile, origin=origin
    )


@transaction.atomic(savepoint=False)
def propose_matter(
    owner: Unit,
    *,
    matter: str,
    text: str,
    unit: Unit,
    by: User,
    due_on: date | None = None,
    field: Field | None = None,
    profile: ClockProfile | None = None,
    origin: str | Origin = "",
) -> Measure:
    """Put a single matter before the office, as a proposal; the caller has checked that the person may propose it."""
    source = Origin(origin) if isinstance(origin, str) else origin
    plan = _register_of(owner, matter, profile or built_in_profile(matter), clock.today().year)
    measure = new_draft(plan, need(text, "text_missing", _("请填写事项内容。")), by=by)
    measure.field, measure.local_reason = field, source.name[:300]
    if due_on:
        set_due(measure, due_on, DueSource.HAND)
    Part.objects.create(
        measure=measure, unit=unit, printed=unit.name, role=PartRole.LEAD, is_accountable=True, position=0
    )
    measure.accountable = unit
    measure.save()
    if source.document:
        _trace(measure, source.document)
    history.record(measure, "measure.propose", by=by, after={"text": measure.text}, params={"origin": source.name})
    return measure


@transaction.atomic
def hand_out(measure: Measure, *, by: User) -> Measure:
    """Hand a registered matter in and approve it in one step, for those who may do both."""
    submit(measure, by=by)
    return assign(measure, by=by)


def _trace(measure: Measure, document: Document) -> None:
    """The matter's words in its document; of a scan that cannot be read the document as a whole."""
    start = max(document.text.find(measure.text), 0)
    is_found = document.text.startswith(measure.text, start)
    quote = measure.text if is_found else ""
    Source.objects.create(
        measure=measure,
        document=document,
        quote=quote,
        start=start if is_found else 0,
        end=start + len(quote),
        digest=digest_of(quote),
    )


def _register_of(owner: Unit, matter: str, profile: ClockProfile, year: int) -> Plan:
    """The year's register for matters of a kind that run by the same clock."""
    if profile.matter != matter:
        raise UnmetConditionError("profile_of_other_matter", _("所选时限规则不适用于这类事项。"))
    usual = built_in_profile(matter)
    code = f"{year}-{owner.pk}-{Matter(matter).value[:1].upper()}"
    label = Matter(matter).label if profile == usual else profile.name
    plan, _made = Plan.objects.get_or_create(
        owner=owner,
        code=code if profile == usual else f"{code}{profile.pk}",
        defaults={
            "name": _("%(year)s年%(matter)s") % {"year": year, "matter": label},
            "matter": matter,
            "profile": profile,
            "cycle": "none",
        },
    )
    return plan
