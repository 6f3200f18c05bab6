"""Reflections with their versions and comments: private text; the history holds digests of it only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import StoredFile, Versioned
from luoshi.training.models.trainees import Trainee
from luoshi.training.states import ReflectionState


class Reflection(Versioned):
    """What a trainee writes at the end; `parts` are headed parts in order: [{"heading", "text"}].

    `file` is what was imported, or the scan of what was handed in on paper.
    """

    trainee = models.OneToOneField(Trainee, on_delete=models.PROTECT, related_name="reflection")
    title = models.CharField(_("标题"), max_length=200, blank=True)
    parts: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ReflectionState.choices, default=ReflectionState.DRAFT)
    handed_in_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="reflections")
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    purged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("心得体会")

    def __str__(self) -> str:
        return self.title or str(self.trainee_id)


class ReflectionVersion(models.Model):
    """An earlier state of a reflection; its text can be purged, its digest stays."""

    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    parts: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    purged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["reflection", "number"]
        constraints = [models.UniqueConstraint(fields=["reflection", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.reflection_id}/{self.number}"


class ReflectionComment(models.Model):
    """What the class head says to the author, on a stretch of the text or on all of it."""

    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("意见"))
    quote = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]
