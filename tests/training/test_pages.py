"""Pages of study: every one answers, lists stay bounded, strangers see nothing, a stranger checks a certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.training import urls
from luoshi.training.actions.completing import issue_certificates
from luoshi.training.actions.grouping import make_groups
from luoshi.training.actions.importing import start_import
from luoshi.training.actions.sessions import add_lecturer, add_material, add_session
from luoshi.training.actions.trainees import call_up, enrol
from luoshi.training.forms import classes
from luoshi.training.models import EvaluationBox, Group
from tests.conftest import ROLES
from tests.training.conftest import moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import Session, Trainee, TrainingClass
    from luoshi.units.models import Unit

RUNNERS = {"class_head", "office_head"}
OVERSEERS = RUNNERS | {"supervisor", "auditor"}
SEERS = OVERSEERS | {"trainee"}


@pytest.fixture
def objects(
    session: Session,
    enrolled: Trainee,
    class_head: User,
    city: Unit,
    bureau: Unit,
    sheet: Callable[..., SimpleUploadedFile],
) -> dict[str, int]:
    """One of everything that an address names, by kind."""
    training_class = session.training_class
    (group,) = make_groups(training_class, 1, by=class_head)
    (asked,) = call_up(training_class, [bureau], quota=1, answer_by=None, by=class_head)
    started = start_import(training_class, sheet(("姓名", "单位"), ("甲", "市教育局")), kind="roster", by=class_head)
    issue_certificates(training_class, [enrolled.pk], by=class_head, exception="例外")
    EvaluationBox.objects.create(training_class=training_class)  # as if somebody had evaluated it
    return {
        "class": training_class.pk,
        "session": session.pk,
        "trainee": enrolled.pk,
        "unit": city.pk,
        "group": group.pk,
        "call_up": asked.pk,
        "import": started.pk,
        "lecturer": add_lecturer(city, name="苏老师", by=class_head).pk,
        "material": add_material(session, sheet(("提纲",), name="提纲.xlsx"), by=class_head).pk,
    }


@pytest.mark.parametrize(
    ("name", "of", "more", "allowed"),
    [
        ("classes", "", [], set(ROLES)),
        ("add_class", "unit", [], RUNNERS),
        ("class", "class", [], SEERS),
        ("timetable", "class", [], SEERS),
        ("change_class", "class", [], RUNNERS),
        ("class_history", "class", [], OVERSEERS),
        ("add_session", "class", [], RUNNERS),
        ("session_clashes", "class", [], RUNNERS),
        ("session", "session", [], SEERS),
        ("change_session", "session", [], RUNNERS),
        ("absences", "session", [], RUNNERS),
        ("material", "material", [], SEERS),
        ("lecturers", "", [], RUNNERS),
        ("add_lecturer", "unit", [], RUNNERS),
        ("change_lecturer", "lecturer", [], RUNNERS),
        ("roster", "class", [], OVERSEERS),
        ("add_trainee", "class", [], RUNNERS),
        ("change_trainee", "trainee", [], RUNNERS),
        ("withdraw", "trainee", [], RUNNERS),
        ("substitute", "trainee", [], RUNNERS),
        ("call_ups", "class", [], OVERSEERS),
        ("call_up_burden", "class", [], OVERSEERS),
        ("answer_call_up", "call_up", [], {"liaison", "unit_head"}),
        ("groups", "class", [], SEERS),
        ("change_group", "group", [], RUNNERS),
        ("start_import", "class", ["roster"], RUNNERS),
        ("start_import", "class", ["timetable"], RUNNERS),
        ("import", "import", [], RUNNERS),
        ("import_template", "", ["roster"], set(ROLES)),
        ("completion", "class", [], OVERSEERS),
        ("completion_file", "class", [], OVERSEERS),
        ("certificate", "trainee", [], SEERS),
        ("evaluate", "class", [], {"trainee"}),
        ("own_feeds", "", [], set(ROLES)),
        ("report", "class", [], OVERSEERS),
        ("report_file", "class", ["docx"], OVERSEERS),
        ("report_file", "class", ["pdf"], OVERSEERS),
    ],
)
def test_a_page_opens_for_its_roles_only(
    name: str,
    of: str,
    more: list[str],
    allowed: set[str],
    objects: dict[str, int],
    people: dict[str, User],
    client: Client,
) -> None:
    url = reverse(f"training:{name}", args=([objects[of]] if of else []) + more)
    opened = set()

    for role in ROLES:
        client.force_login(people[role])
        answer = client.get(url)
        assert answer.status_code in {200, 403, 404}
        opened |= {role} if answer.status_code == 200 else set()
        answer.getvalue()  # a file is read to its end, which closes it

    assert opened == allowed


@pytest.mark.parametrize(
    ("name", "of", "more", "allowed"),
    [
        ("move_class", "class", ["start"], RUNNERS),
        ("announce", "class", [], RUNNERS),
        ("close_evaluation", "class", [], RUNNERS),
        ("remove_session", "session", [], RUNNERS),
        ("add_material", "session", [], RUNNERS),
        ("move_to_group", "trainee", [], RUNNERS),
        ("remove_material", "material", [], RUNNERS),
        ("renew_feeds", "", [], set(ROLES)),  # each the own
        ("apply_import", "import", [], RUNNERS),
        ("drop_import", "import", [], RUNNERS),
    ],
)
def test_a_step_is_refused_to_all_others(
    name: str,
    of: str,
    more: list[str],
    allowed: set[str],
    objects: dict[str, int],
    people: dict[str, User],
    client: Client,
) -> None:
    url = reverse(f"training:{name}", args=([objects[of]] if of else []) + more)

    for role in [*(set(ROLES) - allowed), *sorted(allowed)[:1]]:
        client.force_login(people[role])
        assert (client.post(url).status_code == 302) == (role in allowed), role


@pytest.mark.parametrize(
    "name",
    ["classes", "class", "roster", "groups", "completion", "completion_file", "lecturers", "timetable", "report"],
)
def test_a_list_takes_as_many_queries_for_thirty_rows_as_for_one(
    name: str, objects: dict[str, int], session: Session, class_head: User, city: Unit, client: Client
) -> None:
    url = reverse(f"training:{name}", args=[] if name in {"classes", "lecturers"} else [objects["class"]])
    client.force_login(class_head)
    _grow(session.training_class, city, class_head, 1)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    one = count()
    _grow(session.training_class, city, class_head, 30)

    assert count() == one


def _grow(training_class: TrainingClass, city: Unit, by: User, number: int) -> None:
    """As many more rows of everything."""
    first = Group.objects.filter(training_class=training_class).first()
    for one in range(number):
        speaker = add_lecturer(city, name=f"教师{number}-{one}", by=by)
        times = {"starts_at": moment(one % 5, 8, one), "ends_at": moment(one % 5, 8, one + 1)}
        add_session(training_class, form="seminar", title=f"课{number}-{one}", speaker=speaker, by=by, **times)
        enrol(training_class, name=f"学员{number}-{one}", unit=city, group=first, by=by)


OPEN_TO_ANYBODY = {"check_certificate", "feed"}
CLASS_PAGES = (
    "classes",
    "sessions",
    "lecturers",
    "roster",
    "groups",
    "imports",
    "completion",
    "evaluations",
    "reports",
    "feeds",
)


def test_no_address_of_a_class_is_forgotten() -> None:
    ours = {f"luoshi.training.views.{name}" for name in CLASS_PAGES}
    tried = {
        row[0]
        for test in (test_a_page_opens_for_its_roles_only, test_a_step_is_refused_to_all_others)
        for mark in test.pytestmark  # type: ignore[attr-defined]  # set by pytest
        for row in mark.args[1]
    }

    names = {pattern.name for pattern in urls.urlpatterns if pattern.callback.__module__ in ours}

    assert names == tried | OPEN_TO_ANYBODY


@pytest.mark.parametrize(("name", "of"), [("class", "class"), ("roster", "class"), ("certificate", "trainee")])
def test_nothing_of_a_class_opens_before_signing_in(
    name: str, of: str, objects: dict[str, int], client: Client
) -> None:
    answer = client.get(reverse(f"training:{name}", args=[objects[of]]))

    assert (answer.status_code, "login" in answer.headers["Location"]) == (302, True)


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.replace("-", " ").lower(),
        lambda code: code.translate({ord(char): ord(char) + 0xFEE0 for char in code}),
    ],
)
def test_a_stranger_checks_a_certificate(
    typed: Callable[[str], str], objects: dict[str, int], enrolled: Trainee, client: Client
) -> None:
    enrolled.refresh_from_db()
    code = typed(enrolled.certificate_code or "")

    page = client.get(reverse("training:check_certificate"), {"code": code}).content.decode()

    assert ("真实有效" in page, "谢＊" in page, "谢宁" in page) == (True, True, False)


def test_a_wrong_code_finds_nothing(client: Client, db: None) -> None:
    page = client.get(reverse("training:check_certificate"), {"code": "2222-2222-2222"}).content.decode()

    assert "没有这个编号" in page


def test_a_feed_opens_with_its_token_only(session: Session, enrolled: Trainee, client: Client) -> None:
    answer = client.get(reverse("training:feed", args=[enrolled.calendar_token]))

    assert (answer["Content-Type"], "SUMMARY:学习原文" in answer.content.decode()) == (
        "text/calendar; charset=utf-8",
        True,
    )
    assert client.get(reverse("training:feed", args=["x" * 32])).status_code == 404


def test_a_call_up_shows_what_it_asks_before_it_is_sent(
    objects: dict[str, int], bureau: Unit, class_head: User, client: Client
) -> None:
    client.force_login(class_head)
    url = reverse("training:call_up_burden", args=[objects["class"]])

    typed, unknown = (client.get(url, {"units": name, "quota": 3}).text for name in (bureau.name, "没有的局"))

    assert "向1个单位提出3件，每件最多填2栏，一次共6栏。" in typed
    assert unknown.strip() == ""


def test_a_certificate_and_a_report_are_files(objects: dict[str, int], class_head: User, client: Client) -> None:
    client.force_login(class_head)
    heads = {}

    for name, args in (
        ("certificate", [objects["trainee"]]),
        ("report_file", [objects["class"], "pdf"]),
        ("report_file", [objects["class"], "docx"]),
    ):
        heads[name, args[-1]] = b"".join(client.get(reverse(f"training:{name}", args=args)))[:4]  # type: ignore[arg-type]  # a stream

    assert list(heads.values()) == [b"%PDF", b"%PDF", b"PK\x03\x04"]


def test_a_class_keeps_documents_that_are_no_longer_offered(
    training_class: TrainingClass, document: Document, class_head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    training_class.documents.add(document)
    monkeypatch.setattr(classes, "DOCUMENTS_OFFERED", 0)

    form = classes.ClassForm(instance=training_class, owner=training_class.owner, viewer=class_head)

    assert [(str(one.choice_label), one.data["selected"]) for one in form["documents"]] == [(document.title, True)]


def test_no_list_is_sorted_by_hours(objects: dict[str, int], class_head: User, client: Client) -> None:
    client.force_login(class_head)

    page = client.get(reverse("training:completion", args=[objects["class"]]), {"sort": "hours", "o": "-hours"})

    assert [one.trainee.pk for one in page.context["standings"]] == sorted(
        one.trainee.pk for one in page.context["standings"]
    )
