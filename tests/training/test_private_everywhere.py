"""What one writes for oneself is read by nobody else: tried at every address, in every list, notice and history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse

from luoshi.accounts.actions import create_token
from luoshi.accounts.states import Scope
from luoshi.common import clock
from luoshi.common.models import Entry
from luoshi.library.models import Document
from luoshi.notices.actions import deliver_due, post_digests
from luoshi.notices.models import Delivery, Notice
from luoshi.training.actions import reflections as actions
from luoshi.training.actions.attending import enter_absences
from luoshi.training.actions.commitments import accept, offer
from luoshi.training.actions.notes import add_note
from luoshi.training.actions.questions import ask_question
from luoshi.training.actions.trainees import enrol
from luoshi.training.models import Absence, Commitment, Note, Reflection, Session, TrainingClass
from tests.addresses import all_addresses, filled, numbers_of, words_in
from tests.training.conftest import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import Trainee
    from luoshi.units.models import Unit

ASKED_FOR, SECRET = "青石岭的雪豹", "只在月圆之夜下山饮水"
HEADS = {"class_head", "office_head"}
TRIED = (
    *((role, "handed_in") for role in ("administrator", "office_head", "class_head", "auditor", "peer")),
    *((role, "draft") for role in ("office_head", "class_head", "peer")),
)
"""Who could come nearest to it, in either state; that the other roles see less is tried with every page of its own."""
LEFT_OUT = ("account/logout", "i18n/", "demo/")
"""Addresses that end the visit or change who visits."""


@pytest.fixture
def peer(training_class: TrainingClass, enrolled: Trainee, liaison: User, bureau: Unit, class_head: User) -> User:
    """Another trainee of the class, and the liaison of the author's own bureau."""
    enrol(training_class, name=liaison.name, user=liaison, unit=bureau, by=class_head)
    return liaison


@pytest.fixture
def written(enrolled: Trainee, trainee: User, document: Document, session: Session) -> Reflection:
    """A reflection in two versions, with findings, commitments, and a note beside it."""
    add_note(document, start=0, end=5, text=f"{ASKED_FOR}{SECRET}（笔记）", by=trainee)
    ask_question(session, "图纸找谁要？", by=trainee)
    parts = [
        {"heading": f"{ASKED_FOR}一", "text": f"意见指出：“{ASKED_FOR}，{SECRET}，谁也没有见过它的脚印。”"},
        {"heading": "二", "text": f"下一步，我将在6月底前到{ASKED_FOR}蹲点，{SECRET}，把记录交到市里。"},
    ]
    made = actions.open_own(enrolled.training_class, by=trainee)
    made = actions.save(made, title=f"{ASKED_FOR}{SECRET}", parts=parts, seen=made.version, by=trainee)
    accept(offer(made, by=trainee)[0], by=trainee)
    return made


def _asked(client: Client, rows: Iterable[Model], *, more: str = "") -> Iterator[tuple[str, str]]:
    """Every address with the words of its answer; of pages without an argument also what a search there finds."""
    numbers = numbers_of(rows)
    for pattern in all_addresses():
        if pattern.startswith(LEFT_OUT):
            continue
        for url in filled(pattern, numbers):
            for asked in (url, f"{url}?q={more}") if more and "<" not in pattern else (url,):
                answer = client.get(asked)
                if answer.status_code == 200:
                    yield asked, words_in(answer)


def _rows(written: Reflection) -> list[Model]:
    """The reflection, and what stands around it."""
    around = (Document, Session, Commitment, Note, TrainingClass)
    return [written, written.trainee, *(row for model in around for row in model.objects.all()[:1])]


@pytest.mark.parametrize(("role", "state"), TRIED)
def test_nobody_else_reads_it_at_any_address(
    role: str, state: str, written: Reflection, trainee: User, request: pytest.FixtureRequest, client: Client
) -> None:
    if state == "handed_in":
        actions.hand_in(written, by=trainee)
    viewer: User = request.getfixturevalue(role)
    client.force_login(viewer)
    _token, key = create_token(viewer, name="测试", scope=Scope.READ, days=9, by=viewer)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"

    answers = list(_asked(client, _rows(written), more=ASKED_FOR))

    shown = {url for url, words in answers if SECRET in words}
    assert len(answers) > 15
    if state == "handed_in" and role in HEADS:
        assert shown != set()
        assert all("reflections" in url or "commitments" in url or "/transfer/" in url for url in shown), shown
    else:
        assert shown == set()


def test_the_author_reads_it_at_those_addresses(written: Reflection, trainee: User, client: Client) -> None:
    client.force_login(trainee)

    shown = {url for url, words in _asked(client, _rows(written), more=ASKED_FOR) if SECRET in words}

    assert {reverse("training:reflection", args=[written.pk]), reverse("training:notes")} <= shown


def test_no_history_notice_or_mail_holds_a_word_of_it(written: Reflection, trainee: User, class_head: User) -> None:
    actions.hand_in(written, by=trainee)
    written.refresh_from_db()
    actions.comment(written, text="请再具体一些", quote=SECRET, by=class_head)
    post_digests(clock.now())
    deliver_due(clock.now())

    kept = [
        *Entry.objects.values_list("body", "verb"),
        *Notice.objects.values_list("params", "url"),
        *Delivery.objects.values_list("last_error", flat=True),
        *[message.body for message in mail.outbox],
    ]
    assert Entry.objects.filter(verb__startswith="reflection.").exists()
    assert Commitment.objects.filter(state="accepted").exists()
    assert SECRET not in json.dumps(kept, ensure_ascii=False, default=str)


def test_no_page_or_export_puts_persons_in_the_order_of_a_number(
    training_class: TrainingClass, session: Session, discussion: Session, class_head: User, client: Client
) -> None:
    """Five people whose absences grow in another order than that of the roster, and than its reverse."""
    names = ("白一舟", "陈二禾", "丁三友", "方四海", "高五岳")
    missed = (1, 0, 2, 0, 1)
    trainees = [enrol(training_class, name=name, unit_name="市农科所", by=class_head) for name in names]
    for place, one in enumerate((session, discussion)):
        away = {who.pk: "公务" for who, count in zip(trainees, missed, strict=True) if count > place}
        enter_absences(one, away, by=class_head)
    assert Absence.objects.count() == sum(missed)
    assert moment(0, 9) < moment(1, 9)
    client.force_login(class_head)

    orders = {}
    for url, words in _asked(client, [training_class, session]):
        text = words.split("<main", 1)[-1]
        if all(name in text for name in names):
            orders[url] = sorted(names, key=text.index)

    by_number = sorted(zip(missed, names, strict=True))
    ranked = ([name for _count, name in by_number], [name for _count, name in reversed(by_number)])
    assert len(orders) >= 4
    assert {url for url, order in orders.items() if order in ranked} == set()
    assert {url for url, order in orders.items() if order != list(names)} == set()
