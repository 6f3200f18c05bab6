"""A class from its timetable, in Excel or Word: the form is filled, and the sessions are imported once it is saved."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luoshi.training.class_facts import ClassFacts, read_facts
from luoshi.training.models import ClassImport, Session, TrainingClass

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

TITLE = "滨川市农村供水专题培训班课程表"
HEAD = ("日期", "时段", "时间", "教学内容", "主讲人", "地点")
ROWS = (
    ("11月24日", "上午", "9:00-10:30", "学习原文：工作方案", "", "一号教室"),
    ("", "下午", "2:30-4:00", "专题研讨：谁来修管网", "苏老师（市委党校）", "一号教室"),
    ("11月26日", "上午", "9:00-11:30", "分组讨论", "", "各组教室"),
)


def as_word() -> SimpleUploadedFile:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph("时间：2026年11月24日至26日　地点：市委党校")
    table = document.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    target = BytesIO()
    document.save(target)
    return SimpleUploadedFile("课表.docx", target.getvalue())


@pytest.fixture(params=["word", "excel"])
def upload(request: pytest.FixtureRequest, sheet: Callable[..., SimpleUploadedFile]) -> SimpleUploadedFile:
    if request.param == "word":
        return as_word()
    place = ("时间：2026年11月24日至26日　地点：市委党校",)
    return sheet((TITLE,), place, HEAD, *ROWS, name="课表.xlsx")


def test_a_class_and_its_sessions_come_from_one_file(
    upload: SimpleUploadedFile, city: Unit, class_head: User, today: date, client: Client
) -> None:
    client.force_login(class_head)
    page = client.post(reverse("training:read_timetable", args=[city.pk]), {"file": upload})
    filled = page.context["form"].initial

    saved = client.post(
        reverse("training:add_class", args=[city.pk]),
        {**{name: value for name, value in filled.items() if value}, "least_share": "80"},
    )
    client.post(reverse("training:apply_import", args=[ClassImport.objects.get().pk]))

    made = TrainingClass.objects.get()
    assert saved["Location"] == reverse("training:import", args=[ClassImport.objects.get().pk])
    assert (made.title, made.place) == ("滨川市农村供水专题培训班", "市委党校")
    assert (made.starts_on, made.ends_on) == (date(2026, 11, 24), date(2026, 11, 26))
    times = [f"{one.starts_at.astimezone():%m-%d}" for one in Session.objects.all()]
    assert times == ["11-24", "11-24", "11-26"]
    afternoon = Session.objects.get(title="专题研讨：谁来修管网")
    assert (afternoon.ends_at - afternoon.starts_at).seconds == 90 * 60
    assert afternoon.starts_at.hour == 6  # 14:30 in Shanghai


def test_what_is_no_timetable_is_said_in_the_form(
    city: Unit, class_head: User, sheet: Callable[..., SimpleUploadedFile], client: Client
) -> None:
    client.force_login(class_head)
    url = reverse("training:read_timetable", args=[city.pk])

    page = client.post(url, {"file": sheet(("甲", "乙"), ("1", "2"), name="别的.xlsx")})

    assert "没有找到表头" in page.content.decode()
    assert not TrainingClass.objects.exists()


def test_a_token_of_somebody_else_opens_no_file(
    upload: SimpleUploadedFile, city: Unit, class_head: User, office_head: User, today: date, client: Client
) -> None:
    client.force_login(class_head)
    page = client.post(reverse("training:read_timetable", args=[city.pk]), {"file": upload})
    token = page.context["form"].initial["timetable"]
    client.force_login(office_head)
    owner = office_head.posts.get().unit

    facts = {"title": "另一个班", "starts_on": "2026-11-24", "ends_on": "2026-11-26", "least_share": "80"}
    client.post(reverse("training:add_class", args=[owner.pk]), {**facts, "timetable": token})

    assert (TrainingClass.objects.get().title, ClassImport.objects.count()) == ("另一个班", 0)


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("", "", ClassFacts()),
        ("课程表\n", "1月5日", ClassFacts("", "", date(2026, 1, 5), date(2026, 1, 5))),
        (
            "关于举办水利干部培训班的通知\n2027年1月",
            "1月5日",
            ClassFacts("关于举办水利干部培训班", "", date(2027, 1, 5), date(2027, 1, 5)),
        ),
        ("2027年3月29日至4月2日", "周一", ClassFacts("", "", date(2027, 3, 29), date(2027, 4, 2))),
        ("时间：3月2日（周二）—6日", "第一天", ClassFacts("", "", date(2026, 3, 2), date(2026, 3, 6))),
    ],
)
def test_what_a_timetable_says_of_its_class(text: str, day: str, expected: ClassFacts) -> None:
    assert read_facts(text, [day], today=date(2026, 11, 23)) == expected


def test_only_who_holds_classes_of_the_unit_reads_a_timetable_for_it(
    city: Unit, people: dict[str, User], client: Client
) -> None:
    opened = set()

    for role, user in people.items():
        client.force_login(user)
        answer = client.post(reverse("training:read_timetable", args=[city.pk]), {"file": as_word()})
        opened |= {role} if answer.status_code == 200 else set()

    assert opened <= {"class_head", "office_head"}
    assert "class_head" in opened
