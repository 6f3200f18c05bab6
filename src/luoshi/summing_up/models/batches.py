"""Workbooks that came back: a batch of files, and what every row of them would change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import StoredFile
from luoshi.ledger.models import Measure, Part
from luoshi.summing_up.states import BUSY, BatchState, Choice, Outcome
from luoshi.units.models import Unit

JSONList = models.JSONField[list[Any], list[Any]]
JSONDict = models.JSONField[dict[str, Any], dict[str, Any]]


class WorkbookBatch(models.Model):
    """Files handed in together; `done` of `total` steps tells how far the work in the background has come.

    `unit` is the one for which the person acts: the office, or the unit whose own workbook it is. `counts` holds how
    many rows there are of each outcome.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.READING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    sentence = models.CharField(max_length=300, blank=True)
    counts: JSONDict = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("回收批次")

    def __str__(self) -> str:
        return f"{self.pk} {self.at:%Y-%m-%d}"

    @property
    def is_busy(self) -> bool:
        return self.state in BUSY


class WorkbookFile(models.Model):
    """One file of a batch as received; one that could not be read has its reason in `fault`."""

    batch = models.ForeignKey(WorkbookBatch, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="returned_workbooks")
    name = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)
    unit_name = models.CharField(max_length=120, blank=True)
    rows = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class WorkbookChange(models.Model):
    """One row of a returned workbook: what it wants, what would become of it, and what was chosen.

    `wanted` holds the cells as read; `steps` the steps with old and new values; `news` who changed the measure after
    the workbook was made; `seen` and `cycle_on` stood in the row when it went out. `milestone` is the number of one,
    there still or not, where the row speaks for that and not for the whole part.
    """

    file = models.ForeignKey(WorkbookFile, on_delete=models.CASCADE, related_name="changes")
    sheet = models.CharField(max_length=60, blank=True)
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=60, blank=True)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, null=True, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.SET_NULL, null=True, related_name="+")
    milestone = models.PositiveBigIntegerField(null=True)
    seen = models.PositiveIntegerField(null=True)
    cycle_on = models.DateField(null=True)
    wanted: JSONDict = models.JSONField(default=dict)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.SAME)
    steps: JSONList = models.JSONField(default=list)
    news: JSONList = models.JSONField(default=list)
    fault = models.CharField(max_length=300, blank=True)
    choice = models.CharField(max_length=4, choices=Choice.choices, default=Choice.NONE, blank=True)

    class Meta:
        ordering = ["file", "line", "pk"]
        indexes = [models.Index(fields=["file", "outcome"], name="change_by_outcome")]

    def __str__(self) -> str:
        return f"{self.code} {self.line}"
