"""Twenty measures of the city's plan, broken down again to the counties, which sign, begin and report."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from luoshi.ledger.actions import reporting, sharing, telling, unit_steps
from luoshi.ledger.actions.gathering import GatheringPen
from luoshi.ledger.models import Measure
from luoshi.ledger.queries.shares import likely_sharers, sharers_of
from luoshi.ledger.states import State
from luoshi.units.duties import know_duties
from luoshi.units.states import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

SHARED = 20
IN_ALL_COUNTIES = 2
_UNSIGNED = 5
"""Every so-manieth share has not been signed yet."""


def hand_on(
    measures: Iterable[Measure], *, busy: set[int], today: date, liaison_of: Callable[[Unit | None], User]
) -> list[Measure]:
    """Shares of the first measures that departments carry and that run on beyond today; two go to every county."""
    shares: list[Measure] = []
    chosen = 0
    for measure in measures:
        measure.refresh_from_db()
        unit = measure.accountable
        runs_on = measure.due_on is not None and measure.due_on > today and measure.number not in busy
        if unit is None or unit.kind != Kind.DEPARTMENT or not runs_on or measure.state != State.SIGNED:
            continue
        by = liaison_of(unit)
        counties = likely_sharers(measure, sharers_of(measure, by))
        if not counties:
            continue
        some = counties if chosen < IN_ALL_COUNTIES else [counties[chosen % len(counties)]]
        shares += sharing.share_out(measure, units=some, by=by)
        chosen += 1
        if chosen == SHARED:
            break
    return shares


def sign_shares(shares: Iterable[Measure], *, liaison_of: Callable[[Unit | None], User]) -> None:
    signed = [share for number, share in enumerate(shares, 1) if number % _UNSIGNED]
    with on_one_day(signed, liaison_of) as pen:
        for share in signed:
            unit_steps.sign(share, by=liaison_of(share.accountable), pen=pen)


def report_shares(
    shares: list[Measure], words: list[str], *, share_done: float, liaison_of: Callable[[Unit | None], User]
) -> None:
    """What the counties say this month: each a little further than the month before."""
    with on_one_day(shares, liaison_of) as pen:
        for number, share in enumerate(pen.measures[one.pk] for one in shares):
            if share.state not in (State.SIGNED, State.IN_PROGRESS) or share.accountable is None:
                continue
            claimed = round((40 + number * 7 % 50) * share_done)
            said = reporting.Words(claimed=claimed, done=words[number % len(words)])
            by = liaison_of(share.accountable)
            reporting.submit_report(share, share.accountable, said, by=by, pen=pen)


@contextmanager
def on_one_day(measures: Iterable[Measure], liaison_of: Callable[[Unit | None], User]) -> Iterator[GatheringPen]:
    """What many units do on one day, each in its own name, gathered and written together."""
    pks = [measure.pk for measure in measures]
    days = Measure.objects.filter(pk__in=pks).values_list("next_report_on", flat=True)
    pen = GatheringPen(pks, cycles={day for day in days if day})
    know_duties(liaison_of(part.unit) for part in pen.parts.values() if part.unit)
    yield pen
    pen.write(by=None, finish=lambda: telling.tell_gathered(pen.told))
