"""Timetables as people lay them out, in a light notation: cells parted by |, `<` joins the left one, `^` the upper."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import docx
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile


@dataclass(frozen=True)
class Layout:
    """A table, and what is to be read from it.

    `lessons`: day (from 0), times, form, title, room, speaker. `asides`: address and words of what is no session.
    """

    name: str
    table: str
    lessons: tuple[tuple[int, str, str, str, str, str], ...]
    asides: tuple[tuple[str, str], ...] = ()


def cells_of(table: str) -> list[list[str]]:
    """The cells row by row; `/` in a cell is a new line."""
    return [[cell.strip().replace("/", "\n") for cell in row.split("|")] for row in table.strip().splitlines()]


def merges_of(cells: list[list[str]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Upper left → lower right of every cell that is joined with others."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            if text not in "<^" or not text:
                continue
            top, left = row, column
            while cells[top][left] in ("<", "^"):
                top, left = (top, left - 1) if cells[top][left] == "<" else (top - 1, left)
            old = found.get((top, left), (top, left))
            found[top, left] = (max(old[0], row), max(old[1], column))
    return found


def as_excel(table: str, *, title: str = "", down: int = 0, right: int = 0) -> SimpleUploadedFile:
    """The table in a workbook, moved down and to the right, under a title."""
    cells, target = cells_of(table), BytesIO()
    merges = merges_of(cells)
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("课表")
        if title:
            page.write(0, 0, title)
        for row, texts in enumerate(cells):
            for column, text in enumerate(texts):
                if text in ("<", "^"):
                    continue
                if (row, column) in merges:
                    bottom, last = merges[row, column]
                    page.merge_range(row + down, column + right, bottom + down, last + right, text)
                elif text:
                    page.write(row + down, column + right, text)
    return SimpleUploadedFile("课表.xlsx", target.getvalue())


def as_word(table: str, *, title: str = "") -> SimpleUploadedFile:
    """The table in a Word file, under a title."""
    cells, target = cells_of(table), BytesIO()
    document = docx.Document()
    if title:
        document.add_paragraph(title)
    made = document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
    for (top, left), (bottom, right) in merges_of(cells).items():
        made.cell(top, left).merge(made.cell(bottom, right))
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            if text and text not in ("<", "^"):
                made.cell(row, column).text = text
    document.save(target)
    return SimpleUploadedFile("课表.docx", target.getvalue())


LAYOUTS = (
    Layout(
        "weekdays and half days",
        """
        时间 | 周二 | 周三
        上午 | 学习原文：工作方案（一号教室） | 专题研讨：乡村教师队伍建设（第一会议室，主持人：李某）
        下午 | 分组讨论（各组讨论室） |
        晚上 | 观看视频：山村诊所的一天（报告厅） | 自学
        """,
        (
            (0, "09:00-11:30", "reading", "工作方案", "一号教室", ""),
            (0, "14:30-17:00", "group_discussion", "分组讨论", "各组讨论室", ""),
            (0, "19:00-21:00", "video", "山村诊所的一天", "报告厅", ""),
            (1, "09:00-11:30", "seminar", "乡村教师队伍建设", "第一会议室", "李某"),
            (1, "19:00-21:00", "reading", "自学", "", ""),
        ),
    ),
    Layout(
        "dates with weekdays, hours as rows",
        """
        时间/日期 | 11月24日（星期二） | 11月25日（星期三） | 11月26日（星期四）
        9:00—10:30 | 领读文件（主讲人：苏老师） | 讲座：县域的账怎么算/主讲：江怀远（市委党校）/地点：报告厅 | 分组讨论：从哪里改起
        10：40—12：10 | 小组研讨 | | 现场教学
        """,
        (
            (0, "09:00-10:30", "reading", "领读文件", "", "苏老师"),
            (0, "10:40-12:10", "seminar", "小组研讨", "", ""),
            (1, "09:00-10:30", "seminar", "讲座：县域的账怎么算", "报告厅", "江怀远"),
            (2, "09:00-10:30", "group_discussion", "从哪里改起", "", ""),
            (2, "10:40-12:10", "other", "现场教学", "", ""),
        ),
    ),
    Layout(
        "first day, second day, half days merged over their hours",
        """
        时段 | < | 第一天 | 第二天
        上午 | 8:30-10:00 | 开班式（报告厅） | 专题研讨：水厂改造之后谁来管
        ^ | 10:15-11:45 | 学习原文 | ^
        下午 | 2:30-4:00 | 分组讨论 | 观看视频
        ^ | 4:15-5:45 | 交流发言（二楼会议室，主持：孟主任） |
        """,
        (
            (0, "08:30-10:00", "other", "开班式", "报告厅", ""),
            (0, "10:15-11:45", "reading", "学习原文", "", ""),
            (0, "14:30-16:00", "group_discussion", "分组讨论", "", ""),
            (0, "16:15-17:45", "other", "交流发言", "二楼会议室", "孟主任"),
            (1, "08:30-11:45", "seminar", "水厂改造之后谁来管", "", ""),
            (1, "14:30-16:00", "video", "观看视频", "", ""),
        ),
    ),
    Layout(
        "lunch rows",
        """
        时间 | 11月24日 | 11月25日
        9:00-11:30 | 学习原文 | 专题研讨
        11:30-14:00 | 午餐、午休 | <
        14:00-16:30 | 分组讨论 | 观看视频
        16:30 | 休息 | <
        18:00 | 晚餐（自助餐厅） | 返程
        """,
        (
            (0, "09:00-11:30", "reading", "学习原文", "", ""),
            (0, "14:00-16:30", "group_discussion", "分组讨论", "", ""),
            (1, "09:00-11:30", "seminar", "专题研讨", "", ""),
            (1, "14:00-16:30", "video", "观看视频", "", ""),
            (1, "18:00-19:30", "other", "返程", "", ""),
        ),
        (("B3", "午餐、午休"), ("B5", "休息"), ("B6", "晚餐（自助餐厅）")),
    ),
    Layout(
        "lunch across the whole table, and a remark below",
        """
        时间 | 星期二 | 星期三
        上午 | 学习原文 | 专题研讨
        12:00 午餐（一楼餐厅） | < | <
        下午 | 分组讨论 | 分组讨论
        备注：请自带学习文件，手机调至静音。 | < | <
        """,
        (
            (0, "09:00-11:30", "reading", "学习原文", "", ""),
            (0, "14:30-17:00", "group_discussion", "分组讨论", "", ""),
            (1, "09:00-11:30", "seminar", "专题研讨", "", ""),
            (1, "14:30-17:00", "group_discussion", "分组讨论", "", ""),
        ),
        (("A3", "12:00 午餐（一楼餐厅）"), ("A5", "备注：请自带学习文件，手机调至静音。")),
    ),
    Layout(
        "one session across two days",
        """
        日期 | 11月24日 | 11月25日 | 11月26日
        上午 | 学习原文 | 实地调研：三个村的供水站（领队：贺组长） | <
        下午 | 分组讨论 | ^ | <
        """,
        (
            (0, "09:00-11:30", "reading", "学习原文", "", ""),
            (0, "14:30-17:00", "group_discussion", "分组讨论", "", ""),
            (1, "09:00-17:00", "other", "实地调研：三个村的供水站（领队：贺组长）", "", ""),
            (2, "09:00-17:00", "other", "实地调研：三个村的供水站（领队：贺组长）", "", ""),
        ),
    ),
    Layout(
        "several sessions in one cell, each with its time",
        """
        | 周二 | 周四
        上午 | 9:00-10:00 开班式/10:10-11:40 学习原文：总则（一号教室） | 9:00—10:20/专题研讨：减一张表/林疏影/报告厅
        下午 | 2:00-3:30 分组讨论/3:40-5:10 小组汇报（报告厅） | 结业
        """,
        (
            (0, "09:00-10:00", "other", "开班式", "", ""),
            (0, "10:10-11:40", "reading", "总则", "一号教室", ""),
            (0, "14:00-15:30", "group_discussion", "分组讨论", "", ""),
            (0, "15:40-17:10", "other", "小组汇报", "报告厅", ""),
            (2, "09:00-10:20", "seminar", "减一张表", "报告厅", "林疏影"),
            (2, "14:30-17:00", "other", "结业", "", ""),
        ),
    ),
    Layout(
        "days as rows, half days as columns",
        """
        日期 | 上午 | 下午 | 晚上
        11月24日（周二） | 学习原文（一号教室） | 分组讨论 | 自学
        11月25日（周三） | 专题研讨：谁来修管网（主讲人：苏怀远） | < |
        """,
        (
            (0, "09:00-11:30", "reading", "学习原文", "一号教室", ""),
            (0, "14:30-17:00", "group_discussion", "分组讨论", "", ""),
            (0, "19:00-21:00", "reading", "自学", "", ""),
            (1, "09:00-17:00", "seminar", "谁来修管网", "", "苏怀远"),
        ),
    ),
    Layout(
        "days as rows under hours, numbered",
        """
        序号 | 日期 | 8:30-11:30 | 14:30-17:30
        1 | 第一天 | 开班式 | 分组讨论
        2 | 第二天 | 观看视频 | 结业交流
        """,
        (
            (0, "08:30-11:30", "other", "开班式", "", ""),
            (0, "14:30-17:30", "group_discussion", "分组讨论", "", ""),
            (1, "08:30-11:30", "video", "观看视频", "", ""),
            (1, "14:30-17:30", "other", "结业交流", "", ""),
        ),
    ),
    Layout(
        "content, speaker and room as rows of their own",
        """
        时间 | 项目 | 11月24日 | 11月25日
        上午9:00-11:30 | 内容 | 专题研讨：账怎么算 | 学习原文
        ^ | 主讲人 | 江怀远（市委党校） |
        ^ | 地点 | 报告厅 | 一号教室
        下午2:30-5:00 | 内容 | 分组讨论 | 观看视频
        ^ | 地点 | 各组讨论室 | <
        """,
        (
            (0, "09:00-11:30", "seminar", "账怎么算", "报告厅", "江怀远"),
            (0, "14:30-17:00", "group_discussion", "分组讨论", "各组讨论室", ""),
            (1, "09:00-11:30", "reading", "学习原文", "一号教室", ""),
            (1, "14:30-17:00", "video", "观看视频", "各组讨论室", ""),
        ),
    ),
    Layout(
        "the room of the day in the last row, the room of the row in the last column",
        """
        时间 | 周二 | 周三 | 地点
        上午 | 学习原文 | 专题研讨（302会议室） | 报告厅
        下午 | 分组讨论 | 观看视频 |
        """,
        (
            (0, "09:00-11:30", "reading", "学习原文", "报告厅", ""),
            (0, "14:30-17:00", "group_discussion", "分组讨论", "", ""),
            (1, "09:00-11:30", "seminar", "专题研讨", "302会议室", ""),
            (1, "14:30-17:00", "video", "观看视频", "", ""),
        ),
    ),
    Layout(
        "weekday under date, half day as a band",
        """
        日期 | 11月24日 | 11月25日
        星期 | 星期二 | 星期三
        上午 | < | <
        9:00-10:30 | 学习原文 | 专题研讨
        下午 | < | <
        2:00-3:30 | 分组讨论 | 观看视频
        """,
        (
            (0, "09:00-10:30", "reading", "学习原文", "", ""),
            (0, "14:00-15:30", "group_discussion", "分组讨论", "", ""),
            (1, "09:00-10:30", "seminar", "专题研讨", "", ""),
            (1, "14:00-15:30", "video", "观看视频", "", ""),
        ),
    ),
    Layout(
        "two sessions share a half day without times",
        """
        时间 | 周二 | 周三
        上午 | 学习原文 | 专题研讨
        ^ | 分组讨论 | ^
        """,
        ((1, "09:00-11:30", "seminar", "专题研讨", "", ""),),
        (("B2", "学习原文"), ("B3", "分组讨论")),
    ),
    Layout(
        "lessons by number, a column of remarks",
        """
        节次 | 周二 | 周三 | 备注
        第一节 | 学习原文 | 专题研讨 | 带文件
        下午 | 分组讨论 | 结业式 |
        """,
        (
            (0, "14:30-17:00", "group_discussion", "分组讨论", "", ""),
            (1, "14:30-17:00", "other", "结业式", "", ""),
        ),
        (("B2", "学习原文"), ("C2", "专题研讨"), ("D2", "带文件")),
    ),
    Layout(
        "two weeks, one below the other",
        """
        时间 | 11月24日 | 11月25日
        上午 | 学习原文 | 专题研讨
        时间 | 11月26日 | 11月27日
        上午 | 分组讨论 | 观看视频
        """,
        (
            (0, "09:00-11:30", "reading", "学习原文", "", ""),
            (1, "09:00-11:30", "seminar", "专题研讨", "", ""),
            (2, "09:00-11:30", "group_discussion", "分组讨论", "", ""),
            (3, "09:00-11:30", "video", "观看视频", "", ""),
        ),
    ),
    Layout(
        "full-width digits, dots and many dashes",
        """
        时　间 | １１月２４日 | 11.25
        ９：００～１０：３０ | 学习原文（２０１室） | 专题研讨
        14.30--16.00 | 分组讨论：钱从哪里来？人从哪里来？ | 结业
        """,
        (
            (0, "09:00-10:30", "reading", "学习原文", "２０１室", ""),
            (0, "14:30-16:00", "group_discussion", "钱从哪里来？人从哪里来？", "", ""),
            (1, "09:00-10:30", "seminar", "专题研讨", "", ""),
            (1, "14:30-16:00", "other", "结业", "", ""),
        ),
    ),
    Layout(
        "a name of a form above its subject, a question below",
        """
        时间 | 周五
        上午 | 专题讲座/一条河的七年/袁稼禾教授/一楼报告厅
        下午 | 分组讨论/讨论题：管网由谁修，何时修完？/各组讨论室
        """,
        (
            (3, "09:00-11:30", "seminar", "一条河的七年", "一楼报告厅", "袁稼禾教授"),
            (3, "14:30-17:00", "group_discussion", "分组讨论", "各组讨论室", ""),
        ),
    ),
)
