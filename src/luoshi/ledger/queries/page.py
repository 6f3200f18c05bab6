"""Everything that a measure's page shows, with a bounded number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from luoshi.common import history
from luoshi.common.narration import told
from luoshi.engine.personal_numbers import find_personal_numbers
from luoshi.ledger.lights import is_contradicted
from luoshi.ledger.models import AcceptancePoint, Evidence, Measure, Part, Report, Verification
from luoshi.ledger.queries.indicators import offered_indicators, served_by
from luoshi.ledger.queries.likeness import find_alike
from luoshi.ledger.queries.measures import measures_visible_to, with_light
from luoshi.ledger.queries.offers import offers_for, reporting_units
from luoshi.ledger.queries.reports import newest_first, reports_visible_to
from luoshi.ledger.queries.shares import family_of, may_share
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import AT_WORK, DRAFT, OPEN, ReportState

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.common.narration import Told
    from luoshi.ledger.queries.indicators import Offered
    from luoshi.ledger.queries.likeness import Alike
    from luoshi.ledger.queries.offers import ReportingUnits

ENTRIES_AT_FIRST = 30


@dataclass(frozen=True)
class Neighbours:
    """The measures before and after in the plan."""

    previous: Measure | None
    next: Measure | None


def page_measures(user: User, today: date) -> QuerySet[Measure]:
    """Visible measures with what a page, a step and a row's buttons look at."""
    return (
        with_light(measures_visible_to(user), today)
        .select_related(
            "plan__owner", "plan__profile", "accountable", "field", "parent__accountable", "merged_into", "created_by"
        )
        .prefetch_related(
            Prefetch("parts", Part.objects.select_related("unit", "signed_by")),
            Prefetch("points", AcceptancePoint.objects.prefetch_related(_evidence()).select_related("found_by")),
            Prefetch("verifications", Verification.objects.select_related("verifier", "appointed_by")),
        )
    )


def page_of(measure: Measure, user: User, today: date) -> dict[str, Any]:
    """The sections of the page, each as rows."""
    reporting = reporting_units(user, measure)
    return {
        "offers": offers_for(user, measure),
        "reporting": reporting,
        "is_contradicted": is_contradicted(_light_of(measure), measure.judgement),
        "is_late_by_first": _is_late_by_first(measure, today),
        "parts": list(measure.parts.all()),
        "alike": _alike(measure, user),
        "waits_for": [part for part in measure.parts.all() if part.unit_id and not part.signed_at],
        "points": list(measure.points.all()),
        "milestones": list(measure.milestones.all()),
        "contributions": served_by(measure),
        "offered_indicators": _offered_indicators(measure, user),
        "sources": list(measure.sources.select_related("document", "clause")),
        "reports": _reports(measure, user),
        "evidence": list(measure.evidence.select_related("unit", "file", "by", "point")),
        "obstacles": list(measure.obstacles.select_related("unit", "owner", "answered_by")),
        "extensions": list(measure.extensions.select_related("asked_by", "decided_by")),
        "slips": list(measure.slips.select_related("unit", "by", "answered_by")),
        "verifications": list(measure.verifications.all()),
        "approvals": list(measure.paper_approvals.select_related("recorded_by", "scan")),
        "comments": list(measure.comments.select_related("by")),
        "family": family_of(measure, user, today),
        "is_above_seen": _is_above_seen(measure, user),
        "neighbours": _neighbours(measure, user),
        "entries": entries_of(measure, most=ENTRIES_AT_FIRST),
        "may": _may(measure, user, reporting),
        "signable": _signable(measure, user),
        "answerable": _answerable(measure, user),
    }


def entries_of(measure: Measure, *, most: int | None = None) -> list[Told]:
    """The history in words, the newest first."""
    return told(list(history.entries_of(measure).order_by("-number")[:most]))


def _alike(measure: Measure, user: User) -> tuple[Alike, ...]:
    """Open measures of the same units with like words, pointed out while this one can still be dropped."""
    if measure.state not in DRAFT:
        return ()
    return find_alike([measure], measures_visible_to(user)).get(measure.pk, ())


def _evidence() -> Prefetch[str]:
    return Prefetch("evidence", Evidence.objects.select_related("file", "unit", "by"))


def _reports(measure: Measure, user: User) -> list[Report]:
    """The reports, each with the kinds of personal `numbers` in its words and whether the person may cover them."""
    shown: list[Any] = list(
        newest_first(reports_visible_to(user).filter(measure=measure).exclude(state=ReportState.DRAFT))
    )
    for report in shown:
        report.measure = measure
        found = find_personal_numbers(f"{report.done}\n{report.obstacle}\n{report.asked_for}")
        report.numbers = sorted({number.kind.value for number in found})
        report.may_mask = RULES["report.mask"](user, report)
    return shown


def _offered_indicators(measure: Measure, user: User) -> list[Offered]:
    return offered_indicators(measure, user) if RULES["indicator.serve"](user, measure) else []


def _light_of(measure: Any) -> str:
    """The light that `with_light` has put on the row."""
    return str(measure.light)


def _is_late_by_first(measure: Measure, today: date) -> bool:
    first = measure.first_due_on
    if first is None:
        return False
    return (measure.state in OPEN and first < today) or (measure.closed_on is not None and measure.closed_on > first)


def _is_above_seen(measure: Measure, user: User) -> bool:
    """Whether the person sees the measure from which this one was broken down."""
    return measure.parent_id is not None and measures_visible_to(user).filter(pk=measure.parent_id).exists()


def _neighbours(measure: Measure, user: User) -> Neighbours:
    plan = measures_visible_to(user).filter(plan=measure.plan_id).only("pk", "code", "text")
    return Neighbours(
        plan.filter(number__lt=measure.number).order_by("-number").first(),
        plan.filter(number__gt=measure.number).order_by("number").first(),
    )


def _signable(measure: Measure, user: User) -> frozenset[int]:
    """The parts that the person can confirm now; the accountable one is signed with the measure."""
    return frozenset(
        part.pk
        for part in measure.parts.all()
        if not part.is_accountable
        and not part.signed_at
        and measure.state in AT_WORK
        and RULES["part.sign"](user, part)
    )


def _answerable(measure: Measure, user: User) -> frozenset[int]:
    """The urging slips that the person can answer."""
    return frozenset(slip.pk for slip in measure.slips.all() if not slip.answer and RULES["slip.answer"](user, slip))


def _may(measure: Measure, user: User, reporting: ReportingUnits | None) -> dict[str, bool]:
    """What the person may do beside the steps of the life cycle, where it is possible now."""
    is_open, is_undone = measure.state in OPEN, measure.closed_on is None
    return {
        "edit": is_undone and RULES["measure.edit"](user, measure),
        "change_parts": is_undone and RULES["part.change"](user, measure),
        "change_points": is_undone and RULES["point.change"](user, measure),
        "change_milestones": is_undone and RULES["milestone.change"](user, measure),
        "share": may_share(user, measure),
        "add_evidence": is_open and any(RULES["evidence.add"](user, part) for part in measure.parts.all()),
        "purge": RULES["evidence.purge"](user, measure),
        "comment": RULES["comment.add"](user, measure),
        "serve": RULES["indicator.serve"](user, measure),
        "settle_source": RULES["source.settle"](user, measure),
        "decide_extension": RULES["extension.decide"](user, measure) or RULES["record_paper"](user, measure),
        "return_report": measure.state in AT_WORK and RULES["report.return"](user, measure),
        "report": reporting is not None,
    }
