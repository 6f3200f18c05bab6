"""Training classes and the files from which their timetable and roster were read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import StoredFile, Versioned
from luoshi.library.models import Document
from luoshi.training.states import ClassState, ImportKind, ImportState
from luoshi.units.models import Unit


class TrainingClass(Versioned):
    """A class of some days; `least_share` is the percentage of its learning hours that completion asks for.

    `announced_at` is when the timetable was first told to the trainees: from then on they are told of changes.
    `evaluation_closed_at` is when the last evaluation could be given; only then are they counted, once and for all.
    """

    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="training_classes", verbose_name=_("主办单位")
    )
    title = models.CharField(_("班次名称"), max_length=200)
    theme = models.CharField(_("主题"), max_length=300, blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    starts_on = models.DateField(_("开班日期"))
    ends_on = models.DateField(_("结业日期"))
    class_head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="classes_headed",
        verbose_name=_("班主任"),
    )
    state = models.CharField(max_length=10, choices=ClassState.choices, default=ClassState.PLANNED)
    least_share = models.PositiveSmallIntegerField(_("结业所需学时比例（%）"), default=80)
    reflection_wanted = models.BooleanField(_("结业须提交心得体会"), default=True)
    documents = models.ManyToManyField(
        Document, blank=True, related_name="training_classes", verbose_name=_("学习文件")
    )
    announced_at = models.DateTimeField(null=True, editable=False)
    evaluation_closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("培训班")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="class_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(least_share__lte=100), name="least_share_is_a_percentage"),
        ]
        indexes = [models.Index(fields=["owner", "-starts_on"], name="class_by_owner")]

    def __str__(self) -> str:
        return self.title


class ClassImport(models.Model):
    """An uploaded timetable or roster: the file as received, for which class, and how far it has come."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="class_imports")
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name
