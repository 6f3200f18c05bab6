"""Measures: what is to be done, by when, and how far it has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.common.models import Versioned
from luoshi.ledger.models.plans import Plan
from luoshi.ledger.states import DueSource, Grade, Judgement, Matter, State
from luoshi.library.models import Clause, Document
from luoshi.units.models import Field, Unit


class Measure(Versioned):
    """One matter to be delivered.

    `first_due_on` is set once and never overwritten; `due_on` is the date in force. `yellow_on` and `red_on` are the
    days from which the light shows that colour; they are kept by the one function that saves a measure, so that a
    light changes at midnight without a job. `claimed`, `evidenced` and `verified` are percentages, three truths side
    by side. `accountable` repeats the unit of the accountable part, for lists and counts. `doubts` are the codes of
    what the engine was not sure of in the text, until somebody has looked.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures", verbose_name=_("方案"))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    number = models.PositiveIntegerField(_("序号"))
    code = models.CharField(_("编号"), max_length=32, unique=True)
    matter = models.CharField(_("事项类型"), max_length=12, choices=Matter.choices, default=Matter.PLAN)
    engine_id = models.CharField(max_length=20, blank=True)
    text = models.TextField(_("具体措施任务"))
    aim = models.TextField(_("工作目标"), blank=True)
    clause_path = models.CharField(_("条款"), max_length=200, blank=True)
    headings = models.CharField(_("所属部分"), max_length=400, blank=True)
    local_reason = models.CharField(_("自增理由"), max_length=300, blank=True)
    doubts: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    accountable = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accountable_for",
        verbose_name=_("主责单位"),
    )
    state = models.CharField(_("状态"), max_length=16, choices=State.choices, default=State.PROPOSED)
    state_since = models.DateTimeField()
    suspended_from = models.CharField(max_length=16, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed")

    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    first_due_on = models.DateField(_("首次完成时限"), null=True, blank=True)
    due_source = models.CharField(max_length=8, choices=DueSource.choices, default=DueSource.NONE)
    standing_wanted = models.BooleanField(_("长期坚持"), default=False)
    assigned_on = models.DateField(null=True, blank=True)
    sign_by = models.DateField(null=True, blank=True)
    next_report_on = models.DateField(null=True, blank=True)
    yellow_on = models.DateField(null=True, blank=True)
    red_on = models.DateField(null=True, blank=True)

    claimed = models.PositiveSmallIntegerField(_("自报进度"), default=0)
    evidenced = models.PositiveSmallIntegerField(_("佐证进度"), default=0)
    verified = models.PositiveSmallIntegerField(_("核实进度"), default=0)
    judgement = models.CharField(
        _("督办研判"), max_length=10, choices=Judgement.choices, default=Judgement.NONE, blank=True
    )
    grade = models.CharField(_("完成等次"), max_length=12, choices=Grade.choices, blank=True)
    bounces = models.PositiveSmallIntegerField(_("退办次数"), default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = _("措施")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_measure_per_number"),
            models.CheckConstraint(condition=Q(claimed__lte=100), name="claimed_is_a_percentage"),
            models.CheckConstraint(condition=Q(due_on=None) | ~Q(first_due_on=None), name="a_due_date_has_a_first_one"),
        ]
        indexes = [
            models.Index(fields=["accountable", "state"], name="measure_by_unit_state"),
            models.Index(fields=["state", "due_on"], name="measure_by_state_due"),
            models.Index(fields=["red_on"], name="measure_red", condition=Q(red_on__isnull=False)),
            models.Index(fields=["field", "state"], name="measure_by_field"),
            # All that the counts over a whole ledger look at, so that they need not open its rows.
            models.Index(
                fields=["plan", "state", "red_on", "yellow_on", "first_due_on", "closed_on", "field", "accountable"],
                name="measure_counted",
            ),
            # The colours and what is late, each as a stretch of an index per plan and state.
            models.Index(fields=["plan", "state", "yellow_on", "red_on"], name="measure_yellow"),
            models.Index(fields=["plan", "state", "first_due_on"], name="measure_late"),
            # The same by day: of many plans PostgreSQL reads what has a colour, not every measure.
            models.Index(fields=["red_on", "state", "plan", "id"], name="measure_red_counted"),
            models.Index(fields=["yellow_on", "state", "red_on", "plan"], name="measure_yellow_counted"),
            models.Index(
                fields=["plan", "state", "first_due_on", "closed_on"],
                name="measure_closed_late",
                condition=Q(closed_on__gt=F("first_due_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:40]}"

    @property
    def name_in_history(self) -> str:
        """How other histories name it: whoever reads those need not see this one."""
        return self.code


class Source(models.Model):
    """Where a measure comes from: clause, exact quote, place, and the digest of the clause as it was read."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="sources")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="measure_sources")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="measure_sources")
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    is_suspect = models.BooleanField(default=False)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["measure", "start"]
        indexes = [models.Index(fields=["measure"], name="source_suspect", condition=Q(is_suspect=True))]

    def __str__(self) -> str:
        return self.quote[:40]


class Indicator(Versioned):
    """A goal of a plan that can be measured; values as printed, numbers beside them where they are numbers."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveIntegerField()
    name = models.CharField(_("指标"), max_length=200)
    unit_of_measure = models.CharField(_("计量单位"), max_length=30, blank=True)
    nature = models.CharField(_("属性"), max_length=20, blank=True)
    baseline = models.CharField(_("基数"), max_length=60, blank=True)
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    target = models.CharField(pgettext_lazy("one", "目标值"), max_length=60, blank=True)
    target_year = models.PositiveSmallIntegerField(null=True, blank=True)
    values: models.JSONField[list[dict[str, object]], list[dict[str, object]]] = models.JSONField(default=list)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["plan", "position"]

    def __str__(self) -> str:
        return self.name
