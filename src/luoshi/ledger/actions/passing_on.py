"""What waits for somebody in person goes to the successor in the post: findings to make, obstacles to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.common import history
from luoshi.common.versions import next_version
from luoshi.ledger.actions import obstacles, telling
from luoshi.ledger.models import Obstacle, Verification
from luoshi.ledger.rules import belongs_to_accountable, registered_it
from luoshi.units.models import Post
from luoshi.units.states import Role

if TYPE_CHECKING:
    from luoshi.accounts.models import User

VERIFYING = (Role.VERIFIER, Role.SUPERVISOR, Role.OFFICE_HEAD)
ANSWERING = (Role.LEADER, Role.OFFICE_HEAD)


def pass_on(old: Post, new: Post, by: User | None) -> None:
    """Reassign what is open, as far as the predecessor keeps no other post for the same work."""
    if old.role in VERIFYING and not _keeps(old, new, VERIFYING):
        _pass_verifications(old.user, new.user, by)
    if old.role == Role.LEADER and old.field_id is not None:
        _pass_obstacles(old.user, new.user, by, measure__field=old.field_id)
    elif old.role in ANSWERING and not _keeps(old, new, ANSWERING):
        _pass_obstacles(old.user, new.user, by)


def _keeps(old: Post, new: Post, roles: tuple[str, ...]) -> bool:
    others = Post.objects.on(new.starts_on).filter(user=old.user_id, role__in=roles)
    return others.exclude(pk=old.pk).exists()


def _pass_verifications(old: User, new: User, by: User | None) -> None:
    """Findings that are still to be made; where the successor may not verify, the head of the office is told."""
    rows = Verification.objects.select_for_update(of=("self",)).filter(verifier=old, found_at=None, accepted_at=None)
    for verification in rows.select_related("measure__plan__owner", "measure__accountable", "measure__parent"):
        measure = verification.measure
        if belongs_to_accountable(new, measure) or registered_it(new, measure):
            telling.tell_office(measure, "verification.left", Role.OFFICE_HEAD, old=str(old), new=str(new))
            continue
        verification.verifier = new
        next_version(verification)
        verification.save(update_fields=["verifier", "version"])
        history.record(measure, "measure.verifier_change", by=by, params={"old": str(old), "new": str(new)})
        telling.tell_person(measure, new, "measure.verifier_appointed")


def _pass_obstacles(old: User, new: User, by: User | None, **scope: int) -> None:
    rows = Obstacle.objects.select_for_update(of=("self",)).filter(owner=old, answered_at=None, settled_at=None)
    for obstacle in rows.filter(**scope).select_related("measure", "owner"):
        obstacles.change_owner(obstacle, new, by=by)
