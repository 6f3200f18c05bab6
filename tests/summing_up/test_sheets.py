"""The workbook that goes out, and how it is found again whatever was done to it."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.common.errors import UnmetConditionError
from luoshi.summing_up.sheets.columns import BY_NAME, FILLED, columns_at
from luoshi.summing_up.sheets.making import FactName, FillBook, FillRow, make_workbook
from luoshi.summing_up.sheets.reading import read_returned
from luoshi.summing_up.sheets.tokens import BrokenTokenError, Token, read_token
from luoshi.summing_up.sheets.wishes import read_wishes
from tests.summing_up.conftest import fill

TOKENS = [str(Token(part, 3, date(2026, 11, 28))) for part in (7, 8)]
BOOK = FillBook(
    "滨川市民生工作方案：市教育局填报表",
    "只填浅黄色的格子。",
    [
        FillRow(token, {"code": f"2026-01-{n:03d}", "text": "年底前新建3所小学。", "claimed": 40}, frozenset(FILLED))
        for n, token in enumerate(TOKENS, 1)
    ],
    {FactName.UNIT: "市教育局"},
)


def rows(content: bytes) -> list[tuple[str, str, str]]:
    """Id, code and progress of every row."""
    return [(row.token, row.code, row.values.get("done", "")) for row in read_returned(BytesIO(content)).rows]


EXPECTED = [(TOKENS[0], "2026-01-001", "已封顶"), (TOKENS[1], "2026-01-002", "")]
DONE = {"done": "已封顶"}


def test_a_workbook_comes_back_as_it_went() -> None:
    found = read_returned(BytesIO(make_workbook(BOOK)))

    assert [(row.token, row.code, row.values) for row in found.rows] == [
        (TOKENS[0], "2026-01-001", {"claimed": "40"}),
        (TOKENS[1], "2026-01-002", {"claimed": "40"}),
    ]
    assert (found.facts["unit"], found.facts["count"]) == ("市教育局", "2")


def test_the_same_content_gives_the_same_bytes() -> None:
    assert make_workbook(BOOK) == make_workbook(BOOK)


def test_only_cells_to_fill_in_are_open_and_drop_downs_are_there() -> None:
    with zipfile.ZipFile(BytesIO(make_workbook(BOOK))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()

    assert ("<sheetProtection" in sheet, 'hidden="1"' in sheet, sheet.count("<dataValidation ")) == (True, True, 9)
    assert '"是,否"' in sheet


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"order": tuple(reversed(BY_NAME))},
        {"order": ("code", "token", "done", "claimed", "sign")},
        {"headings": {"done": "本期进展情况", "token": "系统编号", "claimed": "自报进度（%）"}},
        {"headings": {"done": " 本 期 进 展 ", "code": "任务编号"}},
        {"sheet": "Sheet1"},
    ],
    ids=["as it was", "columns moved", "columns deleted", "headings renamed", "headings spaced", "sheet renamed"],
)
def test_rows_are_found_whatever_was_moved_or_renamed(changed: dict[str, object]) -> None:
    content = fill(make_workbook(BOOK), DONE, **changed)  # type: ignore[arg-type] # the cases above

    assert rows(content) == EXPECTED


def test_a_token_is_found_under_a_heading_that_nobody_knows() -> None:
    content = fill(make_workbook(BOOK), DONE, headings={"token": "甲"})

    assert rows(content) == EXPECTED


def test_headings_much_like_ours_are_known_and_strange_ones_are_not() -> None:
    found = columns_at({0: "编号", 1: "本期进展情", 2: "备注", 3: "自报进度（%）", 4: "需要谁做甚么"})

    assert found == {"code": 0, "done": 1, "claimed": 3, "asked_for": 4}


@pytest.mark.parametrize("content", ["empty", "other"])
def test_what_is_no_workbook_of_ours_is_told(content: str, workbook: object) -> None:
    make = workbook
    other = make(("姓名", "电话", "单位", "职务"), ("林晓", "1", "市教育局", "科员"))  # type: ignore[operator] # a fixture

    with pytest.raises(UnmetConditionError, match="没有找到从本系统下载的任务表"):
        read_returned(BytesIO(other if content == "other" else make(("",))))  # type: ignore[operator] # a fixture


@pytest.mark.parametrize("slip", ["LS-9-3-20261128-", "LS-7-4-20261128-", "LS-7-3-20261228-"])
def test_a_changed_id_is_noticed(slip: str) -> None:
    seal = TOKENS[0].rpartition("-")[2]

    with pytest.raises(BrokenTokenError):
        read_token(slip + seal)


@given(st.text(max_size=40))
def test_no_text_upsets_the_reading_of_ids(text: str) -> None:
    with pytest.raises(BrokenTokenError):
        read_token(f"LS-{text}")


@given(st.fixed_dictionaries({name: st.text(max_size=20) for name in FILLED}))
def test_no_text_upsets_the_reading_of_cells(values: dict[str, str]) -> None:
    wishes, fault = read_wishes(values)

    assert wishes.claimed is None or 0 <= wishes.claimed <= 100
    assert isinstance(fault, str)


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"claimed": "120"}, "不是0到100的整数"),
        ({"claimed": "大半"}, "不是0到100的整数"),
        ({"due_wanted": "明年春天"}, "不是完整的日期"),
        ({"promised": "12月31日"}, "不是完整的日期"),
        ({"sign": "也许"}, "请填“是”或“否”"),
        ({"extension_reason": "雨季"}, "没有填“申请延至”"),
        ({"close_note": "都做完了"}, "没有在“申请办结”选“是”"),
        ({"refuse_reason": "不属本单位"}, "没有在“退办”选“是”"),
        ({"refuse": "是", "refuse_reason": "不属本单位", "done": "已封顶"}, "不能同时"),
        ({"done": "字" * 5_001}, "太长"),
    ],
)
def test_what_cannot_be_understood_is_told(values: dict[str, str], fault: str) -> None:
    _wishes, told = read_wishes(values)

    assert fault in told


def test_a_formula_stays_a_text() -> None:
    row = FillRow(TOKENS[0], {"code": "1", "text": '=HYPERLINK("http://x")', "last": "@SUM(1)"}, frozenset(FILLED))

    with zipfile.ZipFile(BytesIO(make_workbook(FillBook("=1+1", "+2", [row])))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()

    assert "<f>" not in sheet
