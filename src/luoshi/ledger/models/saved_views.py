"""What a person keeps of the ledger page: views by name, and the columns chosen last."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luoshi.units.models import Unit


class SavedView(models.Model):
    """Filters, order and grouping of the ledger under a name; `shared_with` lets one unit's people use it too."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ledger_views")
    name = models.CharField(_("名称"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared_with = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_view_of_a_name_per_person"),
            models.CheckConstraint(condition=~Q(name=""), name="a_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ColumnChoice(models.Model):
    """The columns that a person wants to see in the ledger, in order."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ledger_columns")
    columns: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.user_id} {len(self.columns)}"
