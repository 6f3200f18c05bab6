"""A ledger of very many rows as a file, made in the background for the person who asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import StoredFile
from luoshi.ledger.states import ExportKind, JobState


class LedgerExport(models.Model):
    """Which list was asked for by whom, how far it has come; the file goes after a day.

    `sight` stands for the duties by which the person saw it: with others it is not handed out.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ledger_exports")
    at = models.DateTimeField()
    kind = models.CharField(_("格式"), max_length=4, choices=ExportKind.choices)
    query = models.TextField(blank=True)
    columns: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    language = models.CharField(max_length=10)
    sight = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="ledger_exports")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"

    @property
    def is_busy(self) -> bool:
        return self.state in {JobState.WAITING, JobState.RUNNING}
