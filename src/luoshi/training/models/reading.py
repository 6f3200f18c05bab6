"""What a reader keeps at a text: notes anchored by quote, the place to go on from; which clauses belong together."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import Versioned
from luoshi.library.models import Clause, Document
from luoshi.training.models.trainees import Group
from luoshi.training.states import NoteColour


class Note(Versioned):
    """A note or a highlight (without text) on a document; only its author reads it, and `group` if it is shared.

    The anchor is quote, prefix and suffix; `start`, `end` are its place in the document in which it was made. In a
    later version of the document it is looked for anew whenever it is shown, so that nothing has to be carried over.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reading_notes")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="reading_notes")
    clause = models.ForeignKey(Clause, on_delete=models.SET_NULL, null=True, blank=True, related_name="reading_notes")
    quote = models.TextField()
    prefix = models.CharField(max_length=60, blank=True)
    suffix = models.CharField(max_length=60, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    colour = models.CharField(_("颜色"), max_length=6, choices=NoteColour.choices, default=NoteColour.YELLOW)
    text = models.TextField(_("笔记"), blank=True)
    group = models.ForeignKey(
        Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="shared_notes", verbose_name=_("共享给")
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["document", "start", "pk"]
        indexes = [models.Index(fields=["user", "document"], name="note_by_user_and_document")]

    def __str__(self) -> str:
        return str(self.pk)


class ReadingPlace(models.Model):
    """Where a person stopped in a document, to go on from there on any device; never counted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    offset = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "document"], name="one_reading_place_per_document")]

    def __str__(self) -> str:
        return str(self.offset)


class RelatedClause(models.Model):
    """That a clause of another document belongs to a clause, and why; made by a job, so that reading waits for nothing.

    `reasons`: [{"relation", "words"}] of the engine, seen from `clause`; `score` orders the clauses of one clause.
    """

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="related")
    other = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="related_to")
    score = models.FloatField()
    reasons: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)

    class Meta:
        ordering = ["clause", "-score", "other"]
        constraints = [models.UniqueConstraint(fields=["clause", "other"], name="one_relation_per_pair_of_clauses")]

    def __str__(self) -> str:
        return f"{self.clause_id} → {self.other_id}"


class RelatedDocument(models.Model):
    """That the clauses of a document have been compared with those of the library."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.document_id)
