"""Reads across measures: open obstacles, extensions that wait for a decision, verifications that wait for a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from luoshi.ledger.models import Extension, Obstacle, Verification
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.states import Decision

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from luoshi.accounts.models import User


def obstacles_visible_to(user: User) -> QuerySet[Obstacle]:
    """The obstacles of the measures that one sees, and those put before oneself."""
    return Obstacle.objects.filter(Q(measure__in=measures_visible_to(user)) | Q(owner=user.pk))


def register_of(obstacles: QuerySet[Obstacle]) -> QuerySet[Obstacle]:
    """Obstacles as the register shows them: open before settled, unanswered before answered, by who is to answer."""
    return obstacles.select_related(
        "unit", "owner", "answered_by", "measure__plan__owner", "measure__accountable"
    ).order_by(
        F("settled_at").asc(nulls_first=True), F("answered_at").asc(nulls_first=True), "owner__name", "-raised_at"
    )


def extensions_visible_to(user: User) -> QuerySet[Extension]:
    """The extensions of the measures that one sees."""
    return Extension.objects.filter(measure__in=measures_visible_to(user))


def extensions_by_need(extensions: QuerySet[Extension]) -> QuerySet[Extension]:
    """Those that wait for a decision first, the nearest date before the later ones."""
    rows = extensions.select_related(
        "unit", "asked_by", "decided_by", "measure__plan__owner", "measure__accountable", "measure__field"
    )
    is_open = Q(decision=Decision.OPEN)
    return rows.annotate(is_open=is_open).order_by("-is_open", "due_before", "-asked_at")


def verifications_visible_to(user: User) -> QuerySet[Verification]:
    """The verifications of the measures that one sees."""
    return Verification.objects.filter(measure__in=measures_visible_to(user))


def verifications_waiting(verifications: QuerySet[Verification]) -> QuerySet[Verification]:
    """Those without a finding or without its acceptance, the oldest first."""
    rows = verifications.filter(accepted_at=None).select_related(
        "verifier", "measure__plan__owner", "measure__accountable"
    )
    return rows.order_by(F("found_at").asc(nulls_first=True), "appointed_at")


def count_verifications(user: User) -> int:
    """How many findings the person still owes, for the badge in the navigation."""
    return Verification.objects.filter(verifier=user.pk, found_at=None, accepted_at=None).count()
