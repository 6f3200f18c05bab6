"""Timetables with days as columns, in many layouts, from Excel and from Word; nothing in them is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from luoshi.training.actions import importing
from luoshi.training.models import Session
from luoshi.training.queries.importing import ASIDE, WRONG, steps_of
from tests.training.conftest import FIRST
from tests.training.layouts import LAYOUTS, Layout, as_excel, as_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files.uploadedfile import SimpleUploadedFile

    from luoshi.accounts.models import User
    from luoshi.training.models import ClassImport, TrainingClass

ZONE = ZoneInfo("Asia/Shanghai")
MAKERS = {"excel": as_excel, "word": as_word}


def start(upload: SimpleUploadedFile, training_class: TrainingClass, by: User) -> ClassImport:
    return importing.start_import(training_class, upload, kind="timetable", by=by)


def read(started: ClassImport) -> list[tuple[int, str, str, str, str, str]]:
    """The sessions as they would be kept, in order of time."""
    found = []
    for step in steps_of(started):
        if step.kind not in {ASIDE, WRONG}:
            starts, ends = (step.values[name].astimezone(ZONE) for name in ("starts_at", "ends_at"))
            facts = (step.values["form"], step.values["title"], step.values["room"], step.speaker[0])
            found.append(((starts.date() - FIRST).days, f"{starts:%H:%M}-{ends:%H:%M}", *map(str, facts)))
    return sorted(found)


def asides(started: ClassImport) -> list[tuple[str, str]]:
    return sorted((step.place, step.shown[2]) for step in steps_of(started) if step.kind == ASIDE)


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_read(layout: Layout, maker: str, training_class: TrainingClass, class_head: User) -> None:
    started = start(MAKERS[maker](layout.table), training_class, class_head)

    assert read(started) == sorted(layout.lessons)
    assert asides(started) == sorted(layout.asides)


def test_addresses_are_those_of_the_sheet(training_class: TrainingClass, class_head: User) -> None:
    table = """
        时间 | 周二 | 周三
        上午 | 学习原文 |
        ^ | 分组讨论 | 专题研讨
        """
    upload = as_excel(table, title="专题班课表", down=4, right=2)

    started = start(upload, training_class, class_head)

    assert asides(started) == [("D6", "学习原文"), ("D7", "分组讨论")]
    assert [step.place for step in steps_of(started) if step.kind == "new"] == ["E7"]


def test_a_day_outside_the_class_stops_the_import(training_class: TrainingClass, class_head: User) -> None:
    started = start(as_excel("时间 | 11月28日 | 第六天\n上午 | 结业 | 学习原文"), training_class, class_head)

    found = [(step.place, step.kind) for step in steps_of(started)]

    assert found == [("B2", "new"), ("C2", "wrong")]


def test_a_weekday_that_falls_twice_is_no_day(training_class: TrainingClass, class_head: User) -> None:
    training_class.ends_on = FIRST + timedelta(days=10)
    training_class.save()

    started = start(as_excel("时间 | 周二 | 周一\n上午 | 学习原文 | 分组讨论"), training_class, class_head)

    assert [(step.place, step.kind, step.shown[2]) for step in steps_of(started)] == [
        ("B2", "aside", "学习原文"),
        ("C2", "new", "分组讨论"),
    ]


def test_what_is_no_session_does_not_stop_the_others(training_class: TrainingClass, class_head: User) -> None:
    started = start(as_word("时间 | 周二\n上午 | 学习原文\n中午 | 午餐\n下午 | 分组讨论"), training_class, class_head)

    count = importing.apply_import(started, by=class_head)

    assert (count, [one.title for one in Session.objects.all()]) == (2, ["学习原文", "分组讨论"])


def test_a_list_tells_its_days_and_its_lunch_in_rows_across(
    training_class: TrainingClass, class_head: User, sheet: Callable[..., SimpleUploadedFile]
) -> None:
    table = """
        时间 | 内容 | 地点
        11月24日（星期二） | < | <
        9:00-10:30 | 学习原文 | 一号教室
        12:00 | 午餐 | 一楼餐厅
        11月25日（星期三） | < | <
        9:00-10:30 | 分组讨论 |
        请按时到课 | < | <
        """

    started = start(as_word(table), training_class, class_head)

    assert [one[:2] for one in read(started)] == [(0, "09:00-10:30"), (1, "09:00-10:30")]
    assert asides(started) == [("第4行", "午餐"), ("第7行", "请按时到课")]
