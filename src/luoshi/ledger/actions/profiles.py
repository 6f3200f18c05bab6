"""Clock profiles of an office: copied from those that are there, changed, removed while nothing uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.ledger.models import ClockProfile, Plan
from luoshi.ledger.rules import RULES

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

FIELDS = ("name", "sign_days", "first_report_days", "done_days", "warning_days")
_COPIED = ("matter", *FIELDS[1:])


@transaction.atomic
def copy_profile(profile: ClockProfile, *, owner: Unit, by: User) -> ClockProfile:
    """An own copy of a profile; it begins with the same days."""
    require(RULES, "profile.change", by, owner)
    names = set(ClockProfile.objects.filter(owner=owner).values_list("name", flat=True))
    name = next(
        text
        for number in range(1, len(names) + 2)
        if (text := str(_("%(name)s（自定%(number)s）") % {"name": profile.name[:40], "number": number})) not in names
    )
    made = ClockProfile.objects.create(owner=owner, name=name, **{field: getattr(profile, field) for field in _COPIED})
    history.record(made, "profile.add", by=by, after=history.snapshot(made, FIELDS))
    return made


@transaction.atomic
def change_profile(profile: ClockProfile, *, seen: int | None, by: User, **values: Any) -> ClockProfile:
    """Change name and days (see FIELDS); dates that were computed already stay."""
    profile = lock(ClockProfile.objects.select_related("owner"), profile.pk)
    require(RULES, "profile.change", by, _owner_of(profile))
    check_version(profile, seen)
    before = history.snapshot(profile, FIELDS)
    for name in FIELDS:
        if name in values:
            setattr(profile, name, values[name])
    if ClockProfile.objects.filter(owner=profile.owner, name=profile.name).exclude(pk=profile.pk).exists():
        raise UnmetConditionError("profile_taken", _("已有名为“%(name)s”的时限规则。") % {"name": profile.name})
    next_version(profile)
    profile.save()
    history.record_change(profile, "profile.change", by=by, before=before, after=history.snapshot(profile, FIELDS))
    return profile


@transaction.atomic
def remove_profile(profile: ClockProfile, *, by: User) -> None:
    """Remove an own profile that no plan runs by."""
    require(RULES, "profile.change", by, _owner_of(profile))
    if Plan.objects.filter(profile=profile).exists():
        raise UnmetConditionError("profile_used", _("有方案正在使用“%(name)s”，不能删除。") % {"name": profile.name})
    history.record(profile, "profile.remove", by=by, before=history.snapshot(profile, FIELDS))
    profile.delete()


def _owner_of(profile: ClockProfile) -> Unit:
    if profile.owner is None:
        raise UnmetConditionError("profile_built_in", _("内置的时限规则不能修改，请先复制一份。"))
    return profile.owner
