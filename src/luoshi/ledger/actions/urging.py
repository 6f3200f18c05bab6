"""Urging slips: blue near due, yellow behind, red overdue; each to a unit, each with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.ledger.actions import telling
from luoshi.ledger.actions.door import need
from luoshi.ledger.lights import light_on
from luoshi.ledger.models import Measure, UrgingSlip
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import OPEN, Light, SlipColour

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

_COLOUR_OF = {Light.RED: SlipColour.RED, Light.YELLOW: SlipColour.YELLOW, Light.GREEN: SlipColour.BLUE}


@transaction.atomic
def urge(measure: Measure, *, by: User, text: str, unit: Unit | None = None, colour: str = "") -> UrgingSlip:
    """Send a slip; the colour follows the light unless one is given."""
    require(RULES, "urge", by, measure)
    measure = lock(Measure.objects.select_related("plan__owner", "accountable"), measure.pk)
    if measure.state not in OPEN:
        raise IllegalMoveError("not_open", _("这项措施目前不在办理中，不能催办。"))
    addressee = unit or measure.accountable
    if addressee is None:
        raise UnmetConditionError("no_accountable", _("还没有主责单位，无法催办。"))
    if not measure.parts.filter(unit=addressee).exists():
        raise UnmetConditionError("no_part", _("“%(unit)s”不在这项措施的责任分工里。") % {"unit": addressee})
    words = need(text, "text_missing", _("请写明催办事由。"))
    if UrgingSlip.objects.filter(measure=measure, unit=addressee, text=words, at__date=clock.today()).exists():
        raise UnmetConditionError("urged_already", _("今天已经用同样的事由催办过这个单位，不必重复。"))
    light = light_on(measure.state, measure.yellow_on, measure.red_on, clock.today())
    slip = UrgingSlip.objects.create(
        measure=measure,
        unit=addressee,
        colour=colour or _COLOUR_OF.get(light, SlipColour.BLUE),
        text=words,
        by=by,
        at=clock.now(),
    )
    history.record(measure, "slip.send", by=by, params={"colour": slip.colour, "unit": str(addressee)})
    telling.tell_unit(measure, addressee, f"slip.{slip.colour}")
    return slip


@transaction.atomic
def answer_slip(slip: UrgingSlip, *, by: User, answer: str) -> UrgingSlip:
    """The unit says how it stands."""
    require(RULES, "slip.answer", by, slip)
    slip = lock(UrgingSlip.objects.select_related("measure__plan__owner"), slip.pk)
    if slip.answered_at:
        raise IllegalMoveError(
            "answered_already", _("%(name)s已经回复：%(words)s") % {"name": slip.answered_by, "words": slip.answer}
        )
    slip.answer = need(answer, "answer_missing", _("请填写回复内容。"))
    slip.answered_by, slip.answered_at = by, clock.now()
    slip.save()
    history.record(slip.measure, "slip.answer", by=by, params={"unit": str(slip.unit)})
    telling.tell_office(slip.measure, "slip.answered", by_unit=str(slip.unit))
    return slip
