"""The tree of units and the names under which each is understood."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import Versioned
from luoshi.units import paths
from luoshi.units.states import Kind, Level


class Unit(Versioned):
    """A unit in the tree. `path` is kept by the actions; a closed unit keeps its place and its past."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级单位")
    )
    path = models.CharField(max_length=paths.STEP * paths.DEPTH, unique=True, null=True, editable=False)
    name = models.CharField(_("名称"), max_length=120)
    level = models.PositiveSmallIntegerField(_("层级"), choices=Level.choices, default=Level.NONE)
    kind = models.CharField(_("类型"), max_length=12, choices=Kind.choices, default=Kind.DEPARTMENT)
    code = models.CharField(_("单位代码"), max_length=40, blank=True, help_text=_("如统一社会信用代码，可不填。"))
    position = models.PositiveIntegerField(_("排序"), default=0)
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("单位")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="one_unit_of_a_name_per_parent"),
            models.UniqueConstraint(fields=["name"], condition=models.Q(parent=None), name="one_root_unit_of_a_name"),
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="one_unit_per_code"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        return paths.depth_of(self.path or "")

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class Alias(models.Model):
    """Another name of a unit, understood within a scope: the unit under which texts use it; none is everywhere."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    scope = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    text = models.CharField(_("别名"), max_length=120, db_index=True)

    class Meta:
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(fields=["text", "scope"], name="one_alias_per_scope"),
            models.UniqueConstraint(fields=["text"], condition=models.Q(scope=None), name="one_alias_everywhere"),
        ]

    def __str__(self) -> str:
        return self.text
