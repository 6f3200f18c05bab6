"""Pages of reading, discussion, seminar and video: every role against every address, bounded queries, ranges."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.training import form_urls
from luoshi.training.actions import videos as video_actions
from luoshi.training.actions.classes import change_class
from luoshi.training.actions.discussions import add_piece, amend_piece, hand_over, save_outcome
from luoshi.training.actions.notes import add_note
from luoshi.training.actions.questions import ask_question
from luoshi.training.actions.reading import add_passages
from luoshi.training.actions.relating import relate_new_documents
from luoshi.training.actions.sessions import add_session
from luoshi.training.models import DiscussionPiece, Note, Outcome, Question, ReadingPlace, WatchingPlace
from tests.conftest import ROLES
from tests.training.conftest import PROVINCE, moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import Group, Session, TrainingClass

FILM = Path(__file__).parent / "films" / "river.webm"
SRT = b"1\n00:00:01,000 --> 00:00:03,500\nfirst\n"
RUNNERS = {"class_head", "office_head"}
SEERS = RUNNERS | {"supervisor", "auditor", "trainee", "peer", "outsider"}
READERS = set(ROLES) - {"stranger"} | {"peer", "outsider"}
EVERYBODY = READERS | {"stranger"}
MEMBERS = RUNNERS | {"trainee", "peer"}
LEARNERS = RUNNERS | {"trainee", "peer", "outsider"}


@pytest.fixture
def studied(training_class: TrainingClass, document: Document, class_head: User) -> TrainingClass:
    """The class studies the city's plan."""
    return change_class(training_class, seen=None, documents=[document], title=training_class.title, by=class_head)


@pytest.fixture
def everybody(people: dict[str, User], peer: User, outsider: User) -> dict[str, User]:
    return {role: people[role] for role in ROLES} | {"peer": peer, "outsider": outsider}


@pytest.fixture
def objects(
    studied: TrainingClass,
    session: Session,
    discussion: Session,
    group: Group,
    peer: User,
    document: Document,
    trainee: User,
    class_head: User,
) -> dict[str, list[int]]:
    """One of everything that an address names, by kind."""
    times = {"starts_at": moment(2, 14), "ends_at": moment(2, 15)}
    shown = add_session(studied, form="video", title="短片", by=class_head, **times)
    video = video_actions.set_video(shown, SimpleUploadedFile("河.webm", FILM.read_bytes()), by=class_head)
    video_actions.set_captions(video, SimpleUploadedFile("河.srt", SRT), by=class_head)
    video_actions.add_chapter(video, at=20, title="管网", document=document, clause="一（二）", by=class_head)
    (passage,) = add_passages(session, document, "一（二）", by=class_head)
    return {
        "document": [document.pk],
        "clause": [document.clauses.get(path__endswith="(二)").pk],
        "note": [add_note(document, start=0, end=6, text="只给自己", by=trainee).pk],
        "session": [session.pk],
        "passage": [passage.pk],
        "talk": [discussion.pk, group.pk],
        "piece": [add_piece(discussion, group, "管网图纸不全", by=trainee).pk],
        "outcome": [save_outcome(discussion, group, "先补图纸", seen=None, by=class_head).pk],
        "question": [ask_question(session, "谁牵头？", by=trainee).pk],
        "film_session": [shown.pk],
        "video": [video.pk],
    }


GETS = [
    ("notes", "", EVERYBODY),
    ("export_notes", "", EVERYBODY),
    ("notes_on", "document", READERS),
    ("related", "clause", READERS),
    ("pieces", "talk", MEMBERS),
    ("take_up", "question", {"office_head", "supervisor"}),
    ("video", "video", SEERS),
    ("captions", "video", SEERS),
]
POSTS = [
    ("change_note", "note", {"colour": "blue", "version": "1"}, {"trainee"}),
    ("remove_note", "note", {}, {"trainee"}),
    ("notes_on", "document", {"start": "0", "end": "4", "colour": "green"}, READERS),
    ("reading_place", "document", {"offset": "3"}, READERS),
    ("add_passages", "session", {"clauses": "九"}, RUNNERS),
    ("remove_passage", "passage", {}, RUNNERS),
    ("pieces", "talk", {"text": "一句话"}, MEMBERS),
    ("amend_piece", "piece", {"text": "改"}, {"trainee"}),
    ("outcome", "talk", {"text": "成果", "version": "1"}, RUNNERS | {"peer"}),
    ("hand_over", "outcome", {}, RUNNERS | {"peer"}),
    ("ask", "session", {"text": "何时？"}, LEARNERS),
    ("answer_question", "question", {"text": "年底", "version": "1"}, RUNNERS),
    ("remove_question", "question", {}, RUNNERS | {"trainee"}),
    ("set_video", "film_session", {}, RUNNERS),
    ("remove_video", "video", {}, RUNNERS),
    ("set_captions", "video", {}, RUNNERS),
    ("remove_captions", "video", {}, RUNNERS),
    ("add_chapter", "video", {"at": "0:30", "title": "开头"}, RUNNERS),
    ("remove_chapter", "video", {"at": "20"}, RUNNERS),
    ("watching_place", "video", {"second": "4"}, LEARNERS),
]
OPENED = {200, 204, 302}
NOT_FOR_ONE = {403, 404}


