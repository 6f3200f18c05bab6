"""Makes sources suspect whose words a later document changed, and takes the words of a purged document away."""

from __future__ import annotations

from collections import Counter
from functools import partial
from operator import eq
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.ledger.models import Indicator, Measure, Plan, Source
from luoshi.ledger.queries.names import place_of
from luoshi.ledger.rules import RULES
from luoshi.library.digests import digest_of
from luoshi.notices.actions import forget, notify
from luoshi.units.queries.people import people_in
from luoshi.units.queries.units import subtree
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from luoshi.accounts.models import User
    from luoshi.library.models import Change, Document, Link


def mark_suspect(link: Link, changes: Sequence[Change], by: User) -> None:
    """Every source that touches a changed stretch is suspect until somebody confirms it; the offices are told.

    What a place declares holds for the plans of that place and of those below it: a county undoes nothing of the city.
    """
    if not changes:
        return
    reach = subtree(place_of(link.source.owner).path, prefix="measure__plan__owner__")
    rows = Source.objects.filter(reach, document=link.target_id, is_suspect=False)
    rows = rows.select_related("measure__plan__owner")
    touched = [source for source in rows if _touches(source, changes)]
    Source.objects.filter(pk__in=[source.pk for source in touched]).update(is_suspect=True)
    measures = {source.measure_id: source.measure for source in touched}
    params = {"name": link.source.title, "number": link.source.doc_number}
    history.record_many(
        [history.Change(measure, "measure.source_suspect", params=params) for measure in measures.values()], by=by
    )
    _tell_offices(measures.values(), link.source.title)


@transaction.atomic
def follow_change(source: Source, change: Change, *, by: User) -> Source:
    """Take the new words for the source of the measure, in place of those that changed."""
    require(RULES, "measure.edit", by, source.measure)
    source = lock(Source.objects.select_related("measure__plan__owner"), source.pk)
    if not source.is_suspect or change.new_start is None or change.new_end is None:
        raise IllegalMoveError("not_suspect", _("这条出处没有待核对的变动，请刷新页面查看。"))
    before = history.snapshot(source, ("document", "clause", "start", "end", "digest"))
    document = change.link.source
    source.document, source.clause = document, change.new_clause
    source.start, source.end = change.new_start, change.new_end
    source.quote = document.text[change.new_start : change.new_end].strip()
    source.digest = digest_of(source.quote)
    source.is_suspect, source.settled_by = False, by
    source.save()
    after = history.snapshot(source, ("document", "clause", "start", "end", "digest"))
    params = {"name": document.title}
    history.record(source.measure, "measure.source_follow", by=by, before=before, after=after, params=params)
    return source


def purge_words(document: Document, reason: str, by: User) -> None:
    """Take the words of a document out of the ledger: quotes, and the measures and indicators drawn from it.

    Measures of other plans that only point to the document keep their own words and lose the quote.
    """
    gone = _("（内容已依规清除）")
    Source.objects.filter(document=document).update(quote="", clause=None)
    drawn = Measure.objects.filter(plan__document=document, sources__document=document).distinct()
    measures = list(drawn)
    Measure.objects.filter(pk__in=[measure.pk for measure in measures]).update(
        text=gone, aim="", headings="", clause_path=""
    )
    for measure in measures:
        history.purge(measure, by=by, reason=reason)
    for plan in Plan.objects.filter(document=document):
        forget({plan.name})
        _purge_names(plan, {measure.pk for measure in measures}, by=by, reason=reason)
        Indicator.objects.filter(plan=plan).update(name=gone, baseline="", target="", values=[], unit_of_measure="")
        Plan.objects.filter(pk=plan.pk).update(name=f"{gone}{plan.code}")
        history.purge(plan, by=by, reason=reason)


def _purge_names(plan: Plan, purged: set[int], *, by: User, reason: str) -> None:
    """The names of a plan's indicators leave their own histories and those of measures of other plans."""
    for indicator in plan.indicators.prefetch_related("contributions__measure"):
        history.purge(indicator, by=by, reason=reason)
        for contribution in indicator.contributions.all():
            if contribution.measure_id not in purged:
                history.purge_words(contribution.measure, partial(eq, indicator.name), by=by, reason=reason)


def _touches(source: Source, changes: Iterable[Change]) -> bool:
    return any(source.start < change.end and source.end > change.start for change in changes)


def _tell_offices(measures: Iterable[Measure], name: str) -> None:
    """One notice for the office of each plan, with the number of its measures."""
    counts = Counter(measure.plan for measure in measures)
    today = clock.today()
    for plan, count in counts.items():
        people = [
            person
            for role in (Role.SUPERVISOR, Role.OFFICE_HEAD)
            for person in people_in(role, unit=plan.owner, day=today)
        ]
        notify(
            people,
            "sources.suspect",
            url=reverse("ledger:suspects"),
            params={"name": name, "plan": plan.name, "count": count},
        )
