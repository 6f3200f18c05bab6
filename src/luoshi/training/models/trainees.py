"""Who takes part in a class: trainees, groups, call-ups of units, absences, evaluation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import Versioned
from luoshi.training.models.classes import TrainingClass
from luoshi.training.models.sessions import Session
from luoshi.training.states import TraineeState
from luoshi.units.models import Field, Unit


class Group(models.Model):
    """A group of a class with its convener."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("组名"), max_length=60)
    position = models.PositiveIntegerField(default=0)
    room = models.CharField(_("讨论地点"), max_length=80, blank=True)
    convener = models.ForeignKey(
        "Trainee",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="convenes",
        verbose_name=_("召集人"),
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("小组")
        constraints = [models.UniqueConstraint(fields=["training_class", "name"], name="one_group_of_a_name")]

    def __str__(self) -> str:
        return self.name


class Trainee(Versioned):
    """Somebody's place in a class, with or without an account.

    `calendar_token` opens the person's own timetable feed; `certificate_code` is what stands on the paper.
    `evaluated` says only that an evaluation came from this person, never which.
    """

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="trainees")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="trainings"
    )
    name = models.CharField(_("姓名"), max_length=60)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="trainees", verbose_name=_("单位")
    )
    unit_name = models.CharField(_("单位名称"), max_length=120, blank=True)
    post_title = models.CharField(_("职务"), max_length=60, blank=True)
    field = models.ForeignKey(
        Field, on_delete=models.PROTECT, null=True, blank=True, related_name="trainees", verbose_name=_("分管领域")
    )
    group = models.ForeignKey(
        Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("小组")
    )
    state = models.CharField(max_length=10, choices=TraineeState.choices, default=TraineeState.ENROLLED)
    substitute_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes"
    )
    completed_on = models.DateField(_("结业日期"), null=True, blank=True)
    certificate_code = models.CharField(_("证书编号"), max_length=24, unique=True, null=True, blank=True)
    calendar_token = models.CharField(max_length=48, unique=True)
    evaluated = models.BooleanField(default=False)

    class Meta:
        ordering = ["training_class", "pk"]
        verbose_name = _("学员")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "user"], condition=~Q(user=None), name="one_place_per_person_and_class"
            ),
            models.CheckConstraint(
                condition=Q(completed_on=None) | ~Q(certificate_code=None), name="completion_carries_a_code"
            ),
        ]
        indexes = [models.Index(fields=["training_class", "state"], name="trainee_by_class")]

    def __str__(self) -> str:
        return self.name

    @property
    def unit_text(self) -> str:
        """The unit as it is printed: as the roster names it, or as the tree does."""
        return self.unit_name or (str(self.unit) if self.unit else "")


class CallUp(models.Model):
    """A unit is asked to send some trainees; `answered_at` when it named them."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="call_ups")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="call_ups", verbose_name=_("单位"))
    quota = models.PositiveSmallIntegerField(_("名额"), default=1)
    answer_by = models.DateField(_("报名截止"), null=True, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["training_class", "unit__path"]
        verbose_name = _("调训")
        constraints = [models.UniqueConstraint(fields=["training_class", "unit"], name="one_call_up_per_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.quota}"


class Absence(models.Model):
    """Who was away from a session and why: class administration, entered by the class head; presence is not kept."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="absences")
    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="absences")
    reason = models.CharField(_("事由"), max_length=120)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["session", "trainee"]
        verbose_name = _("缺席")
        constraints = [models.UniqueConstraint(fields=["session", "trainee"], name="one_absence_per_session")]

    def __str__(self) -> str:
        return self.reason


class EvaluationBox(models.Model):
    """The anonymous answers to the questions about a class, all in one row: a row for each would have an order.

    `answers` stand in the order of their words, whoever came first.
    """

    training_class = models.OneToOneField(TrainingClass, on_delete=models.CASCADE, related_name="evaluation_box")
    answers: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.training_class_id}"
