"""Fixtures of study: a five-day class of the city's office with sessions and trainees."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.training.actions.classes import add_class
from luoshi.training.actions.sessions import add_session
from luoshi.training.actions.trainees import enrol

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
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
