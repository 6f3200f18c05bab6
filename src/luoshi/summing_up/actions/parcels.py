"""Workbooks for all units of a plan: packed into one file in the background, or announced to the liaisons."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.common import clock, files
from luoshi.common.errors import UnmetConditionError
from luoshi.common.models import StoredFile
from luoshi.common.rules import require
from luoshi.ledger.states import JobState
from luoshi.notices.actions import notify
from luoshi.summing_up.models import Parcel
from luoshi.summing_up.queries.workbooks import file_name, parts_to_fill, unit_workbook, units_to_fill
from luoshi.summing_up.rules import RULES
from luoshi.units.queries.people import people_in
from luoshi.units.states import Role

if TYPE_CHECKING:
    from datetime import datetime

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Plan
    from luoshi.library.models import Document

KEPT = timedelta(days=7)
"""A parcel is made anew in a minute; its file need not stay."""


@transaction.atomic
def start_parcel(plan: Plan, *, by: User) -> Parcel:
    """Ask for the workbooks of all units of a plan in one file."""
    require(RULES, "parcel.make", by, plan)
    count = units_to_fill(plan).count()
    if not count:
        raise UnmetConditionError("nothing_to_fill", _("这个方案里没有正在办理的任务。"))
    return Parcel.objects.create(plan=plan, by=by, at=clock.now(), total=count)


def fill_parcel(parcel: Parcel) -> Parcel:
    """Make every unit's workbook and pack them; the progress is told after each."""
    plan = parcel.plan
    _tell(parcel, state=JobState.RUNNING)
    with tempfile.TemporaryFile() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for done, unit in enumerate(units_to_fill(plan), 1):
                content = unit_workbook(unit, parts_to_fill(parcel.by, unit, plan), plan=plan)
                archive.writestr(f"{done:03d}-{file_name(unit, plan)}", content)
                _tell(parcel, done=done)
        stored = files.store(target, kind="zip")
    _tell(parcel, state=JobState.DONE, file=stored)
    return parcel


def fail_parcel(parcel: Parcel) -> None:
    """The job has broken down; it can be asked for again."""
    _tell(parcel, state=JobState.FAILED)


@transaction.atomic
def announce(plan: Plan, *, by: User) -> tuple[int, int]:
    """Tell the liaisons of a plan's units that their workbook is there; returns how many units were told, or not."""
    require(RULES, "parcel.make", by, plan)
    today, told, silent = clock.today(), 0, 0
    for unit in units_to_fill(plan):
        people = list(people_in(Role.LIAISON, unit=unit, day=today))
        if people:
            url = reverse("summing_up:own_workbook", args=[plan.pk, unit.pk])
            notify(people, "workbooks.ready", url=url, params={"plan": plan.name})
        told, silent = told + bool(people), silent + (not people)
    return told, silent


def clear_parcels(now: datetime) -> int:
    """Let go of old parcels; their files are collected as orphans."""
    count, _by_model = Parcel.objects.filter(at__lt=now - KEPT).delete()
    return count


def drop_parcels(document: Document, _reason: str, _by: User) -> None:
    """Parcels hold the words of the measures: they go with a document whose content is purged."""
    parcels = Parcel.objects.filter(plan__document=document)
    held = list(StoredFile.objects.filter(parcels__in=parcels).distinct())
    parcels.delete()
    for stored in held:
        files.discard(stored)


def _tell(parcel: Parcel, **values: object) -> None:
    for name, value in values.items():
        setattr(parcel, name, value)
    parcel.save(update_fields=[*values])
