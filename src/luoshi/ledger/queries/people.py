"""Reads of the people whom a measure needs: who may verify, who may answer an obstacle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from luoshi.accounts.models import User
from luoshi.common import clock
from luoshi.units.models import Post
from luoshi.units.paths import STEP
from luoshi.units.queries.units import subtree
from luoshi.units.states import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from luoshi.ledger.models import Plan


def verifiers_for(plan: Plan) -> QuerySet[User]:
    """Verifiers anywhere in the same tree, and the people of the office."""
    path = plan.owner.path or ""
    verifier = Q(role=Role.VERIFIER) & subtree(path[:STEP], prefix="unit__")
    office = Q(role__in=(Role.SUPERVISOR, Role.OFFICE_HEAD), unit=plan.owner_id)
    return _holding(verifier | office)


def leaders_for(plan: Plan) -> QuerySet[User]:
    """The leaders and the head of the office before whom an obstacle of the plan can be put."""
    path = plan.owner.path or ""
    leader = Q(role=Role.LEADER) & subtree(path[:STEP], prefix="unit__")
    return _holding(leader | Q(role=Role.OFFICE_HEAD, unit=plan.owner_id))


def _holding(condition: Q) -> QuerySet[User]:
    posts = Post.objects.on(clock.today()).filter(condition, user=OuterRef("pk"))
    return User.objects.filter(Exists(posts), is_active=True).order_by("sort_key", "pk")
