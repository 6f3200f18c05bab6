"""Tables without a noun of the field: chained history, stored files, runs of the clock, workers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """Base of everything that two people may edit at once: the version counts the changes."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> str:  # noqa: N802 -- Django's own name
        """The label of a choice. Django's own way translates all labels of the field for one, and pages show hundreds.

        Every `get_…_display` goes through here.
        """
        value = getattr(self, field.attname)
        return str(dict(field.flatchoices).get(value, value))


class Chain(models.Model):
    """The head of one object's history; its row lock puts writers of the same object in order."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    anchored = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="one_chain_per_object")]
        indexes = [
            models.Index(fields=["id"], name="chain_not_anchored", condition=models.Q(anchored__lt=models.F("length")))
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class Entry(models.Model):
    """One step in an object's history: codes and parameters; the sentence is made where it is shown.

    `body` holds params, before and after. The hash covers the digest of the body, not the body itself, so that an
    authorised purge can empty a body and leave the chain whole.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(null=True)
    body: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True)
    body_digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="one_entry_per_place")]
        indexes = [models.Index(fields=["actor", "at"], name="entry_by_actor")]

    def __str__(self) -> str:
        return f"{self.verb} {self.chain_id}/{self.number}"

    @property
    def params(self) -> dict[str, Any]:
        return self._part("params")

    @property
    def before(self) -> dict[str, Any]:
        return self._part("before")

    @property
    def after(self) -> dict[str, Any]:
        return self._part("after")

    def _part(self, name: str) -> dict[str, Any]:
        part: dict[str, Any] = (self.body or {}).get(name, {})
        return part


class StoredFile(models.Model):
    """A file as received, found by the digest of its bytes; the name belongs to the record that refers to it."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("大小"))
    kind = models.CharField(_("类型"), max_length=20)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"


class TickRun(models.Model):
    """When a job of the clock last began, so that two clocks do not do it twice."""

    job = models.CharField(max_length=60, primary_key=True)
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.job


class Worker(models.Model):
    """A process that runs jobs, and when it last said so."""

    name = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
