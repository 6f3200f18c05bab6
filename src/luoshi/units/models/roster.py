"""Workbooks of units and of people that wait for confirmation."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from luoshi.common.models import StoredFile
from luoshi.units.models.units import Unit
from luoshi.units.states import ImportState


class UnitImport(models.Model):
    """An uploaded workbook of units: the file as received, under which unit, and how far it has come."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="unit_imports")
    name = models.CharField(max_length=200)
    top = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name


class PeopleImport(models.Model):
    """The same for people; `entered` are those whom it brought in, who still need a first password."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="people_imports")
    name = models.CharField(max_length=200)
    top = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entered = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name
