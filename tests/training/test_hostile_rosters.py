"""Rosters as tired people leave them: twice the same name, merged cells, formulas, hidden columns, endless names."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luoshi.common.errors import UnmetConditionError
from luoshi.training.actions import importing
from luoshi.training.queries.importing import ASIDE, WRONG, steps_of
from luoshi.training.roster import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import ClassImport, TrainingClass

HEAD = ("序号", "姓名", "单位", "职务")


def book(draw: Callable[[Any], None]) -> SimpleUploadedFile:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        page = made.add_worksheet("名册")
        page.write_row(0, 0, HEAD)
        draw(page)
    return SimpleUploadedFile("名册.xlsx", target.getvalue())


def start(training_class: TrainingClass, upload: SimpleUploadedFile, by: User) -> ClassImport:
    return importing.start_import(training_class, upload, kind="roster", by=by)


def kinds(started: ClassImport) -> list[tuple[str, str, str]]:
    return [(step.place, step.kind, step.shown[0]) for step in steps_of(started)]


def test_the_same_name_in_one_unit_is_told_and_in_another_is_somebody_else(
    training_class: TrainingClass, class_head: User
) -> None:
    def draw(page: Any) -> None:
        for line, unit in enumerate(("市水利局", "市教育局", "市水利局"), start=1):
            page.write_row(line, 0, (line, "马 兰", unit, "科长"))

    started = start(training_class, book(draw), class_head)

    assert kinds(started) == [("第2行", "new", "马兰"), ("第3行", "new", "马兰"), ("第4行", WRONG, "马兰")]
    with pytest.raises(UnmetConditionError, match="1行有误"):
        importing.apply_import(started, by=class_head)


def test_a_unit_merged_over_its_people_counts_for_each(training_class: TrainingClass, class_head: User) -> None:
    def draw(page: Any) -> None:
        page.merge_range(1, 2, 3, 2, "市水利局")
        page.write(1, 1, "甲一")
        page.write(2, 1, "甲二")
        page.merge_range(5, 0, 5, 3, "合计3人")
        page.write(6, 1, "备注：甲二自带讲义")

    started = start(training_class, book(draw), class_head)
    importing.apply_import(started, by=class_head)

    assert [(one.name, one.unit_text) for one in training_class.trainees.all()] == [
        ("甲一", "市水利局"),
        ("甲二", "市水利局"),
    ]
    left = [(place, words) for place, kind, words in kinds(started) if kind == ASIDE]
    assert left == [("第7行", "备注：甲二自带讲义")]


def test_formulas_give_their_value_and_hidden_columns_are_read(training_class: TrainingClass, class_head: User) -> None:
    def draw(page: Any) -> None:
        page.write_formula(1, 1, '=CONCATENATE("甲","乙")', None, "甲乙")
        page.write_formula(1, 2, '=HYPERLINK("http://x","市水利局")', None, "市水利局")
        page.write_formula(2, 1, "=NA()", None, "#N/A")
        page.write(2, 2, "市水利局")
        page.set_column(2, 3, None, None, {"hidden": True})

    started = start(training_class, book(draw), class_head)

    assert kinds(started) == [("第2行", "new", "甲乙"), ("第3行", "new", "#N/A")]


@pytest.mark.parametrize("column", ["name", "unit", "post_title"])
def test_what_is_too_long_is_told_and_not_cut(
    column: str, training_class: TrainingClass, class_head: User, client: Client
) -> None:
    facts = {"name": "甲", "unit": "市水利局", "post_title": "科长"} | {column: "长" * 300}
    started = start(training_class, book(lambda page: page.write_row(1, 0, (1, *facts.values()))), class_head)
    client.force_login(class_head)

    page = client.get(reverse("training:import", args=[started.pk])).text

    assert f"最多{LONGEST[column]}字" in page
    assert "长" * 121 not in page
    with pytest.raises(UnmetConditionError):
        importing.apply_import(started, by=class_head)


@pytest.mark.parametrize(
    ("name", "unit", "kind"),
    [
        ("甲", "", WRONG),
        ("", "市水利局", ASIDE),
        ("<b>甲</b>", "市水利局", "new"),
        ("=1+1", "市水利局", "new"),
        ("甲😀", "市水利局", "new"),
        ("甲\u200b乙", "市水利局", "new"),
    ],
)
def test_no_row_is_lost_and_none_is_run(
    name: str, unit: str, kind: str, training_class: TrainingClass, class_head: User, client: Client
) -> None:
    def draw(page: Any) -> None:
        page.write_string(1, 1, name)
        page.write_string(1, 2, unit)
        page.write_row(2, 1, ("乙", "市水利局"))

    started = start(training_class, book(draw), class_head)
    client.force_login(class_head)
    page = client.get(reverse("training:import", args=[started.pk])).text

    assert [one[1] for one in kinds(started)] == [kind, "new"]
    assert "<b>甲</b>" not in page


def test_a_class_of_one_goes_all_the_way(training_class: TrainingClass, class_head: User, client: Client) -> None:
    started = start(training_class, book(lambda page: page.write_row(1, 0, (1, "甲", "市水利局", "科长"))), class_head)
    importing.apply_import(started, by=class_head)
    client.force_login(class_head)
    client.post(reverse("training:groups", args=[training_class.pk]), {"count": "1"})

    names = ("class", "roster", "groups", "completion", "reflections", "report", "transfer", "class_commitments")
    found = {name: client.get(reverse(f"training:{name}", args=[training_class.pk])).status_code for name in names}

    assert set(found.values()) == {200}
    assert training_class.groups.get().members.count() == 1


def test_a_roster_is_read_while_nobody_waits(
    training_class: TrainingClass,
    class_head: User,
    sheet: Callable[..., SimpleUploadedFile],
    reads: list[int],
) -> None:
    upload = sheet(("姓名", "单位"), ("赵敏", "市教育局"))
    started = importing.start_import(training_class, upload, kind="roster", by=class_head)

    importing.apply_import(started, by=class_head)

    assert reads == [0, 0]
