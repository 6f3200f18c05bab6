"""Commitments: what somebody intends after the class, the measure that it became, and the questions asked later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import Versioned
from luoshi.ledger.models import Measure
from luoshi.training.models.classes import TrainingClass
from luoshi.training.models.discussions import Outcome, Question
from luoshi.training.models.reflections import Reflection
from luoshi.training.models.trainees import Trainee
from luoshi.training.states import CommitmentState, FollowUpDay, Told
from luoshi.units.models import Field, Unit

if TYPE_CHECKING:
    from luoshi.training.models.sessions import Session


class Commitment(Versioned):
    """What a trainee or a unit intends, offered to them: a sentence of a reflection, a question, what a group found.

    `start`, `end` count in the reflection's text; the sentence itself is the anchor. `is_orphaned`: the text no longer
    holds it, but something was decided on it. `linked_at` is also when the author agreed that the sentence is shown
    with the measure. What comes of a discussion is the class's own, and was put to the trainee or unit by `offered_by`.
    """

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="commitments")
    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, null=True, related_name="commitments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="commitments")
    reflection = models.ForeignKey(Reflection, on_delete=models.PROTECT, null=True, related_name="commitments")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="commitments")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, null=True, related_name="commitments")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sentence = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    what = models.TextField(_("做什么"))
    due_on = models.DateField(_("何时完成"), null=True, blank=True)
    due_text = models.CharField(_("时间表述"), max_length=60, blank=True)
    with_whom = models.CharField(_("与谁一起"), max_length=200, blank=True)
    seen_by = models.CharField(_("怎样看出成效"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=CommitmentState.choices, default=CommitmentState.OFFERED)
    accepted_at = models.DateTimeField(null=True)
    is_orphaned = models.BooleanField(default=False)
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("措施")
    )
    linked_at = models.DateTimeField(null=True)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["reflection", "start", "pk"]
        verbose_name = _("承诺事项")
        indexes = [models.Index(fields=["state"], name="commitment_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(trainee=None, unit__isnull=False) | models.Q(trainee__isnull=False, unit=None),
                name="commitment_of_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(reflection__isnull=False, question=None, outcome=None)
                | models.Q(reflection=None, question__isnull=False, outcome=None)
                | models.Q(reflection=None, question=None, outcome__isnull=False),
                name="commitment_from_one_place",
            ),
        ]

    def __str__(self) -> str:
        return self.what[:40]

    @property
    def whose(self) -> str:
        """The name of the trainee or unit."""
        return str(self.trainee.name if self.trainee else self.unit)

    @property
    def home(self) -> Unit | None:
        """The unit by which it would be carried out."""
        return self.trainee.unit if self.trainee else self.unit

    @property
    def field(self) -> Field | None:
        return self.trainee.field if self.trainee else None

    @property
    def session(self) -> Session | None:
        """Where it was discussed; None where it comes from a reflection."""
        origin = self.question or self.outcome
        return origin.session if origin else None


class FollowUp(Versioned):
    """One question to the author some days later; the answer is about the matter, no score.

    `facts` is the measure as it stood when the question was answered: code, state, claimed, evidenced, verified.
    `from_measure`: the measure had answered already, and nobody was asked.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="follow_ups")
    day = models.PositiveSmallIntegerField(choices=FollowUpDay.choices)
    due_on = models.DateField()
    asked_at = models.DateTimeField(null=True)
    told = models.CharField(_("这件事现在怎样"), max_length=10, choices=Told.choices, blank=True)
    answer = models.TextField(_("补充一句"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    from_measure = models.BooleanField(default=False)
    facts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        ordering = ["commitment", "day"]
        constraints = [models.UniqueConstraint(fields=["commitment", "day"], name="one_follow_up_per_day")]
        indexes = [models.Index(fields=["due_on"], name="follow_up_due", condition=models.Q(answered_at=None))]

    def __str__(self) -> str:
        return f"{self.commitment_id} +{self.day}"
