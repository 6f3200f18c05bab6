"""Acceptance points and milestones of a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.common.rules import require
from luoshi.ledger.actions import milestones, points
from luoshi.ledger.forms.details import ChangedPointForm, MilestoneForm, PointForm
from luoshi.ledger.models import AcceptancePoint, Milestone
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.rules import RULES
from luoshi.ledger.views.asking import Question, ask, measure_of, sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
def add_point(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say one more thing that the measure is accepted by."""
    shown = measure_of(request, pk)
    require(RULES, "point.change", request.user, shown)
    form = PointForm(**sent(request))
    question = Question(
        _("添加验收要点"), _("已添加验收要点。"), verb=_("添加"), check=lambda: points.check_open(shown)
    )
    return ask(request, shown, form, lambda: points.add_point(shown, by=request.user, **_facts(form)), question)


@login_required
def change_point(request: SignedInRequest, pk: int) -> HttpResponse:
    point = _point(request, pk)
    require(RULES, "point.change", request.user, point)
    facts = {name: getattr(point, name) for name in (*points.FACTS, "version")}
    form = ChangedPointForm(**sent(request), initial=facts)
    question = Question(
        _("修改验收要点"), _("已保存。"), verb=_("保存"), check=lambda: points.check_open(point.measure)
    )
    return ask(request, point.measure, form, lambda: _change_point(request, form, pk), question)


@login_required
@require_POST
def remove_point(request: SignedInRequest, pk: int) -> HttpResponse:
    point = _point(request, pk)
    points.remove_point(point, by=request.user)
    messages.success(request, _("已删除验收要点。"))
    return redirect("ledger:measure", point.measure_id)


@login_required
def add_milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lay down a step and its date."""
    shown = measure_of(request, pk)
    require(RULES, "milestone.change", request.user, shown)
    form = MilestoneForm(**sent(request))
    question = Question(
        _("添加时间节点"), _("已添加时间节点。"), verb=_("添加"), check=lambda: milestones.check_open(shown)
    )
    return ask(request, shown, form, lambda: milestones.add_milestone(shown, by=request.user, **_facts(form)), question)


@login_required
def change_milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    milestone = _milestone(request, pk)
    require(RULES, "milestone.change", request.user, milestone)
    facts = {name: getattr(milestone, name) for name in ("name", "due_on", "version")}
    form = MilestoneForm(**sent(request), initial=facts)
    question = Question(
        _("修改时间节点"), _("已保存。"), verb=_("保存"), check=lambda: milestones.check_open(milestone.measure)
    )
    return ask(request, milestone.measure, form, lambda: _change_milestone(request, form, pk), question)


@login_required
@require_POST
def tick_milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    """Done, or open again."""
    milestone = _milestone(request, pk)
    milestones.tick_milestone(milestone, is_done=bool(request.POST.get("is_done")), by=request.user)
    return redirect("ledger:measure", milestone.measure_id)


@login_required
@require_POST
def remove_milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    milestone = _milestone(request, pk)
    milestones.remove_milestone(milestone, by=request.user)
    messages.success(request, _("已删除时间节点。"))
    return redirect("ledger:measure", milestone.measure_id)


def _point(request: SignedInRequest, pk: int) -> AcceptancePoint:
    visible = AcceptancePoint.objects.filter(measure__in=measures_visible_to(request.user))
    return get_object_or_404(visible.select_related("measure__plan__owner"), pk=pk)


def _milestone(request: SignedInRequest, pk: int) -> Milestone:
    visible = Milestone.objects.filter(measure__in=measures_visible_to(request.user))
    return get_object_or_404(visible.select_related("measure__plan__owner"), pk=pk)


def _change_point(request: SignedInRequest, form: ChangedPointForm, pk: int) -> object:
    seen = form.cleaned_data["version"]
    return points.change_point(_point(request, pk), seen=seen, by=request.user, **_facts(form))


def _change_milestone(request: SignedInRequest, form: MilestoneForm, pk: int) -> object:
    seen = form.cleaned_data["version"]
    return milestones.change_milestone(_milestone(request, pk), seen=seen, by=request.user, **_facts(form))


def _facts(form: PointForm | MilestoneForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}
