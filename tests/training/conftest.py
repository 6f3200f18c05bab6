"""Fixtures of study: a five-day class of the city's office with sessions and trainees."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.library.actions.documents import add_document
from luoshi.training.actions.classes import add_class
from luoshi.training.actions.grouping import make_groups
from luoshi.training.actions.sessions import add_session
from luoshi.training.actions.trainees import enrol
from luoshi.training.models import Group
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import Session, Trainee, TrainingClass
    from luoshi.units.models import Unit

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 11, 24), date(2026, 11, 28)


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A time on the n-th day of the class, counted from 0."""
    return datetime(2026, 11, 24, hour, minute, tzinfo=ZONE) + timedelta(days=day)


@pytest.fixture
def training_class(class_head: User, city: Unit, today: date) -> TrainingClass:
    """A class of five days, headed by the class head of the city."""
    return add_class(city, title="学习贯彻全会精神专题班", starts_on=FIRST, ends_on=LAST, by=class_head)


@pytest.fixture
def session(training_class: TrainingClass, class_head: User) -> Session:
    """Reading on the first morning: two hours of 45 minutes."""
    return add_session(
        training_class,
        form="reading",
        title="学习原文",
        starts_at=moment(0, 9),
        ends_at=moment(0, 10, 30),
        room="一号教室",
        by=class_head,
    )


@pytest.fixture
def enrolled(training_class: TrainingClass, trainee: User, bureau: Unit, class_head: User) -> Trainee:
    """The trainee of the bureau, on the roster with an account."""
    return enrol(training_class, name=trainee.name, user=trainee, unit=bureau, by=class_head)


@pytest.fixture
def on_paper(training_class: TrainingClass, class_head: User) -> Trainee:
    """Somebody on the roster without an account."""
    return enrol(training_class, name="马兰", unit_name="市农科所", by=class_head)


@pytest.fixture
def sheet() -> Callable[..., SimpleUploadedFile]:
    """A workbook of rows, as it is uploaded."""

    def make(*rows: tuple[object, ...], name: str = "名册.xlsx") -> SimpleUploadedFile:
        target = BytesIO()
        with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
            page = book.add_worksheet("表")
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
        return SimpleUploadedFile(name, target.getvalue())

    return make


PROVINCE = """云岭省人民政府文件
云政发〔2026〕3号
云岭省人民政府关于加强农村供水的意见
各市人民政府：
一、重点任务
（一）改造老旧水厂。各市要对运行超过二十年的水厂进行改造，提高供水能力。
（二）修复破损管网。优先修复漏损严重的农村供水管网。
二、保障措施
（一）压实责任。县级人民政府是农村供水的责任主体。
云岭省人民政府
2026年1月12日
"""
PLAN = """滨川市人民政府办公室文件
滨政办发〔2026〕7号
滨川市农村供水工作方案
各县人民政府：
为落实《云岭省人民政府关于加强农村供水的意见》（云政发〔2026〕3号），制定本方案。
一、工作任务
（一）改造老旧水厂。年底前对运行超过二十年的12座水厂进行改造。（牵头单位：市水利局）
（二）修复破损管网。2026年6月底前修复农村供水管网30公里。（牵头单位：市水利局）
滨川市人民政府办公室
2026年3月2日
"""


@pytest.fixture
def take_in(city: Unit, class_head: User) -> Callable[..., Document]:
    """Put a text into the city's library."""

    def take(text: str = PLAN, *, name: str = "方案.txt") -> Document:
        content = text.encode()
        return add_document(BytesIO(content), name=name, size=len(content), owner=city, by=class_head)

    return take


@pytest.fixture
def document(take_in: Callable[..., Document]) -> Document:
    """The city's plan in the library."""
    return take_in()


@pytest.fixture
def discussion(training_class: TrainingClass, class_head: User) -> Session:
    """A group discussion on the second afternoon."""
    times = {"starts_at": moment(1, 14), "ends_at": moment(1, 16)}
    question = "管网由谁修、何时修完？"
    return add_session(
        training_class, form="group_discussion", title="分组讨论", question=question, by=class_head, **times
    )


@pytest.fixture
def group(enrolled: Trainee, on_paper: Trainee, training_class: TrainingClass, class_head: User) -> Group:
    """The first of two groups: the trainee's own; nobody convenes it yet."""
    make_groups(training_class, 2, by=class_head)
    enrolled.refresh_from_db()
    assert enrolled.group is not None
    return enrolled.group


@pytest.fixture
def peer(
    person: Callable[..., User], bureau: Unit, training_class: TrainingClass, group: Group, class_head: User
) -> User:
    """Another trainee of the same group, its convener."""
    user = person("peer", bureau, Role.TRAINEE)
    made = enrol(training_class, name="何雨", user=user, unit=bureau, group=group, by=class_head)
    Group.objects.filter(pk=group.pk).update(convener=made)
    group.refresh_from_db()
    return user


@pytest.fixture
def outsider(
    person: Callable[..., User], bureau: Unit, training_class: TrainingClass, group: Group, class_head: User
) -> User:
    """A trainee of the other group."""
    user = person("outsider", bureau, Role.TRAINEE)
    other = training_class.groups.exclude(pk=group.pk).get()
    enrol(training_class, name="常青", user=user, unit=bureau, group=other, by=class_head)
    return user