@pytest.mark.parametrize(("name", "of", "allowed"), GETS)
def test_a_page_opens_for_its_roles_only(
    name: str,
    of: str,
    allowed: set[str],
    objects: dict[str, list[int]],
    everybody: dict[str, User],
    client: Client,
) -> None:
    url = reverse(f"training:{name}", args=objects[of] if of else [])
    opened = set()

    for role, user in everybody.items():
        client.force_login(user)
        answer = client.get(url)
        assert answer.status_code in OPENED | NOT_FOR_ONE
        opened |= {role} if answer.status_code in OPENED else set()
        answer.getvalue()  # a file is read to its end, which closes it

    assert opened == allowed


@pytest.mark.parametrize(("name", "of", "sent", "allowed"), POSTS)
def test_a_step_is_open_to_its_roles_only(
    name: str,
    of: str,
    sent: dict[str, str],
    allowed: set[str],
    objects: dict[str, list[int]],
    everybody: dict[str, User],
    client: Client,
) -> None:
    numbers = objects[of]
    url = reverse(f"training:{name}", args=numbers[:1] if name == "outcome" else numbers)
    sent = sent | ({"group": str(numbers[1])} if name == "outcome" else {})
    refused = set()

    for role in [*sorted(set(everybody) - allowed), *sorted(allowed)[:1]]:
        client.force_login(everybody[role])
        answer = client.post(url, sent)
        assert answer.status_code in OPENED | NOT_FOR_ONE, (role, answer.content.decode())
        refused |= {role} if answer.status_code in NOT_FOR_ONE else set()

    assert refused == set(everybody) - allowed


def test_no_address_of_the_forms_is_forgotten() -> None:
    tried = {row[0] for row in (*GETS, *POSTS)}

    assert {pattern.name for pattern in form_urls.patterns} == tried


@pytest.mark.parametrize(("name", "of"), [("video", "video"), ("notes_on", "document"), ("pieces", "talk")])
def test_nothing_opens_before_signing_in(name: str, of: str, objects: dict[str, list[int]], client: Client) -> None:
    answer = client.get(reverse(f"training:{name}", args=objects[of]))

    assert (answer.status_code, "login" in answer.headers["Location"]) == (302, True)


@pytest.mark.parametrize("name", ["notes", "notes_on", "related", "session", "talk", "film", "library"])
def test_a_page_takes_as_many_queries_for_thirty_rows_as_for_one(
    name: str,
    objects: dict[str, list[int]],
    discussion: Session,
    session: Session,
    document: Document,
    group: Group,
    take_in: Callable[..., Document],
    trainee: User,
    client: Client,
) -> None:
    url = {
        "notes": reverse("training:notes"),
        "notes_on": reverse("training:notes_on", args=objects["document"]),
        "related": reverse("training:related", args=objects["clause"]),
        "session": reverse("training:session", args=objects["session"]),
        "talk": reverse("training:session", args=[discussion.pk]),
        "film": reverse("training:session", args=objects["film_session"]),
        "library": reverse("library:document", args=objects["document"]),
    }[name]
    client.force_login(trainee)

    def grow(numbers: range) -> None:
        for number in numbers:
            add_note(document, start=number, end=number + 8, by=trainee)
            piece = add_piece(discussion, group, f"第{number}条", by=trainee)
            amend_piece(piece, f"第{number}条，已核", by=trainee)
            ask_question(session, f"问{number}？", by=trainee)
            if name == "related":
                take_in(PROVINCE.replace("3号", f"{number + 10}号"), name=f"{number}.txt")

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    grow(range(2))
    relate_new_documents(most=50)
    one = count()
    grow(range(2, 31))
    relate_new_documents(most=50)

    assert (count() <= one, one <= 40) == (True, True), (one, count())


