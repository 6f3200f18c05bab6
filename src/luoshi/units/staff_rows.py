"""Reads the rows of a workbook of people: cells as text, wherever the columns stand and however they are headed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext_lazy as _

from luoshi.common.choices import in_all_languages
from luoshi.common.errors import UnmetConditionError
from luoshi.common.workbooks import open_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

ROWS_AT_MOST = 5_000
HEADER_WITHIN = 20
# column → the header that our own template writes, in the language of the page
LABELS = {
    "name": _("姓名"),
    "username": _("登录名"),
    "unit": _("单位"),
    "role": _("职责"),
    "field": _("分管领域"),
    "title": _("职务"),
    "phone": _("联系电话"),
    "email": _("电子邮箱"),
}
# column → other headers under which it is found
OTHER_WORDS: dict[str, tuple[str, ...]] = {
    "name": ("人员姓名", "人员"),
    "username": ("账号", "用户名"),
    "unit": ("单位名称", "工作单位", "所在单位", "部门"),
    "role": ("角色", "系统角色"),
    "field": ("领域",),
    "title": ("职务职级",),
    "phone": ("手机", "手机号", "手机号码", "电话", "移动电话"),
    "email": ("邮箱", "邮件"),
}
# What stands in brackets or behind a star in a header, such as 姓名（必填） or 姓名*.
_HINT = re.compile(r"[（(][^）)]{0,20}[）)]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class StaffRow:
    """A person, and one post if the row names one; `line` is the row in the sheet, from 1."""

    line: int
    name: str
    username: str = ""
    unit: str = ""
    role: str = ""
    field: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""


def read_staff(file: BinaryIO) -> list[StaffRow]:
    """The rows of the first sheet that has a column of names; raises UnmetConditionError if none has."""
    for sheet in open_workbook(file):
        if rows := _rows_of(sheet.rows()):
            return rows
    raise UnmetConditionError("no_people", _("没有找到“姓名”一列，或这一列是空的。请下载模板，按模板填写。"))


def _rows_of(cells: Mapping[int, Mapping[int, str]]) -> list[StaffRow]:
    for header in (line for line in cells if line < HEADER_WITHIN):
        columns = _columns(cells[header])
        if "name" in columns and len(columns) >= 2:
            filled = [(line + 1, row) for line, row in cells.items() if line > header]
            rows = [_row(line, row, columns) for line, row in filled]
            return _bounded([row for row in rows if row.name or row.username])
    return []


def _bounded(rows: list[StaffRow]) -> list[StaffRow]:
    if len(rows) > ROWS_AT_MOST:
        raise UnmetConditionError("too_many_rows", _("一次最多导入%(count)s行。") % {"count": ROWS_AT_MOST})
    return rows


def _columns(header: Mapping[int, str]) -> dict[str, int]:
    known = {_bare(word): column for column, words in OTHER_WORDS.items() for word in words}
    known |= {_bare(word): column for column, label in LABELS.items() for word in in_all_languages(label)}
    columns: dict[str, int] = {}
    for index, cell in header.items():
        if column := known.get(_bare(_HINT.sub("", cell))):
            columns.setdefault(column, index)
    return columns


def _bare(header: str) -> str:
    return _SPACES.sub("", header).strip("*＊").lower()


def _row(line: int, cells: Mapping[int, str], columns: Mapping[str, int]) -> StaffRow:
    def cell(column: str) -> str:
        """On one line and without the apostrophe that keeps a formula a text."""
        return _SPACES.sub(" ", cells.get(columns.get(column, -1), "")).strip().lstrip("'").strip()

    values = {column: cell(column) for column in LABELS}
    name = values["name"]
    # 王　芳 is how a table sets a short name to the width of a long one; a space in an English name is part of it.
    values["name"] = name if name.isascii() else name.replace(" ", "")
    values["username"] = values["username"].lower()
    values["phone"] = values["phone"].removesuffix(".0")
    return StaffRow(line, **values)
