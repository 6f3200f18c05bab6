"""Plans and the clocks that run in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import Versioned
from luoshi.ledger.states import Cycle, Matter, PlanState
from luoshi.library.models import Document
from luoshi.units.models import Unit


class ClockProfile(Versioned):
    """How long each step may take, in working days; an office edits its own, the built-in ones have no owner."""

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="clock_profiles")
    name = models.CharField(_("名称"), max_length=60)
    matter = models.CharField(_("事项类型"), max_length=12, choices=Matter.choices)
    sign_days = models.PositiveSmallIntegerField(_("签收时限（工作日）"), default=3)
    first_report_days = models.PositiveSmallIntegerField(
        _("首次反馈时限（工作日）"), null=True, blank=True, help_text=_("留空表示按报告周期。")
    )
    done_days = models.PositiveSmallIntegerField(
        _("办结时限（工作日）"), null=True, blank=True, help_text=_("留空表示按完成时限。")
    )
    warning_days = models.PositiveSmallIntegerField(_("提前提醒（工作日）"), default=10)

    class Meta:
        ordering = ["matter", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_profile_of_a_name_per_owner"),
            models.UniqueConstraint(fields=["name"], condition=Q(owner=None), name="one_built_in_profile_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Plan(Versioned):
    """A work plan, or the register of an office's instructions and decisions; its defaults serve all measures.

    What units break down further stands in a plan of its own, so that the `superior` one keeps its count.
    """

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans", verbose_name=_("督办单位"))
    name = models.CharField(_("名称"), max_length=300)
    code = models.CharField(_("编号前缀"), max_length=20)
    matter = models.CharField(_("事项类型"), max_length=12, choices=Matter.choices, default=Matter.PLAN)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("来源文件")
    )
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    default_due_on = models.DateField(_("默认完成时限"), null=True, blank=True)
    cycle = models.CharField(_("报告周期"), max_length=12, choices=Cycle.choices, default=Cycle.MONTHLY)
    cycle_day = models.PositiveSmallIntegerField(_("每期报告日"), default=28)
    profile = models.ForeignKey(ClockProfile, on_delete=models.PROTECT, verbose_name=_("时限规则"))
    head_signs_reports = models.BooleanField(_("报告须经单位负责人审签"), default=False)
    parts_settled = models.BooleanField(default=False)
    superior = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="shares", verbose_name=_("上级方案")
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("方案")
        constraints = [
            models.UniqueConstraint(fields=["owner", "code"], name="one_plan_per_code"),
            models.UniqueConstraint(
                fields=["document", "owner"], condition=~Q(document=None), name="one_plan_per_document_and_owner"
            ),
            models.CheckConstraint(condition=Q(cycle_day__gte=1, cycle_day__lte=31), name="cycle_day_is_a_day"),
        ]

    def __str__(self) -> str:
        return self.name
