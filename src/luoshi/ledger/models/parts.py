"""Every named unit's part in a measure, and what the measure is accepted by."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import Versioned
from luoshi.ledger.models.measures import Measure
from luoshi.ledger.states import SHORT_ROLES, PartRole, PointFinding
from luoshi.units.models import Unit


class Part(Versioned):
    """A unit's part: its role, its own signing and its own say. Exactly one part of a measure is accountable.

    `unit` is None while the printed name is not known; `is_assumed` says that the accountable part was chosen by the
    rule (first named) and nobody has confirmed it yet. `full_name` is the printed name completed from its neighbours.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("单位")
    )
    printed = models.CharField(_("原文名称"), max_length=120)
    full_name = models.CharField(max_length=120, blank=True)
    role = models.CharField(_("角色"), max_length=12, choices=PartRole.choices)
    position = models.PositiveSmallIntegerField(default=0)
    is_accountable = models.BooleanField(_("主责"), default=False)
    is_assumed = models.BooleanField(default=False)
    leader = models.CharField(_("责任领导"), max_length=60, blank=True)
    person = models.CharField(_("责任人"), max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    promised_on = models.DateField(_("承诺完成时间"), null=True, blank=True)
    note = models.CharField(_("办理说明"), max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["measure", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "unit"], condition=~Q(unit=None), name="one_part_per_unit_and_measure"
            ),
            models.UniqueConstraint(fields=["measure"], condition=Q(is_accountable=True), name="one_accountable_part"),
        ]
        indexes = [models.Index(fields=["unit", "measure"], name="part_by_unit")]

    def __str__(self) -> str:
        return f"{self.printed} {self.get_role_display()}"

    @property
    def short_role(self) -> str:
        return str(SHORT_ROLES[PartRole(self.role)])


class AcceptancePoint(Versioned):
    """What a measure is accepted by; evidence is asked for only where the point says so."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("验收要点"), max_length=300)
    wants_evidence = models.BooleanField(_("需要佐证"), default=False)
    is_recorded = models.BooleanField(default=False)
    finding = models.CharField(max_length=12, choices=PointFinding.choices, default=PointFinding.OPEN)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["measure", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Milestone(Versioned):
    """A step with a date on the way of a measure."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(_("时间节点"), max_length=200)
    due_on = models.DateField(_("日期"))
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["measure", "due_on", "pk"]

    def __str__(self) -> str:
        return self.name
