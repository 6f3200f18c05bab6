"""The completion list as a workbook: the rows of the page, nothing that a spreadsheet would run, no order by hours."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from django.urls import reverse

from luoshi.common.workbooks import open_workbook
from luoshi.training.actions.attending import enter_absences
from luoshi.training.actions.completing import issue_certificates
from luoshi.training.actions.trainees import enrol

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import Session, Trainee

HOSTILE = ("=1+1", '=cmd|" /C calc"!A0', "@SUM(A1)", "+86", "-2+3", "\t=1", "＝1+1")


def fetch(session: Session, by: User, client: Client) -> bytes:
    client.force_login(by)
    answer = client.get(reverse("training:completion_file", args=[session.training_class_id]))
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer)  # type: ignore[arg-type]  # a stream


def rows_of(content: bytes) -> list[list[str]]:
    (sheet,) = open_workbook(BytesIO(content))
    return [list(cells.values()) for cells in sheet.rows().values()]


def test_the_list_says_what_the_page_says_in_its_order(
    session: Session, enrolled: Trainee, on_paper: Trainee, class_head: User, client: Client
) -> None:
    enter_absences(session, {enrolled.pk: "病假"}, by=class_head)
    issue_certificates(session.training_class, [enrolled.pk], by=class_head, exception="稿件已由单位留存")
    enrolled.refresh_from_db()

    title, days, head, *rows = rows_of(fetch(session, class_head, client))

    assert (title, days) == (["学习贯彻全会精神专题班结业名单"], ["滨川市 · 2026-11-24 – 2026-11-28"])
    assert head == ["序号", "姓名", "单位", "完成学时", "总学时", "心得体会", "结业", "证书编号"]
    assert rows == [
        ["1", "谢宁", "市教育局", "0", "2", "未提交", "2026-11-23", enrolled.certificate_code],
        ["2", "马兰", "市农科所", "2", "2", "未提交", "尚未达到"],
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_words(words: str, session: Session, class_head: User, client: Client) -> None:
    enrol(session.training_class, name=words, unit_name=words, by=class_head)

    content = fetch(session, class_head, client)

    assert [cell.strip() for cell in rows_of(content)[3][1:3]] == [words.strip()] * 2
    with ZipFile(BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert (b"<f>" in sheet, b'quotePrefix="1"' in archive.read("xl/styles.xml")) == (False, True)


def test_a_class_without_trainees_has_an_empty_list(session: Session, class_head: User, client: Client) -> None:
    assert len(rows_of(fetch(session, class_head, client))) == 3
