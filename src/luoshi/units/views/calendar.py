"""The page of the working calendar."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import clock
from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.units.actions import calendar as actions
from luoshi.units.forms import DayForm
from luoshi.units.queries import calendar
from luoshi.units.rules import RULES
from luoshi.units.working_days import announced_years

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest

YEARS = range(2004, 2101)


@login_required
@require_safe
def this_year(request: SignedInRequest) -> HttpResponse:
    return redirect("units:calendar", clock.today().year)


@login_required
def year(request: SignedInRequest, year: int) -> HttpResponse:
    """A year with its working days; whoever may, sets a day here."""
    require(RULES, "calendar.see", request.user)
    if year not in YEARS:
        raise Http404
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        first, last, is_working, note = (form.cleaned_data[name] for name in ("day", "last", "is_working", "note"))
        act = partial(actions.set_days, first, last or first, is_working=is_working, note=note, by=request.user)
        if count := carry_out(form, act):
            messages.success(request, _("已设置%(count)s天。") % {"count": count})
            return redirect("units:calendar", first.year)
    return render(request, "units/calendar.html", _context(request, year, form))


@login_required
@require_POST
def clear_day(request: SignedInRequest, day: date) -> HttpResponse:
    actions.clear_day(day, by=request.user)
    messages.success(request, _("%(day)s已恢复为通知的安排。") % {"day": day})
    return redirect("units:calendar", day.year)


@login_required
@require_POST
def declare_entered(request: SignedInRequest, year: int) -> HttpResponse:
    if year not in YEARS:
        raise Http404
    actions.declare_entered(year, is_entered="open" not in request.POST, by=request.user)
    messages.success(request, _("已保存。"))
    return redirect("units:calendar", year)


def _context(request: SignedInRequest, year: int, form: DayForm) -> dict[str, object]:
    months = calendar.months_of(year)
    return {
        "year": year,
        "months": months,
        "working_days": sum(month.working_days for month in months),
        "exceptions": calendar.exceptions_in(year),
        "is_announced": year in announced_years(),
        "is_settled": calendar.is_settled(year),
        "form": form,
        "may_change": RULES["calendar.change"](request.user),
    }
