"""Who is what where: posts with their time, delegations of posts, portfolio fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import Versioned
from luoshi.units.models.units import Unit
from luoshi.units.states import Role

if TYPE_CHECKING:
    from datetime import date


class Field(Versioned):
    """A portfolio field (分管领域) of an area or organisation, with the units that belong to it."""

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="fields", verbose_name=_("所属单位"))
    name = models.CharField(_("名称"), max_length=60)
    position = models.PositiveIntegerField(_("排序"), default=0)
    units = models.ManyToManyField(Unit, blank=True, related_name="in_fields", verbose_name=_("包含单位"))

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("分管领域")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_field_of_a_name_per_owner")]

    def __str__(self) -> str:
        return self.name


class InForce(models.QuerySet["Post"]):
    """Posts by time."""

    def on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Post(models.Model):
    """A person holds a role in a unit from a day on, until a day if one is set (both days included)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts", verbose_name=_("人员")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name=_("单位"))
    role = models.CharField(_("职责"), max_length=16, choices=Role.choices)
    field = models.ForeignKey(
        Field, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("分管领域")
    )
    title = models.CharField(_("职务"), max_length=60, blank=True, help_text=_("如：副市长、办公室主任。可不填。"))
    starts_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至"), null=True, blank=True)
    taken_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The predecessor's post, until what waits there in person has come over; empty where nothing is to come."""

    objects = InForce.as_manager()

    class Meta:
        ordering = ["unit__path", "role", "pk"]
        verbose_name = _("职责")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="post_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(field=None) | Q(role=Role.LEADER), name="only_leaders_have_a_field"),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="post_by_unit_and_role")]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"


class DelegationInForce(models.QuerySet["Delegation"]):
    """Delegations by time; one never outlasts its post."""

    def on(self, day: date) -> Self:
        post_holds = Q(post__ends_on=None) | Q(post__ends_on__gte=day)
        return self.filter(post_holds, starts_on__lte=day, ends_on__gte=day, post__starts_on__lte=day)


class Delegation(models.Model):
    """Somebody else acts in a post for a time, with a reason; the holder keeps it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="delegations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("代行人")
    )
    starts_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至"))
    reason = models.CharField(_("事由"), max_length=200)

    objects = DelegationInForce.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delegation_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.post} → {self.user}"
