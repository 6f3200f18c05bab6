"""Side paths of the life cycle that are records of their own: extensions, slips, verifications, approvals on paper."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import StoredFile, Versioned
from luoshi.ledger.models.measures import Measure
from luoshi.ledger.states import Decision, Grade, SlipColour
from luoshi.units.models import Unit


class Extension(Versioned):
    """A later date that was asked for, and what was decided."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_before = models.DateField()
    due_wanted = models.DateField(_("申请延至"))
    reason = models.TextField(_("延期理由"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("意见"), max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure"], condition=models.Q(decision=Decision.OPEN), name="one_open_extension_per_measure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.due_before} → {self.due_wanted}"


class UrgingSlip(models.Model):
    """A slip in one of three colours, to a unit, with its answer."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="slips")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="slips")
    colour = models.CharField(_("类别"), max_length=8, choices=SlipColour.choices)
    text = models.TextField(_("催办事由"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(_("回复"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.get_colour_display()} {self.measure_id}"


class Verification(Versioned):
    """Somebody else looks: who was appointed, what was found, with which grade; also for spot checks."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="verifications")
    verifier = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="verifications")
    is_spot_check = models.BooleanField(default=False)
    exception_reason = models.CharField(_("例外说明"), max_length=300, blank=True)
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    appointed_at = models.DateTimeField()
    finding = models.TextField(_("核查意见"), blank=True)
    grade = models.CharField(_("完成等次"), max_length=12, choices=Grade.choices, blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-appointed_at"]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.verifier}"


class PaperApproval(models.Model):
    """An approval that was given on paper: who, when, which step, and the scan."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="paper_approvals")
    verb = models.CharField(max_length=20)
    approver = models.CharField(_("审批人"), max_length=60)
    approved_on = models.DateField(_("审批日期"))
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="approvals")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return f"{self.approver} {self.approved_on}"


class Comment(models.Model):
    """A remark on a measure, seen by all who see the measure."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(_("留言"))

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]
