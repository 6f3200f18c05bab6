"""What became of indicators: the measures that serve one, and the values that it has reached."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luoshi.ledger.models.measures import Indicator, Measure
from luoshi.ledger.models.reports import Report


class Contribution(models.Model):
    """That a measure serves an indicator; said by a person, whoever offered it."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="contributions")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="contributions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["indicator", "measure"]
        constraints = [models.UniqueConstraint(fields=["measure", "indicator"], name="one_contribution_per_indicator")]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.indicator_id}"


class ReachedValue(models.Model):
    """A value that an indicator had reached on a day, as printed where it is from.

    `source` names that place in words and stays when a report is taken over anew; `report` leads to it.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="reached")
    text = models.CharField(_("实际值"), max_length=60)
    as_of = models.DateField(_("截至日期"))
    report = models.ForeignKey(Report, on_delete=models.SET_NULL, null=True, blank=True, related_name="reached_values")
    source = models.CharField(_("来源"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["indicator", "-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "report"], name="one_value_from_a_report"),
            models.CheckConstraint(condition=~Q(source=""), name="a_value_has_its_source"),
        ]

    def __str__(self) -> str:
        return self.text
