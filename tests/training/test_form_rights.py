"""Who may do which verb of reading, discussion, seminar and video: every role, and those whom an object names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.training.actions.discussions import add_piece
from luoshi.training.actions.notes import add_note
from luoshi.training.actions.questions import ask_question
from luoshi.training.rules import RULES
from tests.conftest import ROLES

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import DiscussionPiece, Group, Note, Question, Session

RUNNERS = {"class_head", "office_head"}
READERS = set(ROLES) - {"stranger"} | {"peer", "outsider"}
OURS = ("note.", "discussion.", "outcome.", "question.", "video.")
TRIED = [
    ("note.add", "document", READERS),
    ("note.change", "note", {"trainee"}),
    ("note.keep_place", "document", READERS),
    ("discussion.see", "group", RUNNERS | {"trainee", "peer"}),
    ("discussion.add", "group", RUNNERS | {"trainee", "peer"}),
    ("discussion.amend", "piece", {"trainee"}),
    ("outcome.of_group", "group", RUNNERS | {"peer"}),
    ("outcome.of_session", "session", RUNNERS),
    ("question.ask", "session", RUNNERS | {"trainee", "peer", "outsider"}),
    ("question.answer", "question", RUNNERS),
    ("question.remove", "question", RUNNERS | {"trainee"}),
    ("video.change", "training_class", RUNNERS),
    ("video.caption", "session", RUNNERS),
    ("video.watch", "session", RUNNERS | {"trainee", "peer", "outsider"}),
]


@pytest.fixture
def note(document: Document, trainee: User) -> Note:
    return add_note(document, start=0, end=5, by=trainee)


@pytest.fixture
def piece(discussion: Session, group: Group, trainee: User) -> DiscussionPiece:
    return add_piece(discussion, group, "一句话", by=trainee)


@pytest.fixture
def question(session: Session, group: Group, trainee: User) -> Question:
    return ask_question(session, "怎么办？", by=trainee)


@pytest.mark.parametrize(("verb", "subject", "allowed"), TRIED)
def test_a_verb_is_open_to_its_roles_only(
    verb: str,
    subject: str,
    allowed: set[str],
    people: dict[str, User],
    peer: User,
    outsider: User,
    request: pytest.FixtureRequest,
) -> None:
    found = request.getfixturevalue(subject)
    everybody = {role: people[role] for role in ROLES} | {"peer": peer, "outsider": outsider}

    opened = {role for role, user in everybody.items() if RULES[verb](user, found)}

    assert opened == allowed


def test_every_verb_of_the_forms_is_tried() -> None:
    assert {verb for verb, _subject, _allowed in TRIED} == {verb for verb in RULES if verb.startswith(OURS)}
