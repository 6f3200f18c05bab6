"""Tells the class: five days, sixty trainees, reflections, commitments that become work, and what is asked later."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.utils import timezone

from luoshi.accounts.models import User
from luoshi.common import clock
from luoshi.demo import hours
from luoshi.demo.essays import Composer, Original, Person, field_of, people_of_the_class
from luoshi.demo.tables import bytes_of, rows_of
from luoshi.ledger.actions import evidencing
from luoshi.ledger.models import Measure
from luoshi.ledger.states import AT_WORK
from luoshi.training.actions import (
    attending,
    classes,
    commitments,
    completing,
    discussions,
    evaluating,
    follow_ups,
    from_discussions,
    grouping,
    linking,
    questions,
    reflection_importing,
    reflections,
    sessions,
    trainees,
    videos,
)
from luoshi.training.evaluation import QUESTIONS
from luoshi.training.models import Outcome, Question
from luoshi.training.queries.follow_ups import people_behind, waiting_in
from luoshi.training.queries.near_measures import find_measures, near_measures
from luoshi.training.states import FollowUpDay, SessionForm
from luoshi.units.duties import know_duties
from luoshi.units.queries.people import people_in
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from luoshi.demo.city import City
    from luoshi.library.models import Document
    from luoshi.training.models import FollowUp, Group, Reflection, Session, Trainee, TrainingClass, Video

PACKAGE = "luoshi.demo.study"
DAYS_AGO = 116
"""The class ended so long ago: two questions have been asked and answered, two are still to come."""
TAKEN_OVER = 40
GROUPS = 6
ABSENT = (
    (1, 4, "参加市防汛会商"),
    (1, 9, "参加市防汛会商"),
    (6, 17, "病假"),
    (7, 17, "病假"),
    (12, 30, "单位临时公务"),
    (16, 42, "病假"),
)
"""Session, trainee (both from 0) and why."""
_PUT_TO_UNIT = "在教育类任务的分工表里逐条核对，每条只保留一个牵头单位"
_TITLE = "贯彻实施意见专题培训班"


@dataclass
class Told:
    """What the class needs to find again from one day to the next."""

    city: City
    head: User
    opinion: Document
    plan: Document
    training_class: TrainingClass = field(init=False)
    people: list[Person] = field(default_factory=people_of_the_class)
    trainees: list[Trainee] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    late: list[tuple[Trainee, str, list[dict[str, str]]]] = field(default_factory=list)


@dataclass(frozen=True)
class Event:
    """What happens of the class at one time."""

    day: date
    hour: time
    act: Callable[[], None]


def first_day(today: date) -> date:
    """The Tuesday on which the class began."""
    day = today - timedelta(days=DAYS_AGO)
    return day - timedelta(days=(day.weekday() - 1) % 7)


def days_of(city: City, opinion: Document, plan: Document, today: date) -> list[Event]:
    """What happens of the class on which day and from which hour on, in order of time."""
    begins = first_day(today)
    ends = begins + timedelta(days=4)
    told = Told(city, city.people["banzhuren"], opinion, plan)
    return [
        Event(begins - timedelta(days=12), time(9, 40), lambda: hold_class(told, begins)),
        Event(begins - timedelta(days=1), time(15, 30), lambda: _show_films(told)),
        Event(begins, time(8, 45), lambda: start(told)),
        Event(ends - timedelta(days=1), time(17, 15), lambda: study(told)),
        Event(ends, time(15, 5), lambda: reflect(told)),
        Event(ends + timedelta(days=2), time(9, 25), lambda: hand_in_late(told)),
        Event(ends + timedelta(days=3), time(9, 10), lambda: end(told)),
        Event(ends + timedelta(days=25), time(9), lambda: show_work(told, 4)),
        Event(ends + timedelta(days=30), time(8, 30), lambda: ask_again(told)),
        Event(ends + timedelta(days=80), time(9), lambda: show_work(told, 5)),
        Event(ends + timedelta(days=90), time(8, 30), lambda: ask_again(told)),
    ]


def tell_until(day: date, lessons: list[Event]) -> None:
    """Tell what happened up to a day, and take it off the list."""
    while lessons and lessons[0].day <= day:
        event = lessons.pop(0)
        with clock.on_day(event.day, at=event.hour):
            event.act()


def hold_class(told: Told, begins: date) -> None:
    """Plan the week, call the roster, deal the groups."""
    training_class = classes.add_class(
        told.city.units["中共滨川市委党校"],
        title=_TITLE,
        theme="把文件读懂、把任务拆细、把打算办成",
        place="市委党校",
        starts_on=begins,
        ends_on=begins + timedelta(days=4),
        class_head=told.head,
        documents=[told.opinion, told.plan],
        by=told.head,
    )
    told.training_class = training_class
    _plan_week(told, begins)
    _enrol(told)
    classes.announce(told.training_class, by=told.head)


def start(told: Told) -> None:
    classes.move_class(told.training_class, "start", by=told.head)


def study(told: Told) -> None:
    """What was said, asked and missed in the week."""
    _discuss(told)
    for number, words, reply in rows_of(PACKAGE, "questions.tsv"):
        session = told.sessions[int(number)]
        with _within(session, 35):
            asked = questions.ask_question(session, words, by=_account(told, int(number) * 3 + len(words)))
        with _within(session, 50):
            speaker = session.speaker.user if session.speaker else None
            questions.answer_question(asked, reply, seen=None, by=speaker or told.head)
    for at in dict.fromkeys(at for at, _number, _reason in ABSENT):
        away = {told.trainees[number].pk: reason for place, number, reason in ABSENT if place == at}
        with _within(told.sessions[at], 15):
            attending.enter_absences(told.sessions[at], away, by=told.head)


def reflect(told: Told) -> None:
    """Sixty reflections: written, one imported from Word, one on paper, one still to come; what is taken up."""
    know_duties([told.head, *_accounts(told)])
    composer = Composer([_original(told.opinion), _original(told.plan)])
    taken = 0
    for number, (person, trainee) in enumerate(zip(told.people, told.trainees, strict=True)):
        parts = composer.compose(person)
        title = f"{person.topic}：五天学习的体会" if len(person.name) > 2 else f"学习心得——说说{person.topic}"
        if person.special == "paper":
            kept = reflections.record_on_paper(trainee, by=told.head)
            sentence = parts[-1]["text"].split("。")[0] + "。"
            commitments.record_from_paper(kept, sentence=sentence, by=told.head)
            continue
        if person.special == "late":
            told.late.append((trainee, title, parts))
            continue
        with hours.later(15 + (6 + 2 * number) // 60, (6 + 2 * number) % 60):
            written = (_import if person.special == "docx" else _write)(trainee, title, parts)
            taken += _take_up(written, person.topic, by=_user(trainee), more=taken < TAKEN_OVER)


def hand_in_late(told: Told) -> None:
    """What came after the last day counts all the same."""
    for trainee, title, parts in told.late:
        _take_up(_write(trainee, title, parts), "", by=_user(trainee), more=False)


def end(told: Told) -> None:
    """What was discussed is taken on; evaluations, certificates, the end of the class."""
    _take_on(told)
    know_duties([told.head, *_accounts(told)])
    chance = random.Random(len(told.trainees))  # noqa: S311 -- the same story every time
    for number, trainee in enumerate(told.trainees[:40]):
        if trainee.user is not None:
            grades: dict[str, int | str] = {key: chance.choice((5, 5, 4, 4, 4, 3)) for key in QUESTIONS}
            with hours.later(9 + number // 20, 20 + number % 20):
                evaluating.evaluate(told.training_class, grades, by=trainee.user)
    with hours.later(15, 40):
        evaluating.close_evaluation(told.training_class, by=told.head)
        completing.issue_certificates(told.training_class, [one.pk for one in told.trainees], by=told.head)
    with hours.later(16, 30):
        classes.move_class(told.training_class, "finish", by=told.head)


def _take_on(told: Told) -> None:
    """Two questions are taken on by those who put them; an outcome is put to a unit, whose liaison accepts."""
    for question in Question.objects.filter(session__in=told.sessions).exclude(asked_by=None).order_by("pk")[:2]:
        if question.asked_by is not None:
            from_discussions.take_on(
                question, what=f"回单位就“{question.text[:40]}”摸清底数", by=_user(question.asked_by)
            )
    outcome = Outcome.objects.filter(session__in=told.sessions).order_by("pk").first()
    unit = told.city.units["滨川市教育局"]
    liaison = people_in(Role.LIAISON, unit=unit, day=clock.today()).order_by("pk").first()
    if outcome is not None and liaison is not None:
        put = from_discussions.put_to(outcome, what=_PUT_TO_UNIT, unit=unit, by=told.head)
        with hours.later(11, 10):
            commitments.accept(put, by=liaison)


def show_work(told: Told, count: int) -> None:
    """Units put first papers to measures that commitments of the class became."""
    rows = Measure.objects.filter(commitments__training_class=told.training_class, state__in=AT_WORK, evidence=None)
    for measure in rows.distinct().select_related("accountable").order_by("code")[:count]:
        unit = measure.accountable or measure.plan.owner
        by = people_in(Role.LIAISON, unit=unit, day=clock.today()).order_by("pk").first()
        if by is not None:
            words = (
                f"{measure.code} 进展记录\n{measure.text}\n第一批工作已经做完，现场记录和名册存单位备查。\n".encode()
            )
            name = f"{measure.code}进展记录.txt"
            evidencing.add_file(measure, unit, BytesIO(words), name=name, size=len(words), by=by)


def ask_again(told: Told) -> None:
    """The clock asks; most answer, the head asks those without an account by telephone; later more is done."""
    follow_ups.ask_due(clock.now())
    early = ("going", "going", "done", "going", "not_begun")
    late = ("going", "done", "done", "going", "going", "done", "not_begun", "going", "given_up", "done", "going")
    words = {
        "going": ("已开过两次碰头会，方案定了。", "第一批已经做完，正在看效果。", ""),
        "done": ("办完了，材料都在单位存着。", "上个月做完，已经报给牵头单位。"),
        "not_begun": ("人手没到位，年后再起步。", ""),
        "given_up": ("和另一项工作合并办理，不再单独做。",),
    }
    number = 0
    for person, waiting in _asked(told).items():
        for asked in waiting:
            number += 1
            answers = early if asked.day == min(FollowUpDay.values) else late
            said = answers[number % len(answers)]
            with hours.in_turn(number):
                follow_ups.answer(asked, told=said, text=words[said][number % len(words[said])], by=person)


def _asked(told: Told) -> dict[User, list[FollowUp]]:
    """Who has still to answer what: the head for those without an account, trainees, liaisons of units."""
    known = {person.pk: person for person in (told.head, *_accounts(told))}
    asked: dict[User, list[FollowUp]] = {person: [] for person in known.values()}
    for one in waiting_in(told.training_class):
        person = people_behind(one.commitment)[0]
        asked.setdefault(known.get(person.pk, person), []).append(one)
    know_duties(asked)
    return asked


def _plan_week(told: Told, begins: date) -> None:
    zone = ZoneInfo(settings.TIME_ZONE)
    users = {user.name: user for user in told.city.people.values()}
    keep = {
        row[0]: sessions.add_lecturer(
            told.training_class.owner,
            name=row[0],
            organisation=row[1],
            title=row[2],
            topics=row[3],
            user=users.get(row[0]),
            by=told.head,
        )
        for row in rows_of(PACKAGE, "lecturers.tsv")
    }
    for row in rows_of(PACKAGE, "sessions.tsv"):
        number, start, finish, form, title, room, speaker, words = [*row, "", ""][:8]
        day = begins + timedelta(days=int(number))
        is_reading = form == SessionForm.READING
        told.sessions.append(
            sessions.add_session(
                told.training_class,
                form=form,
                title=title,
                starts_at=datetime.combine(day, time.fromisoformat(start), zone),
                ends_at=datetime.combine(day, time.fromisoformat(finish), zone),
                room=room,
                speaker=keep.get(speaker),
                question=words if form == SessionForm.GROUP_DISCUSSION else "",
                outline=words.replace("；", "\n") if form == SessionForm.SEMINAR else "",
                documents=[told.plan if "方案" in title else told.opinion] if is_reading else [],
                by=told.head,
            )
        )


def _enrol(told: Told) -> None:
    rows: list[dict[str, Any]] = []
    for number, person in enumerate(told.people):
        user = None if person.special == "paper" else _person(told.city, number, person)
        rows.append(
            {
                "name": person.name,
                "user": user,
                "unit": told.city.units[person.unit],
                "post_title": person.post,
                "field": told.city.fields.get(field_of(person.topic)),
            }
        )
    User.objects.create_many([row["user"] for row in rows if row["user"] and not row["user"].pk])
    trainees.enrol_roster(told.training_class, rows, by=told.head)
    told.groups = grouping.make_groups(told.training_class, GROUPS, by=told.head)
    told.trainees = list(told.training_class.trainees.select_related("user", "group").order_by("pk"))
    for group in told.groups:
        first = next(one for one in told.trainees if one.group_id == group.pk and one.user_id)
        grouping.change_group(
            group, name=group.name, room=f"{group.position + 1}号讨论室", convener=first, by=told.head
        )


def _person(city: City, number: int, person: Person) -> User:
    known = next((user for user in city.people.values() if user.name == person.name), None)
    return known or User(username=f"xueyuan{number + 1}", name=person.name)


def _discuss(told: Told) -> None:
    """Every group talks; each says the same matters in its own order, and hands over one outcome."""
    said = rows_of(PACKAGE, "talk.tsv")
    for at, session in enumerate(told.sessions):
        words = [row[1] for row in said if int(row[0]) == at]
        for number, group in enumerate(told.groups if words else []):
            members = [one.user for one in told.trainees if one.group_id == group.pk and one.user]
            if number < len(words) - 1:
                with _within(session, 8 + number):
                    discussions.add_piece(session, group, words[number], by=members[number % len(members)])
                with _within(session, 21 + 2 * number):
                    discussions.add_piece(session, group, words[(number + 1) % (len(words) - 1)], by=members[-1])
            if number == at % len(told.groups):
                with _within(session, 55):
                    outcome = discussions.save_outcome(session, group, words[-1][3:], seen=None, by=members[0])
                    discussions.hand_over(outcome, by=members[0])


def _within(session: Session, minutes: int) -> AbstractContextManager[None]:
    """So long after a session began."""
    moment = timezone.localtime(session.starts_at + timedelta(minutes=minutes))
    return clock.on_day(moment.date(), at=moment.time())


def _show_films(told: Told) -> None:
    shown: dict[int, Video] = {}
    for number, film, second, title, name, clause in rows_of(PACKAGE, "chapters.tsv"):
        at = int(number)
        if at not in shown:
            shown[at] = _film(told, told.sessions[at], film)
        document = told.opinion if name == "province" else told.plan
        videos.add_chapter(shown[at], at=int(second), title=title, document=document, clause=clause, by=told.head)


def _film(told: Told, session: Session, name: str) -> Video:
    """A film with its captions, named as the session is."""
    film, words = (
        SimpleUploadedFile(f"{session.title}.{kind}", bytes_of(PACKAGE, f"{name}.{kind}")) for kind in ("webm", "vtt")
    )
    video = videos.set_video(session, film, by=told.head)
    return videos.set_captions(video, words, by=told.head)


def _write(trainee: Trainee, title: str, parts: list[dict[str, str]]) -> Reflection:
    author = _user(trainee)
    written = reflections.open_own(trainee.training_class, by=author)
    written = reflections.save(written, title=title, parts=parts, seen=written.version, by=author)
    return reflections.hand_in(written, by=author)


def _import(trainee: Trainee, title: str, parts: list[dict[str, str]]) -> Reflection:
    """Written in Word at home, taken over from the file."""
    author = _user(trainee)
    opened = reflections.open_own(trainee.training_class, by=author)
    kept = reflection_importing.take_in(opened, _word_file(title, parts), by=author)
    written = reflection_importing.take_over(kept, after=False, seen=kept.version, by=author)
    return reflections.hand_in(written, by=author)


def _word_file(title: str, parts: list[dict[str, str]]) -> SimpleUploadedFile:
    import docx

    document, target = docx.Document(), BytesIO()
    document.add_heading(title, 0)
    for part in parts:
        if part["heading"]:
            document.add_heading(part["heading"], 1)
        for line in part["text"].split("\n"):
            document.add_paragraph(line)
    document.save(target)
    return SimpleUploadedFile("学习心得.docx", target.getvalue())


def _take_up(written: Reflection, topic: str, *, by: User, more: bool) -> int:
    """The author takes up what the last part says, with a date first; the first becomes work while more is wanted.

    Two of three find a measure that does it already, among the near ones or by searching for the topic.
    """
    meant = written.parts[-1]["text"]
    rows = written.commitments.filter(state="offered").order_by(F("due_on").asc(nulls_last=True), "start")
    offered = list(rows)
    wanted = [one for one in offered if one.sentence in meant]
    kept = [commitments.accept(one, by=by) for one in wanted]
    for one in [one for one in offered if one not in wanted][:2]:
        commitments.drop(one, by=by)
    if not kept or not more:
        return 0
    one = kept[0]
    near = [found.measure for found in near_measures(one, by) if found.measure.state in AT_WORK]
    near = near or [found.measure for found in find_measures(topic, one, by) if found.measure.state in AT_WORK]
    if near and written.pk % 3:
        linking.link(one, near[0], by=by, has_agreed=True)
    else:
        linking.propose(one, by=by, has_agreed=True)
    return 1


def _account(told: Told, number: int) -> User:
    people = _accounts(told)
    return people[number % len(people)]


def _accounts(told: Told) -> list[User]:
    return [trainee.user for trainee in told.trainees if trainee.user]


def _user(trainee: Trainee) -> User:
    if trainee.user is None:
        raise ValueError("somebody of the story has no account")
    return trainee.user


def _original(document: Document) -> Original:
    """The document by the name that people use: of a notice that issues a plan, the plan's."""
    issued = re.search(r"印发《(.+)》", document.title)
    return Original(issued[1] if issued else re.sub(r"^.*?(?=关于)", "", document.title), document.text)
