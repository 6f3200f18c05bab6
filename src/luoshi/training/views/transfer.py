"""What became of classes: numbers that lead to their lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.training.charts import Bars, bar_chart
from luoshi.training.queries import transfer as queries
from luoshi.training.queries.aims import aims_of
from luoshi.training.queries.classes import classes_run_by
from luoshi.training.queries.effects import effects_of
from luoshi.training.rules import RULES
from luoshi.training.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from luoshi.accounts.http import SignedInRequest
    from luoshi.training.queries.transfer import Transfer


@login_required
@require_safe
def transfer(request: SignedInRequest, pk: int) -> HttpResponse:
    """One class."""
    shown = get_object_or_404(classes_run_by(request.user), pk=pk)
    require(RULES, "class.transfer", request.user, shown)
    numbers = queries.transfer_of(shown)
    context = frame_of(shown, request.user, place="transfer") | {
        "transfer": numbers,
        "stages": queries.STAGES.values(),
        "effects": effects_of(shown, numbers),
        "aims": aims_of(shown, request.user),
        "chart": _chart(numbers),
    }
    return render(request, "training/transfer.html", context)


@login_required
@require_safe
def behind(request: SignedInRequest, pk: int, stage: str) -> HttpResponse:
    """The commitments that one number counts."""
    shown = get_object_or_404(classes_run_by(request.user), pk=pk)
    require(RULES, "class.transfer", request.user, shown)
    day, key = request.GET.get("day", ""), request.GET.get("of", "")[:20]
    rows = queries.rows_behind(shown, stage, day=int(day) if day.isdigit() else None, key=key)
    context = frame_of(shown, request.user, place="transfer")
    if rows is None or (queries.is_too_small(shown) and not context["may"]["class_change"]):
        raise Http404
    page = page_of(request, rows.select_related("measure"))
    context |= {"page": page, "stage": queries.stage_name(stage)}
    context["rows"] = queries.rows_for(page, request.user)
    return render(request, "training/transfer_list.html", context | {"day": day})


@login_required
@require_safe
def classes(request: SignedInRequest) -> HttpResponse:
    """All classes that one runs or oversees, in the order of time."""
    page = page_of(request, queries.with_numbers(classes_run_by(request.user)))
    return render(request, "training/transfer_classes.html", {"page": page, "stages": queries.STAGES.values()})


def _chart(numbers: Transfer) -> SafeString:
    groups = [
        Bars(_("%(day)s天") % {"day": day}, tuple(line.cells[at].count for line in numbers.over_time))
        for at, (day, _on, _passed) in enumerate(numbers.days)
    ]
    groups.append(Bars(_("现在"), tuple(line.cells[-1].count for line in numbers.over_time)))
    names = [str(line.label) for line in numbers.over_time]
    return bar_chart(groups, names, title=_("承诺事项随时间的变化"))
