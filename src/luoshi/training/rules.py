"""Who may do what in study: one table of small predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.common.rules import Rules, predicate
from luoshi.library.queries.documents import documents_visible_to
from luoshi.training.models import CallUp, Trainee
from luoshi.training.states import HANDED_IN, CommitmentState, TraineeState
from luoshi.units.duties import duties_of
from luoshi.units.paths import is_within
from luoshi.units.states import Role

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import (
        Commitment,
        DiscussionPiece,
        FollowUp,
        Group,
        Note,
        Outcome,
        Question,
        Reflection,
        Session,
        TrainingClass,
    )
    from luoshi.units.models import Unit

RUNNERS = (Role.CLASS_HEAD, Role.OFFICE_HEAD)
OVERSEERS = (*RUNNERS, Role.SUPERVISOR, Role.AUDITOR)
ANSWERERS = (Role.LIAISON, Role.UNIT_HEAD)


def is_in_office(head: User, owner: Unit) -> bool:
    """Whether a named class head holds a post as such at the owner, above it, or at a unit below it (the party school
    of a city). To be named is not enough: who has changed office reads nothing more of the class.
    """
    duties = duties_of(head)
    below = any(is_within(duty.unit_path, owner.path or "-") for duty in duties.of(*RUNNERS))
    return below or duties.covers(owner.path, *RUNNERS)


@predicate
def runs_classes_of(user: User, unit: Unit) -> bool:
    """Class head or head of the office at the unit or above it."""
    return duties_of(user).covers(unit.path, *RUNNERS)


@predicate
def is_oneself(user: User, subject: User) -> bool:
    return user.pk == subject.pk


@predicate
def runs_some_class(user: User, _subject: object) -> bool:
    return duties_of(user).holds(*RUNNERS)


@predicate
def oversees_some_class(user: User, _subject: object) -> bool:
    return duties_of(user).holds(*OVERSEERS)


@predicate
def runs_class(user: User, training_class: TrainingClass) -> bool:
    """The head of this class while in office, and those who run the classes of its owner."""
    if training_class.class_head_id == user.pk and is_in_office(user, training_class.owner):
        return True
    return duties_of(user).covers(training_class.owner.path, *RUNNERS)


@predicate
def oversees_class(user: User, training_class: TrainingClass) -> bool:
    """The office of the owner, which sees all of the class and changes nothing of it."""
    return duties_of(user).covers(training_class.owner.path, *OVERSEERS)


@predicate
def takes_part(user: User, training_class: TrainingClass) -> bool:
    """An enrolled trainee of the class."""
    return Trainee.objects.filter(training_class=training_class, user_id=user.pk, state=TraineeState.ENROLLED).exists()


@predicate
def is_called_up(user: User, call_up: CallUp) -> bool:
    """Liaison or head of the unit that is asked to send trainees."""
    return duties_of(user).covers(call_up.unit.path, *ANSWERERS)


@predicate
def sent(user: User, trainee: Trainee) -> bool:
    """Liaison or head of the called-up unit that named the trainee."""
    call_ups = CallUp.objects.filter(training_class=trainee.training_class_id, unit=trainee.unit_id)
    return any(is_called_up(user, one) for one in call_ups.exclude(answered_at=None).select_related("unit"))


@predicate
def runs_class_of(user: User, trainee: Trainee) -> bool:
    return runs_class(user, trainee.training_class)


@predicate
def oversees_class_of(user: User, trainee: Trainee) -> bool:
    return oversees_class(user, trainee.training_class)


@predicate
def is_the_trainee(user: User, trainee: Trainee) -> bool:
    return trainee.user_id is not None and trainee.user_id == user.pk


@predicate
def reads(user: User, document: Document) -> bool:
    return documents_visible_to(user).filter(pk=document.pk).exists()


@predicate
def wrote_note(user: User, note: Note) -> bool:
    return note.user_id == user.pk


@predicate
def is_in_group(user: User, group: Group) -> bool:
    """A trainee of the group."""
    return Trainee.objects.filter(group=group, user_id=user.pk, state=TraineeState.ENROLLED).exists()


@predicate
def convenes(user: User, group: Group) -> bool:
    convener = group.convener
    return convener is not None and convener.user_id == user.pk and convener.state == TraineeState.ENROLLED


@predicate
def runs_class_of_group(user: User, group: Group) -> bool:
    return runs_class(user, group.training_class)


@predicate
def wrote_piece(user: User, piece: DiscussionPiece) -> bool:
    return piece.author_id == user.pk


@predicate
def speaks_in(user: User, session: Session) -> bool:
    """The lecturer of the session, where the lecturer library knows the account."""
    return session.speaker is not None and session.speaker.user_id == user.pk


@predicate
def runs_class_of_session(user: User, session: Session) -> bool:
    return runs_class(user, session.training_class)


@predicate
def takes_part_in(user: User, session: Session) -> bool:
    return takes_part(user, session.training_class)


@predicate
def may_answer(user: User, question: Question) -> bool:
    return speaks_in(user, question.session) or runs_class(user, question.session.training_class)


@predicate
def asked(user: User, question: Question) -> bool:
    return question.asked_by is not None and question.asked_by.user_id == user.pk


@predicate
def is_author(user: User, reflection: Reflection) -> bool:
    """Whoever wrote it, also after having left the class."""
    return is_the_trainee(user, reflection.trainee)


@predicate
def is_handed_in(_user: User, reflection: Reflection) -> bool:
    """A reflection that was withdrawn or returned is a draft again, which only its author reads."""
    return reflection.state in HANDED_IN


@predicate
def runs_class_of_reflection(user: User, reflection: Reflection) -> bool:
    return runs_class(user, reflection.trainee.training_class)


@predicate
def heads_office_of_reflection(user: User, reflection: Reflection) -> bool:
    """Head of the office that holds the class: may have a text removed without reading it."""
    return duties_of(user).covers(reflection.trainee.training_class.owner.path, Role.OFFICE_HEAD)


@predicate
def keeps_paper_of(user: User, reflection: Reflection) -> bool:
    """The class head records for a trainee without an account what stands on the paper."""
    return reflection.trainee.user_id is None and runs_class(user, reflection.trainee.training_class)


@predicate
def owns_commitment(user: User, commitment: Commitment) -> bool:
    """The trainee; for one without an account the class head; of a unit its liaison or head."""
    if commitment.trainee is None:
        return commitment.unit is not None and duties_of(user).covers(commitment.unit.path, *ANSWERERS)
    if commitment.trainee.user_id is None:
        return runs_class(user, commitment.training_class)
    return is_the_trainee(user, commitment.trainee)


@predicate
def reads_accepted(user: User, commitment: Commitment) -> bool:
    """The class head, what the author took up, once the reflection was handed in; what comes of a discussion anyway."""
    reflection = commitment.reflection
    is_given = reflection is None or (commitment.state == CommitmentState.ACCEPTED and is_handed_in(user, reflection))
    return is_given and runs_class(user, commitment.training_class)


@predicate
def put_it(user: User, commitment: Commitment) -> bool:
    """Whoever put it to somebody, and those who run the class."""
    is_discussed = commitment.reflection_id is None
    return is_discussed and (commitment.offered_by_id == user.pk or runs_class(user, commitment.training_class))


@predicate
def may_put(user: User, origin: Question | Outcome) -> bool:
    """Who may put a question, or what was found, to others: those who run the class, the speaker, the convener."""
    if speaks_in(user, origin.session) or runs_class(user, origin.session.training_class):
        return True
    group = getattr(origin, "group", None)
    return group is not None and convenes(user, group)


@predicate
def was_there(user: User, origin: Question | Outcome) -> bool:
    return takes_part(user, origin.session.training_class)


@predicate
def is_asked(user: User, follow_up: FollowUp) -> bool:
    return owns_commitment(user, follow_up.commitment)


RULES: Rules = {
    "class.see": takes_part | runs_class | oversees_class,
    "class.add": runs_classes_of,  # subject: the unit that holds the class
    "class.list_own": runs_some_class,
    "class.list_run": oversees_some_class,
    "class.change": runs_class,
    "class.move": runs_class,
    "class.import": runs_class,
    "class.announce": runs_class,
    "class.history": runs_class | oversees_class,
    "class.report": runs_class | oversees_class,
    "class.transfer": runs_class | oversees_class,
    "session.change": runs_class,
    "lecturer.keep": runs_classes_of,
    "roster.see": runs_class | oversees_class,
    "trainee.change": runs_class,
    "trainee.substitute": runs_class_of | sent,  # subject: who is replaced
    "group.change": runs_class,
    "call_up.make": runs_class,
    "call_up.answer": is_called_up,
    "absence.enter": runs_class,
    "absence.see": runs_class | oversees_class,
    "certificate.issue": runs_class,
    "certificate.see": runs_class_of | oversees_class_of | is_the_trainee,
    "feed.renew": is_oneself,  # subject: whose calendars they are
    "evaluation.give": takes_part,
    "evaluation.close": runs_class,
    "note.add": reads,
    "note.change": wrote_note,
    "note.keep_place": reads,
    "discussion.see": is_in_group | runs_class_of_group,
    "discussion.add": is_in_group | runs_class_of_group,
    "discussion.amend": wrote_piece,
    "outcome.of_group": convenes | runs_class_of_group,
    "outcome.of_session": speaks_in | runs_class_of_session,
    "question.ask": takes_part_in | speaks_in | runs_class_of_session,
    "question.answer": may_answer,
    "question.remove": asked | may_answer,
    "video.change": runs_class,
    "video.caption": speaks_in | runs_class_of_session,
    "video.watch": takes_part_in | speaks_in | runs_class_of_session,
    "reflection.open": takes_part,
    "reflection.list": runs_class,
    "reflection.read": is_author | (is_handed_in & runs_class_of_reflection),
    "reflection.write": is_author,
    "reflection.hand_in": is_author,
    "reflection.withdraw": is_author,
    "reflection.delete": is_author,
    "reflection.return": runs_class_of_reflection,
    "reflection.comment": is_handed_in & runs_class_of_reflection,
    "reflection.record_on_paper": runs_class_of,  # subject: the trainee
    "reflection.purge": heads_office_of_reflection,
    "commitment.offer": is_author,  # subject: the reflection
    "commitment.record": keeps_paper_of,  # subject: the reflection on paper
    "commitment.put": may_put,  # subject: the question or the outcome
    "commitment.take_on": was_there,  # subject: the question or the outcome
    "commitment.take_back": put_it,
    "commitment.change": owns_commitment,
    "commitment.see": owns_commitment | reads_accepted | put_it,
    "follow_up.answer": is_asked,
}
