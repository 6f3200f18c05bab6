"""What units report: progress, evidence, obstacles."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import StoredFile, Versioned
from luoshi.ledger.models.measures import Measure
from luoshi.ledger.models.parts import AcceptancePoint
from luoshi.ledger.states import ReportState
from luoshi.units.models import Unit


class Report(Versioned):
    """One unit's report on one measure for one cycle (the day on which the cycle's report is due)."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports")
    cycle_on = models.DateField(_("报告期"))
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    claimed = models.PositiveSmallIntegerField(_("自报进度"), default=0)
    done = models.TextField(_("进展情况"))
    obstacle = models.TextField(_("困难问题"), blank=True)
    asked_for = models.TextField(_("需要谁做什么"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    return_reason = models.CharField(max_length=300, blank=True)
    from_workbook = models.BooleanField(default=False)

    class Meta:
        ordering = ["-cycle_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "unit", "cycle_on"], name="one_report_per_unit_and_cycle"),
            models.CheckConstraint(condition=Q(claimed__lte=100), name="report_claims_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.cycle_on}"


class Evidence(models.Model):
    """A file or a link that shows something done, hung on an acceptance point (or on the measure as a whole)."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="evidence")
    point = models.ForeignKey(
        AcceptancePoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidence"
    )
    report = models.ForeignKey(Report, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidence")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    link = models.URLField(_("链接"), max_length=500, blank=True)
    name = models.CharField(_("名称"), max_length=200)
    warnings: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    purged_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file=None) | ~Q(link="") | ~Q(purged_reason=""), name="evidence_is_a_file_or_a_link"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Obstacle(Versioned):
    """A difficulty that was raised: of whom something is asked, and what was answered."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="obstacles")
    report = models.ForeignKey(Report, on_delete=models.SET_NULL, null=True, blank=True, related_name="obstacles")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="obstacles")
    text = models.TextField(_("困难问题"))
    asked_for = models.TextField(_("需要谁做什么"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="obstacles_owned"
    )
    raised_at = models.DateTimeField()
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at"]
        indexes = [models.Index(fields=["settled_at", "-raised_at"], name="obstacle_open")]

    def __str__(self) -> str:
        return self.text[:40]
