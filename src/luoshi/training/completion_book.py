"""The completion list of a class as a workbook: what the page shows, in its order, ready to print."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.exporting.cells import is_like_formula, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.training.models import TrainingClass
    from luoshi.training.queries.completion import Standing

WIDTHS = (6, 12, 34, 10, 10, 12, 14, 18)
HEADER_ROW = 2
_PAPER_A4 = 9


def completion_workbook(training_class: TrainingClass, standings: Sequence[Standing]) -> bytes:
    """One row a trainee in the order of the roster; words are text for good, whatever they look like."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("结业名单"))
        looks = _looks(book)
        title = _("%(title)s结业名单") % {"title": training_class.title}
        sheet.merge_range(0, 0, 0, len(WIDTHS) - 1, plain(title), looks["title"])
        days = f"{training_class.starts_on:%Y-%m-%d} – {training_class.ends_on:%Y-%m-%d}"
        sheet.merge_range(1, 0, 1, len(WIDTHS) - 1, plain(f"{training_class.owner.name} · {days}"), looks["note"])
        sheet.write_row(HEADER_ROW, 0, _header(), looks["head"])
        for number, one in enumerate(standings, start=1):
            _write_row(sheet, HEADER_ROW + number, (number, *_cells(one)), looks)
        _set_up_page(sheet, HEADER_ROW + max(len(standings), 1))
    return target.getvalue()


def _header() -> list[str]:
    return [
        _("序号"),
        _("姓名"),
        pgettext("column", "单位"),
        _("完成学时"),
        _("总学时"),
        _("心得体会"),
        _("结业"),
        _("证书编号"),
    ]


def _cells(standing: Standing) -> tuple[str | float, ...]:
    trainee = standing.trainee
    handed_in = _("已提交") if standing.is_handed_in else _("未提交")
    if trainee.completed_on is not None:
        completed = trainee.completed_on.isoformat()
    else:
        completed = _("符合要求") if standing.fulfils else _("尚未达到")
    hours = (float(standing.hours), float(standing.all_hours))
    return (trainee.name, trainee.unit_text, *hours, handed_in, completed, trainee.certificate_code or "")


def _write_row(sheet: Any, line: int, cells: tuple[str | float, ...], looks: dict[str, Any]) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, str):
            sheet.write_string(line, column, plain(value), looks["quoted" if is_like_formula(value) else "text"])
        else:
            sheet.write_number(line, column, value, looks["number"])


def _looks(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "valign": "vcenter", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "note": book.add_format({"align": "center", "font_color": "#555555"}),
        "head": book.add_format(cell | {"bold": True, "bg_color": "#E8EEF4", "align": "center"}),
        "text": book.add_format(cell),
        "quoted": book.add_format(cell | {"quote_prefix": True}),
        "number": book.add_format(cell | {"align": "center"}),
    }


def _set_up_page(sheet: Any, last: int) -> None:
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_default_row(20)
    sheet.set_row(0, 30)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.set_paper(_PAPER_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.print_area(0, 0, last, len(WIDTHS) - 1)
    sheet.set_footer("&C&P / &N")
