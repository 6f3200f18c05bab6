"""Pages of reflections: every role against every address of somebody else's, saving by script and by form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.training import reflection_urls
from luoshi.training.actions import reflections as actions
from luoshi.training.actions.trainees import enrol
from luoshi.training.models import Reflection
from luoshi.training.states import ReflectionState
from tests.conftest import ROLES
from tests.training.test_reflections import PARTS, scan

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import Trainee, TrainingClass
    from luoshi.units.models import Unit

AUTHOR = {"trainee"}
HEADS = {"class_head", "office_head"}
SECRET = "任务分到人"

# name, argument, method, whom it opens for while it is a draft, once it is handed in, once a paper is recorded
ADDRESSES: tuple[tuple[str, str, str, set[str], set[str], set[str]], ...] = (
    ("own_reflection", "class", "get", AUTHOR, AUTHOR, AUTHOR),
    ("own_reflection", "class", "post", AUTHOR, AUTHOR, AUTHOR),
    ("reflections", "class", "get", HEADS, HEADS, HEADS),
    ("reflection", "reflection", "get", AUTHOR, AUTHOR | HEADS, AUTHOR | HEADS),
    ("save_reflection", "reflection", "post", AUTHOR, set(), set()),
    ("reflection_standing", "reflection", "get", AUTHOR, AUTHOR, AUTHOR),
    ("hand_in_reflection", "reflection", "post", AUTHOR, set(), set()),
    ("withdraw_reflection", "reflection", "post", set(), AUTHOR, set()),
    ("delete_reflection", "reflection", "get", AUTHOR, AUTHOR, AUTHOR),
    ("delete_reflection", "reflection", "post", AUTHOR, set(), set()),
    ("reflection_versions", "reflection", "get", AUTHOR, AUTHOR, AUTHOR),
    ("restore_reflection", "version", "post", AUTHOR, set(), set()),
    ("export_reflection", "docx", "get", AUTHOR, AUTHOR | HEADS, AUTHOR),
    ("export_reflection", "pdf", "get", AUTHOR, AUTHOR | HEADS, AUTHOR),
    ("reflection_file", "reflection", "get", set(), set(), AUTHOR | HEADS),
    ("check_reflection", "reflection", "post", AUTHOR, AUTHOR, AUTHOR),
    ("reflection_findings", "reflection", "get", AUTHOR, AUTHOR | HEADS, AUTHOR),
    ("import_reflection", "reflection", "get", AUTHOR, AUTHOR, AUTHOR),
    ("import_reflection", "reflection", "post", AUTHOR, AUTHOR, AUTHOR),
    ("take_over_file", "reflection", "post", set(), set(), set()),
    ("drop_reflection_file", "reflection", "post", AUTHOR, set(), set()),
    ("return_reflection", "reflection", "post", set(), HEADS, set()),
    ("comment_reflection", "reflection", "post", set(), HEADS, HEADS),
    ("purge_reflection", "reflection", "get", {"office_head"}, {"office_head"}, {"office_head"}),
    ("purge_reflection", "reflection", "post", {"office_head"}, {"office_head"}, {"office_head"}),
    ("unrecord_paper", "reflection", "post", set(), set(), HEADS),
    ("record_on_paper", "trainee", "get", HEADS, HEADS, HEADS),
    ("record_on_paper", "trainee", "post", HEADS, HEADS, HEADS),
)
SENT = {"title": "题", "heading": "甲", "text": "乙", "reason": "理由", "quote": ""}


@pytest.fixture
def reflection(enrolled: Trainee, trainee: User) -> Reflection:
    made = actions.open_own(enrolled.training_class, by=trainee)
    return actions.save(made, title="学习心得", parts=PARTS, seen=made.version, by=trainee)


@pytest.mark.parametrize("state", [ReflectionState.DRAFT, ReflectionState.HANDED_IN, ReflectionState.ON_PAPER])
def test_an_address_opens_for_its_roles_only(
    state: ReflectionState, reflection: Reflection, people: dict[str, User], client: Client
) -> None:
    _bring_to(reflection, state, people)
    column = [ReflectionState.DRAFT, ReflectionState.HANDED_IN, ReflectionState.ON_PAPER].index(state)
    expected = {(row[0], row[1], row[2]): row[3 + column] for row in ADDRESSES}

    opened = {
        (name, of, method): {
            role for role in ROLES if _opens(client, people[role], method, _address(name, of, reflection))
        }
        for name, of, method in expected
    }

    assert opened == expected


@pytest.mark.parametrize("state", ReflectionState.values)
def test_no_page_shows_a_word_of_it_to_others(
    state: str, reflection: Reflection, people: dict[str, User], client: Client
) -> None:
    Reflection.objects.filter(pk=reflection.pk).update(state=state)
    readers = AUTHOR | (HEADS if state == ReflectionState.HANDED_IN else set())
    urls = {_address(name, of, reflection) for name, of, method, *_rest in ADDRESSES if method == "get"}
    urls |= {reverse("training:classes"), reverse("training:class", args=[reflection.trainee.training_class_id])}
    urls |= {f"{reverse('search')}?q={SECRET}", "/"}

    shown_to = set()
    for role in ROLES:
        client.force_login(people[role])
        for url in urls:
            answer = client.get(url)
            content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]  # a stream
            shown_to |= {role} if SECRET.encode() in content and b"?q=" not in url.encode() else set()

    assert shown_to == readers


def test_no_address_of_reflections_is_forgotten() -> None:
    assert {pattern.name for pattern in reflection_urls.urlpatterns} == {row[0] for row in ADDRESSES}


def test_another_trainee_of_the_class_sees_nothing(
    reflection: Reflection, liaison: User, bureau: Unit, class_head: User, trainee: User, client: Client
) -> None:
    enrol(reflection.trainee.training_class, name=liaison.name, user=liaison, unit=bureau, by=class_head)
    actions.hand_in(reflection, by=trainee)
    client.force_login(liaison)

    answers = {
        name: getattr(client, method)(_address(name, of, reflection)).status_code
        for name, of, method, *_rest in ADDRESSES
        if of != "class"
    }

    assert set(answers.values()) == {404}


def test_a_script_saves_and_hears_the_new_version(reflection: Reflection, trainee: User, client: Client) -> None:
    client.force_login(trainee)

    answer = _send(
        client, reflection, version=reflection.version, title="新题", text=["甲", "乙"], heading=["一", "二"]
    )

    reflection.refresh_from_db()
    assert (answer.status_code, answer.json()["version"]) == (200, reflection.version)
    assert (reflection.title, [part["text"] for part in reflection.parts]) == ("新题", ["甲", "乙"])


def test_a_script_hears_that_another_window_was_first(reflection: Reflection, trainee: User, client: Client) -> None:
    client.force_login(trainee)
    seen = reflection.version
    _send(client, reflection, version=seen, title="甲", text=["一"], heading=[""])

    answer = _send(client, reflection, version=seen, title="乙", text=["二"], heading=[""])

    reflection.refresh_from_db()
    assert (answer.status_code, answer.json()["code"], answer.json()["version"]) == (409, "stale", seen + 1)
    assert reflection.title == "甲"


def test_a_plain_form_saves_and_keeps_what_was_typed_when_it_is_late(
    reflection: Reflection, trainee: User, client: Client
) -> None:
    client.force_login(trainee)
    url = reverse("training:save_reflection", args=[reflection.pk])
    seen = reflection.version

    first = client.post(url, {"version": seen, "title": "甲", "heading": ["一"], "text": ["正文"]})
    late = client.post(url, {"version": seen, "title": "乙", "heading": ["一"], "text": ["另一个窗口里写的"]})

    assert (first.status_code, late.status_code) == (302, 409)
    assert "另一个窗口里写的" in late.content.decode()
    assert f'name="version" value="{seen + 1}"' in late.content.decode()


def test_a_heading_without_end_is_refused_with_a_sentence(
    reflection: Reflection, trainee: User, client: Client
) -> None:
    client.force_login(trainee)

    answer = _send(client, reflection, version=reflection.version, title="", text=["一"], heading=["长" * 201])

    assert (answer.status_code, "没有保存" in answer.json()["sentence"]) == (422, True)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_official_form_is_a_file(kind: str, reflection: Reflection, trainee: User, client: Client) -> None:
    client.force_login(trainee)

    answer = client.get(reverse("training:export_reflection", args=[reflection.pk, kind]))
    content = b"".join(answer)  # type: ignore[arg-type]  # a stream

    assert content[:4] == {"docx": b"PK\x03\x04", "pdf": b"%PDF"}[kind]
    assert "no-store" in answer["Cache-Control"]


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(
    reflection: Reflection, training_class: TrainingClass, class_head: User, client: Client
) -> None:
    client.force_login(class_head)
    url = reverse("training:reflections", args=[training_class.pk])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    one = count()
    for number in range(30):
        added = enrol(training_class, name=f"学员{number}", unit_name="市农科所", by=class_head)
        actions.record_on_paper(added, by=class_head)

    assert count() == one


def test_the_list_has_no_number_for_a_person_and_no_other_order(
    reflection: Reflection, training_class: TrainingClass, class_head: User, on_paper: Trainee, client: Client
) -> None:
    client.force_login(class_head)
    url = reverse("training:reflections", args=[training_class.pk])

    page = client.get(url, {"sort": "overlap", "o": "-length"})

    assert [line.trainee.name for line in page.context["lines"]] == ["谢宁", "马兰"]
    assert [word for word in ("%", "重复率", "相似度", "字数") if word in page.content.decode().split("<main")[1]] == []


def _bring_to(reflection: Reflection, state: ReflectionState, people: dict[str, User]) -> None:
    if state == ReflectionState.HANDED_IN:
        actions.hand_in(reflection, by=people["trainee"])
    elif state == ReflectionState.ON_PAPER:
        actions.record_on_paper(reflection.trainee, scan=scan(), by=people["class_head"])


def _address(name: str, of: str, reflection: Reflection) -> str:
    arguments: dict[str, list[Any]] = {
        "class": [reflection.trainee.training_class_id],
        "trainee": [reflection.trainee_id],
        "reflection": [reflection.pk],
        "version": [reflection.pk, 1],
        "docx": [reflection.pk, "docx"],
        "pdf": [reflection.pk, "pdf"],
    }
    return reverse(f"training:{name}", args=arguments[of])


def _opens(client: Client, user: User, method: str, url: str) -> bool:
    """Whether the answer is anything but a refusal; what was done is undone, so that the next role finds it so."""
    client.force_login(user)
    with transaction.atomic():
        answer = getattr(client, method)(url, SENT if method == "post" else {})
        status = answer.status_code
        answer.getvalue()  # a file is read to its end, which closes it
        transaction.set_rollback(True)
    assert status < 500, url
    return status not in {403, 404, 409, 422}


def _send(client: Client, reflection: Reflection, **values: Any) -> Any:
    url = reverse("training:save_reflection", args=[reflection.pk])
    return client.post(url, values, headers={"accept": "application/json"})
