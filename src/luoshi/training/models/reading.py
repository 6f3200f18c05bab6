"""What a reader keeps at a text: notes anchored by quote, and the place to go on from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import Versioned
from luoshi.library.models import Clause, Document


class Note(Versioned):
    """A note or a highlight (without text) on a document; private unless its author shares it with the own group.

    The anchor is quote, prefix and suffix; `start`, `end` are where it was last found. `orphaned`: found no more.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reading_notes")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="reading_notes")
    clause = models.ForeignKey(Clause, on_delete=models.SET_NULL, null=True, blank=True, related_name="reading_notes")
    quote = models.TextField()
    prefix = models.CharField(max_length=60, blank=True)
    suffix = models.CharField(max_length=60, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField(_("笔记"), blank=True)
    shared_with_group = models.BooleanField(_("与本组共享"), default=False)
    orphaned = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["document", "start", "pk"]
        indexes = [models.Index(fields=["user", "document"], name="note_by_user_and_document")]

    def __str__(self) -> str:
        return self.quote[:40]


class ReadingPlace(models.Model):
    """Where a person stopped in a document, to go on from there on any device; never counted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    offset = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "document"], name="one_reading_place_per_document")]

    def __str__(self) -> str:
        return str(self.offset)
