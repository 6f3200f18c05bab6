"""Pages of groups: made balanced, adjusted by drag or by a list, named with conveners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.common.forms import carry_out
from luoshi.common.numbers import whole
from luoshi.common.rules import require
from luoshi.training.actions import grouping as actions
from luoshi.training.forms.trainees import GroupForm, GroupsForm
from luoshi.training.queries import classes as queries
from luoshi.training.queries.planning import shared_rooms
from luoshi.training.rules import RULES
from luoshi.training.views.frame import frame_of

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.training.models import TrainingClass

USUAL_GROUPS = 6


@login_required
def groups(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.classes_visible_to(request.user), pk=pk)
    form = GroupsForm(request.POST or None, initial={"count": shown.groups.count() or USUAL_GROUPS})
    if request.method == "POST" and form.is_valid():
        count = form.cleaned_data["count"]
        if carry_out(form, lambda: actions.make_groups(shown, count, by=request.user)):
            messages.success(
                request, _("已分成%(count)s组。召集人和讨论地点在组名右边的铅笔处填写。") % {"count": count}
            )
            return redirect("training:groups", pk)
    context = frame_of(shown, request.user, place="groups") | {"form": form} | _groups(shown)
    context["shared_rooms"] = shared_rooms(shown) if context["may"]["group_change"] else []
    return render(request, "training/groups.html", context)


@login_required
@require_POST
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put one trainee into another group; answers with all groups as they stand now."""
    trainee = get_object_or_404(queries.trainees_visible_to(request.user), pk=pk)
    wanted = request.POST.get("group", "")
    own = queries.groups_visible_to(request.user)
    group = get_object_or_404(own, pk=number) if (number := whole(wanted)) is not None else None
    moved = actions.move_to_group(trainee, group, by=request.user)
    if not request.htmx:
        return redirect("training:groups", trainee.training_class_id)
    context = frame_of(trainee.training_class, request.user, place="groups") | _groups(trainee.training_class)
    context["moved"] = moved
    return render(request, "training/groups.html#board", context)


@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(queries.groups_visible_to(request.user), pk=pk)
    require(RULES, "group.change", request.user, group.training_class)
    form = GroupForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if carry_out(form, lambda: actions.change_group(group, by=request.user, **facts)):
            return redirect("training:groups", group.training_class_id)
    return render(request, "training/group_form.html", {"form": form, "group": group})


def _groups(shown: TrainingClass) -> dict[str, Any]:
    trainees = queries.trainees_of(shown).order_by("pk")
    members = Prefetch("members", queryset=trainees, to_attr="people")
    return {
        "groups": shown.groups.select_related("convener").prefetch_related(members),
        "without": trainees.filter(group=None),
    }
