"""What about a drafted measure wants a second look before review, told from the row and its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from luoshi.ledger.states import DRAFT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from luoshi.ledger.models import Measure


class Doubt(TextChoices):
    """The reasons, as the filter chips of the breakdown page say them."""

    NO_ACCOUNTABLE = "no_accountable", _("没有主责单位")
    UNIT_UNKNOWN = "unit_unknown", _("单位待对应")
    ASSUMED = "assumed", _("主责待确认")
    NO_DUE = "no_due", _("没有时限")
    TWO_DATES = "two_dates", _("有两个日期")
    VERY_LONG = "very_long", _("内容过长")
    VERY_SHORT = "very_short", _("内容过短")
    LIKE_OTHERS = "like_others", _("可能重复")


OF_READING = frozenset({Doubt.TWO_DATES, Doubt.VERY_LONG, Doubt.VERY_SHORT})
"""What the engine alone can tell; kept with the measure until somebody has looked."""
FOR_THE_EYE = OF_READING | {Doubt.NO_ACCOUNTABLE, Doubt.UNIT_UNKNOWN}
"""What has to be settled measure by measure; the others are settled for the whole plan."""


def doubts_of(measure: Measure) -> tuple[Doubt, ...]:
    """The doubts that stand; asks nothing of the database if parts and plan are at hand. None once it is assigned."""
    return tuple(_doubts(measure)) if measure.state in DRAFT else ()


def lacks_date(measure: Measure) -> bool:
    """Whether review would miss a date: none set, none by default, not standing, no clock that gives one."""
    has_date = measure.due_on or measure.standing_wanted or measure.plan.default_due_on
    return not has_date and measure.plan.profile.done_days is None


def _doubts(measure: Measure) -> Iterator[Doubt]:
    parts = measure.parts.all()
    if measure.accountable_id is None:
        yield Doubt.NO_ACCOUNTABLE
    if any(part.unit_id is None for part in parts):
        yield Doubt.UNIT_UNKNOWN
    if any(part.is_accountable and part.is_assumed for part in parts):
        yield Doubt.ASSUMED
    if lacks_date(measure):
        yield Doubt.NO_DUE
    yield from (Doubt(code) for code in measure.doubts if code in OF_READING)
