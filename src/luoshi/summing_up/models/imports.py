"""The office's own ledger: an import that waits, what is remembered of its columns, what its rows have become."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import StoredFile, Versioned
from luoshi.ledger.models import Measure, Plan
from luoshi.summing_up.states import MappingKind, TakeoverState
from luoshi.units.models import Unit

JSONWords = models.JSONField[dict[str, str], dict[str, str]]


class LedgerImport(Versioned):
    """A workbook with a ledger, and how it is to be understood until somebody confirms.

    `columns` names per place (as text) what a column holds, `states` per word a state, `units` per printed name the
    number of a unit. `plan` is the plan that the rows go into; without one a plan called `plan_name` is made.
    """

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="ledger_imports")
    name = models.CharField(max_length=200)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("督办单位"))
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, null=True, blank=True, related_name="imports")
    plan_name = models.CharField(_("方案名称"), max_length=300, blank=True)
    sheet = models.CharField(max_length=60, blank=True)
    columns: JSONWords = models.JSONField(default=dict)
    states: JSONWords = models.JSONField(default=dict)
    units: JSONWords = models.JSONField(default=dict)
    default_state = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=10, choices=TakeoverState.choices, default=TakeoverState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name


class ImportMapping(models.Model):
    """What a heading or a word for a state meant the last time, so that nobody says it twice."""

    owner = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=MappingKind.choices)
    words = models.CharField(max_length=60)
    meaning = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "kind", "words"], name="one_meaning_per_words")]

    def __str__(self) -> str:
        return f"{self.words} → {self.meaning}"


class ImportedRow(models.Model):
    """Which measure a number of the old ledger has become, so that the next import changes instead of adding."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="imported_rows")
    key = models.CharField(max_length=60)
    measure = models.OneToOneField(Measure, on_delete=models.CASCADE, related_name="imported_row")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="one_measure_per_old_number")]

    def __str__(self) -> str:
        return self.key
