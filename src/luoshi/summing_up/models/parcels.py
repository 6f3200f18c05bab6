"""The workbooks of all units of a plan, packed into one file in the background."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from luoshi.common.models import StoredFile
from luoshi.ledger.models import Plan
from luoshi.ledger.states import JobState


class Parcel(models.Model):
    """A zip of workbooks: of which plan, for whom it is made, how far it has come; the file goes after some days."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="parcels")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="parcels")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.at:%Y-%m-%d}"
