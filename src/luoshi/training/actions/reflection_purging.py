"""Removal of a reflection: by its author before hand-in, by an authorised person afterwards; a tombstone stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.common import clock, files, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import next_version
from luoshi.training.actions.reflections import check_is_open, entered
from luoshi.training.announcing import on_reflection_purge
from luoshi.training.rules import RULES
from luoshi.training.states import CommitmentState

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.training.models import Reflection


@transaction.atomic
def delete_own(reflection: Reflection, *, by: User) -> Reflection:
    """Delete what one has written and not handed in: text, versions, files, comments, commitments."""
    require(RULES, "reflection.delete", by, reflection)
    reflection = entered(reflection)
    check_is_open(reflection)
    return _empty(reflection, reason=_("作者在提交前删除"), by=by)


@transaction.atomic
def purge_reflection(reflection: Reflection, *, reason: str, by: User) -> Reflection:
    """Remove a reflection in whatever state, unread, for a reason that stays."""
    require(RULES, "reflection.purge", by, reflection)
    if not reason.strip():
        raise UnmetConditionError("reason_missing", _("请写明理由。"))
    reflection = entered(reflection)
    if reflection.purged_at is not None:
        raise IllegalMoveError("purged_already", _("这篇心得体会的内容已经清除。"))
    return _empty(reflection, reason=reason.strip(), by=by)


def _empty(reflection: Reflection, *, reason: str, by: User) -> Reflection:
    on_reflection_purge.announce(reflection, by)
    now = clock.now()
    reflection.versions.update(title="", parts=[], purged_at=now)
    reflection.comments.all().delete()
    _empty_commitments(reflection, reason=reason, by=by)
    stored = reflection.file
    reflection.title, reflection.parts, reflection.file, reflection.file_name = "", [], None, ""
    reflection.purged_at = reflection.changed_at = now
    next_version(reflection)
    reflection.save()
    history.purge(reflection, by=by, reason=reason)
    if stored:
        files.discard(stored)
    return reflection


def _empty_commitments(reflection: Reflection, *, reason: str, by: User) -> None:
    """What was only offered goes; what was taken up stays as a place without words, its measure goes on."""
    reflection.commitments.exclude(state=CommitmentState.ACCEPTED).delete()
    for commitment in reflection.commitments.all():
        commitment.sentence, commitment.what = "", _("（已清除）")
        commitment.due_text = commitment.with_whom = commitment.seen_by = ""
        next_version(commitment)
        commitment.save()
        commitment.follow_ups.update(answer="")
        history.purge(commitment, by=by, reason=reason)