def test_a_note_is_made_shown_and_exported(
    objects: dict[str, list[int]], document: Document, trainee: User, client: Client
) -> None:
    client.force_login(trainee)
    start = document.text.index("修复农村供水管网")
    sent = {"start": start, "end": start + 8, "quote": "修复农村供水管网", "text": "先问<b>长度</b>", "colour": "pink"}

    page = client.post(reverse("training:notes_on", args=objects["document"]), sent).content.decode()
    exported = b"".join(client.get(reverse("training:export_notes")))  # type: ignore[arg-type]  # a stream

    assert f'data-start="{start}"' in page
    assert "先问&lt;b&gt;长度&lt;/b&gt;" in page
    words = [line.text for line in docx.Document(BytesIO(exported)).paragraphs]
    assert words[-2:] == ["“修复农村供水管网”（一/(二)）", "先问<b>长度</b>"]


def test_linked_reading_gives_reasons_and_only_what_one_sees(
    objects: dict[str, list[int]],
    take_in: Callable[..., Document],
    trainee: User,
    client: Client,
) -> None:
    url = reverse("training:related", args=objects["clause"])
    client.force_login(trainee)
    waiting = client.get(url).content.decode()
    take_in(PROVINCE, name="意见.txt")
    relate_new_documents()

    page = client.get(url).content.decode()

    assert "正在整理" in waiting
    assert re.findall(r"优先修复漏损严重|贯彻落实|相同表述", page)[:3] == ["优先修复漏损严重", "贯彻落实", "相同表述"]
    assert "关于加强农村供水的意见" in page


def test_only_what_is_new_is_sent(
    objects: dict[str, list[int]], discussion: Session, group: Group, peer: User, trainee: User, client: Client
) -> None:
    url = reverse("training:pieces", args=objects["talk"])
    client.force_login(peer)
    first = client.get(url)
    piece = DiscussionPiece.objects.get(pk=objects["piece"][0])
    amend_piece(piece, "管网图纸缺三镇", by=trainee)

    again = client.get(url, {"after": first["X-Luoshi-Last"]})
    nothing = client.get(url, {"after": again["X-Luoshi-Last"]})

    assert (f'id="piece-{piece.pk}"' in again.content.decode(), "缺三镇" in again.content.decode()) == (True, True)
    assert ("<li" in nothing.content.decode(), nothing["X-Luoshi-Last"]) == (False, again["X-Luoshi-Last"])


def test_a_struck_piece_shows_nothing_of_its_words(
    objects: dict[str, list[int]], peer: User, trainee: User, client: Client
) -> None:
    amend_piece(DiscussionPiece.objects.get(pk=objects["piece"][0]), "", by=trainee)
    client.force_login(peer)

    page = client.get(reverse("training:pieces", args=objects["talk"])).content.decode()

    assert ("管网图纸不全" in page, "本人已删去" in page) == (False, True)


def test_an_outcome_is_the_groups_until_it_is_handed_over(
    objects: dict[str, list[int]], discussion: Session, outsider: User, class_head: User, client: Client
) -> None:
    client.force_login(outsider)
    url = reverse("training:session", args=[discussion.pk])
    before = client.get(url).content.decode()
    hand_over(Outcome.objects.get(), by=class_head)

    after = client.get(url).content.decode()

    assert ("先补图纸" in before, "先补图纸" in after) == (False, True)


def test_an_outcome_that_was_not_handed_over_is_in_no_report(
    objects: dict[str, list[int]], training_class: TrainingClass, class_head: User, client: Client
) -> None:
    client.force_login(class_head)
    url = reverse("training:report", args=[training_class.pk])
    before = client.get(url).content.decode()
    hand_over(Outcome.objects.get(), by=class_head)

    assert ("先补图纸" in before, "先补图纸" in client.get(url).content.decode()) == (False, True)


