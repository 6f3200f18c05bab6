"""Measures that a commitment may belong to: of the trainee's unit and field, the nearest first, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from luoshi.common import clock
from luoshi.ledger.models import Measure, Part
from luoshi.ledger.queries.likeness import pairs_of
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.states import DONE, OPEN
from luoshi.units.models import Post, Unit
from luoshi.units.paths import STEP
from luoshi.units.queries.units import subtrees
from luoshi.units.states import Kind, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from luoshi.accounts.models import User
    from luoshi.training.models import Commitment

OFFICE = (Role.SUPERVISOR, Role.OFFICE_HEAD)
SHOWN = 5
FOUND_AT_MOST = 20
COMPARED_AT_MOST = 1_000
NEAR = 0.2
"""Below this share of the pairs of characters of the shorter text a measure is none for the commitment."""


@dataclass(frozen=True)
class Near:
    """A measure and why it is offered."""

    measure: Measure
    reasons: tuple[str, ...]


def measures_for(commitment: Commitment, user: User) -> QuerySet[Measure]:
    """What a commitment may be linked to.

    What the person sees anyway, and the assigned measures of the trainee's (or of the committed) unit and of the
    trainee's field: of those the code, the words, unit and date are shown here, not their page.
    """
    condition = Q(pk__in=measures_visible_to(user).values("pk"))
    if commitment.home is not None:
        own = Part.objects.filter(subtrees([commitment.home.path or ""], prefix="unit__"))
        condition |= Q(pk__in=own.values("measure"))
    if commitment.field is not None:
        condition |= Q(field=commitment.field)
    return Measure.objects.filter(condition, state__in=OPEN | DONE).select_related("plan", "accountable", "field")


def near_measures(commitment: Commitment, user: User) -> list[Near]:
    """The nearest measures: same words count most, then the own unit, then the own field."""
    rows = list(measures_for(commitment, user).filter(state__in=OPEN).order_by("-pk")[:COMPARED_AT_MOST])
    pairs = pairs_of(f"{commitment.what}{commitment.sentence}")
    own, field = _own_parts(rows, commitment), commitment.field.pk if commitment.field else None
    weighed = []
    for measure in rows:
        share = _share(pairs, pairs_of(measure.text))
        weight = share + 0.1 * (measure.pk in own) + 0.05 * (measure.field_id == field is not None)
        if share >= NEAR:
            weighed.append((weight, -measure.pk, measure))
    nearest = [measure for _weight, _pk, measure in sorted(weighed, key=lambda one: one[:2], reverse=True)[:SHOWN]]
    return [Near(measure, _reasons(measure, commitment, own, pairs)) for measure in nearest]


def find_measures(words: str, commitment: Commitment, user: User) -> list[Near]:
    """Measures whose code or words hold what was typed."""
    fits = Q(code__icontains=words) | Q(text__icontains=words) | Q(accountable__name__icontains=words)
    rows = list(measures_for(commitment, user).filter(fits).order_by("code")[:FOUND_AT_MOST])
    own = _own_parts(rows, commitment)
    return [Near(measure, _reasons(measure, commitment, own, frozenset())) for measure in rows]


def _share(pairs: frozenset[str], others: frozenset[str]) -> float:
    return len(pairs & others) / min(len(pairs), len(others)) if pairs and others else 0.0


def office_for(unit: Unit) -> Unit | None:
    """The supervision office whose area holds the unit: the nearest one with somebody in it.

    The area of an office is the place in whose administration it stands, however deep.
    """
    posts = Post.objects.on(clock.today()).filter(role__in=OFFICE, user__is_active=True).select_related("unit")
    offices = {post.unit_id: post.unit for post in posts}.values()
    above = {path for one in offices for path in _ways_up(one)}
    areas = set(Unit.objects.filter(path__in=above, kind=Kind.AREA).values_list("path", flat=True))
    reach = [(next((path for path in _ways_up(one) if path in areas), one.path or ""), one) for one in offices]
    near = [
        (len(area), one.kind == Kind.OFFICE, -one.pk, one)
        for area, one in reach
        if area and (unit.path or "").startswith(area)
    ]
    return max(near, key=lambda found: found[:3])[3] if near else None


def _ways_up(unit: Unit) -> list[str]:
    """The paths of the unit and of all above it, the nearest first."""
    path = unit.path or ""
    return [path[:length] for length in range(len(path), 0, -STEP)]


def _own_parts(rows: list[Measure], commitment: Commitment) -> dict[int, bool]:
    """By measure whether the own unit leads it; measures without a part of the unit are left out."""
    if commitment.home is None:
        return {}
    parts = Part.objects.filter(subtrees([commitment.home.path or ""], prefix="unit__"), measure__in=rows)
    found: dict[int, bool] = {}
    for measure_id, is_accountable in parts.values_list("measure_id", "is_accountable"):
        found[measure_id] = found.get(measure_id, False) or is_accountable
    return found


def _reasons(measure: Measure, commitment: Commitment, own: dict[int, bool], pairs: frozenset[str]) -> tuple[str, ...]:
    reasons = []
    if measure.pk in own:
        reasons.append(_("本单位主责") if own[measure.pk] else _("本单位配合"))
    if commitment.field is not None and measure.field_id == commitment.field.pk:
        reasons.append(_("同属“%(field)s”领域") % {"field": measure.field})
    if pairs and (words := shared_words(pairs, measure.text)):
        reasons.append(_("都提到“%(words)s”") % {"words": "”“".join(words)})
    return tuple(reasons)


def shared_words(pairs: frozenset[str], text: str, *, at_most: int = 2) -> list[str]:
    """The longest runs of the text whose pairs of characters are all known.

    >>> shared_words(frozenset({"校车", "车安", "安全"}), "加强校车安全管理")
    ['校车安全']
    """
    runs: list[str] = []
    run = ""
    for at in range(len(text) - 1):
        pair = text[at : at + 2]
        if pair in pairs:
            run = run + pair[1] if run else pair
        elif run:
            runs.append(run)
            run = ""
    runs.append(run)
    return sorted(dict.fromkeys(one for one in runs if len(one) > 2), key=len, reverse=True)[:at_most]
