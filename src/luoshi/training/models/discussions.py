"""What is said in discussions and seminars: live pieces, outcomes, questions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import Versioned
from luoshi.ledger.models import Measure
from luoshi.training.models.sessions import Session
from luoshi.training.models.trainees import Group, Trainee


class DiscussionPiece(models.Model):
    """One piece of a group's live notes: only ever added, so that several who type at once lose nothing.

    A correction is a piece of its own that names the first one (`amends`); without text it strikes it out. What was
    there before is kept and no longer shown. Pieces of a group are numbered in the order in which they became
    visible. `client_key` is chosen by the page that sends: the same piece sent twice over a broken line is kept once.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="pieces")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, related_name="pieces")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    amends = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="amendments")
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    client_key = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "client_key"], condition=~models.Q(client_key=""), name="one_piece_per_key"
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Outcome(Versioned):
    """What a group, or a seminar as a whole (no group), hands to the class; a draft until `handed_over_at`."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="outcomes")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, blank=True, related_name="outcomes")
    text = models.TextField(_("成果"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["session", "group", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "group"], name="one_outcome_per_group"),
            models.UniqueConstraint(fields=["session"], condition=models.Q(group=None), name="one_outcome_of_all"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Question(Versioned):
    """A question put before or in a session, its answer, and the measure that it became, if it did.

    Put anonymously, or noted down from the floor, it has no `asked_by`: nobody can find out later who it was.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(Trainee, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    text = models.TextField(_("问题"))
    answer = models.TextField(_("答复"), blank=True)
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="training_questions"
    )
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["session", "pk"]

    def __str__(self) -> str:
        return self.text[:40]
