"""Keeps the three truths of a measure: what is claimed, what carries evidence, what was found fulfilled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from luoshi.ledger.states import PointFinding

if TYPE_CHECKING:
    from luoshi.ledger.models import Measure


def refresh_truths(measure: Measure) -> None:
    """Recompute evidenced and verified from the acceptance points; the caller saves.

    A measure without points has one default point, "完成": evidence on the measure itself speaks for it.
    """
    points = list(measure.points.all())
    if not points:
        measure.evidenced = 100 if any(not item.purged_reason for item in measure.evidence.all()) else 0
        return
    prefetch_related_objects(points, "evidence")
    shown = sum(point.is_recorded or any(not item.purged_reason for item in point.evidence.all()) for point in points)
    fulfilled = sum(point.finding == PointFinding.FULFILLED for point in points)
    measure.evidenced = round(100 * shown / len(points))
    measure.verified = round(100 * fulfilled / len(points))
