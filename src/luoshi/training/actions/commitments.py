"""Writes of commitments: offered to the author, accepted, edited, dropped; nothing is taken without the author.

What somebody intends is private text: the history holds its digest, never the sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.engine.commitments import find_commitments
from luoshi.engine.quotations import Library, check_quotations
from luoshi.training.anchoring import anchor
from luoshi.training.due_words import day_of
from luoshi.training.models import Commitment, Reflection
from luoshi.training.queries.reflections import essay
from luoshi.training.rules import RULES
from luoshi.training.states import COMMITMENT_MOVES, CommitmentState, ReflectionState

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.engine.commitments import Commitment as Found

FACTS = ("what", "due_on", "due_text", "with_whom", "seen_by")
"""What the author may put in other words."""
_NO_LIBRARY = Library.of([])
"""Where a quotation begins and ends the marks tell, without any original."""
WITH_AUTHOR = Commitment.objects.select_related("training_class__owner", "trainee__unit", "unit", "reflection")


@transaction.atomic
def offer(reflection: Reflection, *, by: User) -> list[Commitment]:
    """Look through the own reflection for sentences of intent; what was decided before stays decided."""
    require(RULES, "commitment.offer", by, reflection)
    return renew_offers(lock(Reflection.objects.select_related("trainee"), reflection.pk))


@transaction.atomic(savepoint=False)
def renew_offers(reflection: Reflection) -> list[Commitment]:
    """Offer again after the text changed; the caller has checked the right and holds the lock.

    What stands in quotation marks is no intention of the author. An offer that nobody decided on goes with its
    sentence; an accepted or dropped one stays, and is marked as orphaned.
    """
    text = essay(reflection).text
    found = find_commitments(text, omitted=check_quotations(text, _NO_LIBRARY).spans)
    known = list(reflection.commitments.all())
    anchored = anchor(known, found, text)
    for one in known:
        _replace(one, anchored.places.get(one.pk))
    gone = [one.pk for one in anchored.lost if one.state == CommitmentState.OFFERED]
    Commitment.objects.filter(pk__in=gone).delete()
    written_on = timezone.localdate(reflection.handed_in_at or clock.now())
    Commitment.objects.bulk_create(_offered(reflection, one, text, written_on) for one in anchored.new)
    return list(reflection.commitments.all())


@transaction.atomic
def accept(commitment: Commitment, *, by: User, seen: int | None = None, **facts: Any) -> Commitment:
    """The author takes a sentence up, as it stands or in other words (facts: see FACTS)."""
    commitment = _enter(commitment, "accept", by=by, seen=seen)
    before = _told(commitment)
    _write(commitment, facts)
    commitment.accepted_at = clock.now()
    return _leave(commitment, "accept", by=by, before=before)


@transaction.atomic
def edit(commitment: Commitment, *, by: User, seen: int | None = None, **facts: Any) -> Commitment:
    """Put an accepted commitment in other words (facts: see FACTS); the words that a measure has are its own."""
    commitment = _enter(commitment, "edit", by=by, seen=seen)
    if commitment.state != CommitmentState.ACCEPTED:
        raise IllegalMoveError("not_accepted", _("这一项还没有采纳，请先采纳。"))
    before = _told(commitment)
    _write(commitment, facts)
    return _leave(commitment, "edit", by=by, before=before)


@transaction.atomic
def drop(commitment: Commitment, *, by: User, seen: int | None = None) -> Commitment:
    """The author does not take it up, or no longer; it is not offered again."""
    commitment = _enter(commitment, "drop", by=by, seen=seen)
    if commitment.measure_id is not None:
        raise UnmetConditionError("linked", _("这一项已与措施关联。不再承诺的，请先取消关联。"))
    before = _told(commitment)
    commitment.accepted_at = None
    return _leave(commitment, "drop", by=by, before=before)


@transaction.atomic
def add_own(reflection: Reflection, *, sentence: str, by: User, **facts: Any) -> Commitment:
    """Take up a sentence of the own reflection that was not offered (facts: see FACTS)."""
    require(RULES, "commitment.offer", by, reflection)
    reflection = lock(Reflection.objects.select_related("trainee__training_class"), reflection.pk)
    words = sentence.strip()
    start = essay(reflection).text.find(words) if words else -1
    if start < 0:
        raise UnmetConditionError("sentence_not_there", _("心得中没有这句话。请从心得里原样选取一句。"))
    return _added(reflection, words, start, by=by, facts=facts)


@transaction.atomic
def record_from_paper(reflection: Reflection, *, sentence: str, by: User, **facts: Any) -> Commitment:
    """The class head writes down, for a trainee without an account, what the paper says (facts: see FACTS)."""
    require(RULES, "commitment.record", by, reflection)
    reflection = lock(Reflection.objects.select_related("trainee__training_class"), reflection.pk)
    if reflection.state != ReflectionState.ON_PAPER:
        raise IllegalMoveError("not_on_paper", _("还没有登记这名学员的纸质心得。"))
    if not sentence.strip():
        raise UnmetConditionError("sentence_missing", _("请写下纸质心得中的原句。"))
    return _added(reflection, sentence.strip(), 0, by=by, facts=facts)


def _added(reflection: Reflection, words: str, start: int, *, by: User, facts: dict[str, Any]) -> Commitment:
    end = start + len(words)
    taken = [(one.start, one.end) for one in reflection.commitments.all() if not one.is_orphaned and one.end]
    if reflection.trainee.user_id and any(start < other_end and other < end for other, other_end in taken):
        raise UnmetConditionError("sentence_taken", _("这句话已经在列。"))
    one = Commitment(sentence=words, start=start, end=end, what=words, accepted_at=clock.now())
    one.reflection, one.trainee, one.training_class = reflection, reflection.trainee, reflection.trainee.training_class
    one.state = CommitmentState.ACCEPTED
    _write(one, {name: value for name, value in facts.items() if value})
    one.save()
    history.record(one, "commitment.accept", by=by, after=_told(one))
    return one


def _enter(commitment: Commitment, verb: str, *, by: User, seen: int | None) -> Commitment:
    locked = lock(WITH_AUTHOR, commitment.pk)
    require(RULES, "commitment.change", by, locked)
    check_version(locked, seen)
    move = COMMITMENT_MOVES.get(verb)
    if move and locked.state not in move[0]:
        sentence = _("这一项现在是“%(state)s”，不能再这样处理。请刷新页面。") % {"state": locked.get_state_display()}
        raise IllegalMoveError("illegal_move", sentence)
    return locked


def _leave(commitment: Commitment, verb: str, *, by: User, before: dict[str, Any]) -> Commitment:
    if move := COMMITMENT_MOVES.get(verb):
        commitment.state = move[1]
    after = _told(commitment)
    if before != after:
        next_version(commitment)
        commitment.save()
        history.record_change(commitment, f"commitment.{verb}", by=by, before=before, after=after)
    return commitment


def _write(commitment: Commitment, facts: dict[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(commitment, name, facts[name])
    commitment.what = commitment.what.strip()
    if not commitment.what:
        raise UnmetConditionError("what_missing", _("请写明做什么。"))
    if not commitment.due_on and commitment.due_text and "due_on" not in facts:
        commitment.due_on = day_of(commitment.due_text, written_on=clock.today())


def _told(commitment: Commitment) -> dict[str, Any]:
    """What the history holds: the state, the day, and digests of what was written."""
    words = {name: history.digest(getattr(commitment, name)) for name in ("what", "with_whom", "seen_by")}
    return history.snapshot(commitment, ("state", "due_on")) | words


def _replace(commitment: Commitment, place: Any) -> None:
    """Set where the sentence stands now, if that has changed."""
    before = (commitment.sentence, commitment.start, commitment.end, commitment.is_orphaned)
    if place is None:
        commitment.is_orphaned = commitment.state != CommitmentState.OFFERED
    else:
        commitment.sentence, commitment.start, commitment.end = place.sentence, place.start, place.end
        commitment.is_orphaned = False
    if before != (commitment.sentence, commitment.start, commitment.end, commitment.is_orphaned):
        commitment.save(update_fields=["sentence", "start", "end", "is_orphaned"])


def _offered(reflection: Reflection, found: Found, text: str, written_on: date) -> Commitment:
    when = "、".join(span.of(text) for span in found.by_when)
    return Commitment(
        training_class_id=reflection.trainee.training_class_id,
        trainee=reflection.trainee,
        reflection=reflection,
        sentence=found.text,
        start=found.span.start,
        end=found.span.end,
        what=found.what.of(text),
        due_text=when[:60],
        due_on=next(filter(None, (day_of(span.of(text), written_on=written_on) for span in found.by_when)), None),
        with_whom="、".join(span.of(text) for span in found.with_whom)[:200],
        # The clause that says what is to be done says nothing new by being repeated.
        seen_by="；".join(span.of(text) for span in found.how_seen if not span.contains(found.what))[:300],
    )
