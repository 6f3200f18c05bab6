"""Writes of group discussions and seminars: live pieces, which are only ever added, and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.training.models import DiscussionPiece, Group, Outcome, Session
from luoshi.training.rules import RULES
from luoshi.training.states import ClassState, SessionForm

if TYPE_CHECKING:
    from luoshi.accounts.models import User

LONGEST_PIECE = 2_000
LONGEST_OUTCOME = 10_000


@transaction.atomic
def add_piece(session: Session, group: Group, text: str, *, by: User, client_key: str = "") -> DiscussionPiece:
    """Add a piece to the live notes of a group; the same `client_key` again gives the piece that is there already."""
    require(RULES, "discussion.add", by, group)
    _check_open(session, group)
    words = _checked(text, LONGEST_PIECE)
    if not words:
        raise UnmetConditionError("empty_piece", _("请先写内容再发送。"))
    return _append(session, group, words, amends=None, client_key=client_key, by=by)


@transaction.atomic
def amend_piece(piece: DiscussionPiece, text: str, *, by: User, client_key: str = "") -> DiscussionPiece:
    """Correct one's own piece, or strike it out by an empty text: a piece of its own that names the first one."""
    require(RULES, "discussion.amend", by, piece)
    first = piece.amends or piece
    if first.group is None:
        raise UnmetConditionError("no_group_of_piece", _("这条记录不属于任何小组。"))
    require(RULES, "discussion.add", by, first.group)
    _check_open(first.session, first.group)
    words = _checked(text, LONGEST_PIECE)
    return _append(first.session, first.group, words, amends=first, client_key=client_key, by=by)


@transaction.atomic
def save_outcome(session: Session, group: Group | None, text: str, *, seen: int | None, by: User) -> Outcome:
    """Write the outcome of a group, or of the session as a whole; the class sees it only when it is handed over."""
    _require_outcome(session, group, by=by)
    words = _checked(text, LONGEST_OUTCOME)
    if not words:
        raise UnmetConditionError("empty_outcome", _("请填写成果。"))
    lock(Session.objects.all(), session.pk)  # two conveners at once make one outcome
    held = Outcome.objects.filter(session=session, group=group).first()
    if held is None:
        if seen:
            raise IllegalMoveError("outcome_gone", _("这份成果已不存在，请刷新页面。"))
        values = {"text": words, "entered_by": by, "entered_at": clock.now()}
        outcome = Outcome.objects.create(session=session, group=group, **values)
        history.record(outcome, "outcome.save", by=by, after={"digest": history.digest(words)})
        return outcome
    outcome = lock(Outcome.objects.select_related("session", "group"), held.pk)
    check_version(outcome, seen)
    if outcome.text != words:
        before = _told(outcome)
        outcome.text, outcome.entered_by, outcome.entered_at = words, by, clock.now()
        next_version(outcome)
        outcome.save()
        history.record_change(outcome, "outcome.save", by=by, before=before, after=_told(outcome))
    return outcome


@transaction.atomic
def hand_over(outcome: Outcome, *, by: User) -> Outcome:
    """Show the outcome to the class; it stands in the class report from now on."""
    _require_outcome(outcome.session, outcome.group, by=by)
    outcome = lock(Outcome.objects.select_related("session", "group"), outcome.pk)
    if outcome.handed_over_at is not None:
        raise IllegalMoveError("handed_over", _("这份成果已经提交过了。"))
    outcome.handed_over_at = clock.now()
    next_version(outcome)
    outcome.save()
    history.record(outcome, "outcome.hand_over", by=by, after={"text": outcome.text})
    return outcome


def _append(
    session: Session,
    group: Group,
    text: str,
    *,
    amends: DiscussionPiece | None,
    client_key: str,
    by: User,
) -> DiscussionPiece:
    """One more row under the group's lock: so numbers become visible in their order, and a reader who asks for what
    came after the last one he has misses none."""
    lock(Group.objects.all(), group.pk)
    key = client_key[:40]
    if key and (held := DiscussionPiece.objects.filter(author=by, client_key=key).first()):
        return held
    values = {"text": text, "amends": amends, "client_key": key, "at": clock.now()}
    return DiscussionPiece.objects.create(session=session, group=group, author=by, **values)


def _check_open(session: Session, group: Group) -> None:
    if session.form != SessionForm.GROUP_DISCUSSION:
        raise UnmetConditionError("no_discussion", _("这节课不是分组讨论。"))
    if group.training_class_id != session.training_class_id:
        raise UnmetConditionError("other_class", _("这个小组不属于本班。"))
    _check_running(session)


def _check_running(session: Session) -> None:
    if session.training_class.state == ClassState.FINISHED:
        raise IllegalMoveError("class_finished", _("这个培训班已经结束。确需更正的，请先恢复为进行中。"))


def _require_outcome(session: Session, group: Group | None, *, by: User) -> None:
    if group is None:
        require(RULES, "outcome.of_session", by, session)
    else:
        require(RULES, "outcome.of_group", by, group)
        if group.training_class_id != session.training_class_id:
            raise UnmetConditionError("other_class", _("这个小组不属于本班。"))
    _check_running(session)


def _checked(text: str, longest: int) -> str:
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(words) > longest:
        raise UnmetConditionError("too_long", _("最多%(most)s字，请分几次写。") % {"most": longest})
    return words


def _told(outcome: Outcome) -> dict[str, str]:
    """A draft is the group's own; what was handed over is everybody's."""
    if outcome.handed_over_at is None:
        return {"digest": history.digest(outcome.text)}
    return {"text": outcome.text}
