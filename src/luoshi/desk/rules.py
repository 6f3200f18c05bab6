"""Who may say something, and who answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.common.rules import Rules, predicate
from luoshi.units import paths
from luoshi.units.duties import duties_of
from luoshi.units.models import Unit
from luoshi.units.states import Kind, Role

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.desk.models import Voice

ANSWERERS = (Role.OFFICE_HEAD, Role.ADMINISTRATOR)


@predicate
def works_here(user: User, _subject: object) -> bool:
    return bool(duties_of(user).all)


def reach_of(user: User) -> tuple[str, ...]:
    """The paths of the places whose voices a person answers; kept on the user object for the request, as duties are."""
    duties = duties_of(user)
    known = user.__dict__.get("_voice_reach")
    if known is None or known[0] is not duties:
        known = (duties, tuple(area_of(path) for path in duties.unit_paths(*ANSWERERS)))
        user.__dict__["_voice_reach"] = known
    reach: tuple[str, ...] = known[1]
    return reach


def area_of(path: str) -> str:
    """The path of the place that a unit belongs to: the office of a city answers for all of the city."""
    lineage = [*paths.ancestor_pks(path), paths.pk_of(path[-paths.STEP :])]
    areas = Unit.objects.filter(pk__in=lineage, kind=Kind.AREA).order_by("-path").values_list("path", flat=True)
    return areas.first() or path


@predicate
def answers_there(user: User, voice: Voice) -> bool:
    """Heads the office, or administers, where it was said: an answer given in public is read by others too."""
    return any(paths.is_within(voice.unit.path or "", top) for top in reach_of(user))


@predicate
def wrote_it(user: User, voice: Voice) -> bool:
    return voice.by_id == user.pk


RULES: Rules = {
    "voice.add": works_here,
    "voice.answer": answers_there & ~wrote_it,
}
