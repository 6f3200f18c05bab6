"""What the page of a session shows of its form: passages, live notes, outcomes, questions, film."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from luoshi.ledger.rules import RULES as LEDGER_RULES
from luoshi.library.queries.documents import HEAVY, documents_visible_to
from luoshi.training.forms.study import AnswerForm, ChapterForm, OutcomeForm, PassagesForm, QuestionForm
from luoshi.training.models import Question
from luoshi.training.queries.commitments import discussed_in
from luoshi.training.queries.discussions import outcomes_of, pieces_of, questions_of
from luoshi.training.queries.videos import chapters_of, watching_place
from luoshi.training.rules import RULES
from luoshi.training.states import ClassState, SessionForm

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.training.models import Group, Outcome, Session


def study_of(session: Session, user: User, *, wanted_group: str = "") -> dict[str, Any]:
    """The context of the session's own work; what is written ends with the class."""
    is_open = session.training_class.state != ClassState.FINISHED
    context: dict[str, Any] = {
        "is_open": is_open,
        "passages": passages_of(session, user),
        "questions": questions_of(session),
        "may_ask": is_open and RULES["question.ask"](user, session),
        "may_answer": is_open and _may_answer(user, session),
        "may_take_up": LEDGER_RULES["plan.add"](user, session.training_class.owner),
        "question_form": QuestionForm(),
        "answer_form": AnswerForm(auto_id=False),
        "outcomes": list(outcomes_of(session, user)),
        **_commitments(session, user),
    }
    if session.form == SessionForm.READING and RULES["session.change"](user, session.training_class):
        context["passages_form"] = PassagesForm(training_class=session.training_class)
    if session.form == SessionForm.GROUP_DISCUSSION:
        context |= _discussion(session, user, context["outcomes"], wanted_group)
    elif session.form == SessionForm.VIDEO:
        context |= _video(session, user)
    else:
        context |= _seminar(session, user, context["outcomes"])
    return context


def _commitments(session: Session, user: User) -> dict[str, Any]:
    """What was taken up of the questions and outcomes, and whether the person may take up or put to others."""
    any_question = Question(session=session)
    may_put = RULES["commitment.put"](user, any_question)
    may_take_on = RULES["commitment.take_on"](user, any_question)
    return {
        "commitments": list(discussed_in(session, user)),
        "may_commit": may_put or may_take_on,
        "may_take_on": may_take_on,
        "takes_back": may_put,
    }


def passages_of(session: Session, user: User) -> list[tuple[Any, bool]]:
    """What is read, each with whether the person may open it."""
    rows = session.passages.select_related("document", "clause").defer(*(f"document__{name}" for name in HEAVY))
    held = list(rows)
    numbers = {one.document_id for one in held}
    readable = set(documents_visible_to(user).filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
    return [(one, one.document_id in readable) for one in held]


def _may_answer(user: User, session: Session) -> bool:
    return RULES["outcome.of_session"](user, session)


def _discussion(session: Session, user: User, outcomes: list[Outcome], wanted: str) -> dict[str, Any]:
    """The live notes of one's own group; those who run the class choose a group."""
    runs = RULES["session.change"](user, session.training_class)
    groups = list(session.training_class.groups.select_related("convener", "training_class__owner"))
    if not runs:
        groups = [one for one in groups if RULES["discussion.see"](user, one)] if groups else []
    chosen = next((one for one in groups if str(one.pk) == wanted), groups[0] if groups else None)
    if chosen is None:
        return {"groups": []}
    return {
        "groups": groups if runs else [],
        "group": chosen,
        "pieces": pieces_of(session, chosen, user),
        **_outcome_form(outcomes, chosen, may=RULES["outcome.of_group"](user, chosen)),
    }


def _seminar(session: Session, user: User, outcomes: list[Outcome]) -> dict[str, Any]:
    return _outcome_form(outcomes, None, may=RULES["outcome.of_session"](user, session))


def _outcome_form(outcomes: list[Outcome], group: Group | None, *, may: bool) -> dict[str, Any]:
    wanted = group.pk if group else None
    held = next((one for one in outcomes if one.group_id == wanted), None)
    if not may:
        return {"own_outcome": held}
    initial = {"text": held.text, "version": held.version} if held else {}
    return {"own_outcome": held, "outcome_form": OutcomeForm(initial=initial)}


def _video(session: Session, user: User) -> dict[str, Any]:
    may_change = RULES["video.change"](user, session.training_class)
    video = getattr(session, "video", None)
    context: dict[str, Any] = {"video": video, "may_change_video": may_change, **_seminar(session, user, [])}
    if video is not None:
        context["may_caption"] = RULES["video.caption"](user, session)
        context |= {"chapters": chapters_of(video, user), "watching_place": watching_place(video, user)}
        if may_change:
            context["chapter_form"] = ChapterForm(training_class=session.training_class)
    return context