def test_an_anonymous_question_names_nobody(
    objects: dict[str, list[int]], session: Session, trainee: User, class_head: User, client: Client
) -> None:
    client.force_login(trainee)
    client.post(reverse("training:ask", args=[session.pk]), {"text": "能不能缓一缓？", "is_anonymous": "on"})
    client.force_login(class_head)

    page = client.get(reverse("training:session", args=[session.pk])).content.decode()

    at = page.index("能不能缓一缓")
    assert ("匿名" in page[at : at + 300], trainee.name in page[at : at + 600]) == (True, False)
    assert Question.objects.order_by("-pk")[0].asked_by is None


@pytest.mark.parametrize(
    ("asked", "status", "told", "length"),
    [
        ("", 200, None, 26342),
        ("bytes=0-", 206, "bytes 0-26341/26342", 26342),
        ("bytes=100-199", 206, "bytes 100-199/26342", 100),
        ("bytes=-10", 206, "bytes 26332-26341/26342", 10),
        ("bytes=26000-99999", 206, "bytes 26000-26341/26342", 342),
        ("bytes=26342-", 416, "bytes */26342", 0),
        ("bytes=-0", 416, "bytes */26342", 0),
        ("bytes=9-3", 200, None, 26342),
        ("bytes=0-1,5-6", 200, None, 26342),
        ("lines=1-2", 200, None, 26342),
        ("bytes=-", 200, None, 26342),
        ("bytes=0-" + "9" * 40, 200, None, 26342),
    ],
)
def test_a_film_is_given_by_ranges(
    asked: str,
    status: int,
    told: str | None,
    length: int,
    objects: dict[str, list[int]],
    trainee: User,
    client: Client,
) -> None:
    client.force_login(trainee)

    answer = client.get(reverse("training:video", args=objects["video"]), headers={"Range": asked} if asked else {})
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]  # a stream

    assert (answer.status_code, answer.get("Content-Range"), len(content)) == (status, told, length)
    whole = FILM.read_bytes()
    assert content in whole
    assert answer["Accept-Ranges"] == "bytes"


def test_a_film_that_the_browser_has_is_not_sent_again(
    objects: dict[str, list[int]], trainee: User, client: Client
) -> None:
    client.force_login(trainee)
    url = reverse("training:video", args=objects["video"])
    tag = client.head(url)["ETag"]

    answers = [
        client.get(url, headers={"If-None-Match": tag}),
        client.get(url, headers={"Range": "bytes=0-9", "If-Range": '"older"'}),
        client.get(url, headers={"Range": "bytes=0-9", "If-Range": tag}),
    ]

    assert [answer.status_code for answer in answers] == [304, 200, 206]
    for answer in answers:
        answer.getvalue()


def test_places_are_ones_own(objects: dict[str, list[int]], trainee: User, peer: User, client: Client) -> None:
    for user, at in ((trainee, "30"), (peer, "11")):
        client.force_login(user)
        client.post(reverse("training:watching_place", args=objects["video"]), {"second": at})
        client.post(reverse("training:reading_place", args=objects["document"]), {"offset": at})

    page = client.get(reverse("training:session", args=objects["film_session"])).content.decode()

    assert ('data-place="11"' in page, 'data-place="30"' in page) == (True, False)
    assert (WatchingPlace.objects.count(), ReadingPlace.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("name", "of", "field"), [("watching_place", "video", "second"), ("reading_place", "document", "offset")]
)
@pytest.mark.parametrize("value", ["", "-1", "x", "9" * 30, "1.5"])
def test_a_place_that_is_no_number_is_refused(
    name: str, of: str, field: str, value: str, objects: dict[str, list[int]], trainee: User, client: Client
) -> None:
    client.force_login(trainee)

    assert client.post(reverse(f"training:{name}", args=objects[of]), {field: value}).status_code == 400


def test_a_wrong_stretch_is_a_sentence(objects: dict[str, list[int]], trainee: User, client: Client) -> None:
    client.force_login(trainee)
    url = reverse("training:notes_on", args=objects["document"])
    held = Note.objects.count()

    answers = [
        client.post(url, {"start": "5", "end": "2", "colour": "pink"}),
        client.post(url, {"start": "x", "end": "2", "colour": "pink"}),
        client.post(url, {"start": "1", "end": "2", "colour": "plaid"}),
        client.post(url, {"start": "1", "end": "9", "colour": "pink", "quote": "别的字"}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert Note.objects.count() == held
