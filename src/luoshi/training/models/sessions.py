"""Sessions of a class: when, where, in which form, by whom, and what is studied in them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import StoredFile, Versioned
from luoshi.library.models import Clause, Document
from luoshi.training.models.classes import TrainingClass
from luoshi.training.states import SessionForm
from luoshi.units.models import Unit


class Lecturer(Versioned):
    """Somebody who speaks in classes, kept in the lecturer library of a unit."""

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="lecturers", verbose_name=_("所属单位"))
    name = models.CharField(_("姓名"), max_length=60)
    organisation = models.CharField(_("工作单位"), max_length=120, blank=True)
    title = models.CharField(_("职务职称"), max_length=60, blank=True)
    topics = models.CharField(_("擅长专题"), max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="lecturers"
    )

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("师资")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name", "organisation"], name="one_lecturer_of_a_name_per_house")
        ]

    def __str__(self) -> str:
        return self.name


class Session(Versioned):
    """One session; `hours` are the learning hours (学时) that it counts for."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="sessions")
    position = models.PositiveIntegerField(default=0)
    form = models.CharField(_("形式"), max_length=16, choices=SessionForm.choices, default=SessionForm.SEMINAR)
    title = models.CharField(_("内容"), max_length=200)
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    hours = models.DecimalField(_("学时"), max_digits=4, decimal_places=1, validators=[MinValueValidator(0)])
    room = models.CharField(_("教室"), max_length=80, blank=True)
    speaker = models.ForeignKey(
        Lecturer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("主讲人"),
    )
    outline = models.TextField(_("提纲"), blank=True)
    question = models.TextField(_("讨论题"), blank=True)

    class Meta:
        ordering = ["starts_at", "position", "pk"]
        verbose_name = _("教学单元")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["training_class", "starts_at"], name="session_by_class_and_time")]

    def __str__(self) -> str:
        return self.title


class RemovedSession(models.Model):
    """That a session was taken out of the timetable: calendars that hold it are told that it is cancelled."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="removed_sessions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["training_class", "starts_at", "pk"]

    def __str__(self) -> str:
        return self.title


class Material(models.Model):
    """Slides or papers of a session; the name belongs to this record, the bytes to the store."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="materials")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="class_materials")
    name = models.CharField(_("文件名"), max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Passage(models.Model):
    """A passage of the library that a session reads; without a clause and with no length it is the whole document."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="passages")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="session_passages")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="session_passages")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["session", "document", "start"]

    def __str__(self) -> str:
        return f"{self.document_id} {self.start}–{self.end}"


class Video(models.Model):
    """The film of a session; `length` in seconds, `chapters`: [{"at": seconds, "title", "document", "clause"}]."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="video")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="videos")
    name = models.CharField(_("文件名"), max_length=200)
    length = models.PositiveIntegerField(_("时长（秒）"), default=0)
    chapters: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list, blank=True)
    captions = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="video_captions")

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name without what only a computer reads."""
        return self.name.rsplit(".", 1)[0]


class WatchingPlace(models.Model):
    """Where a person stopped a film, to go on from there; never counted, never shown to anybody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="+")
    second = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "video"], name="one_watching_place_per_video")]

    def __str__(self) -> str:
        return str(self.second)
