"""Pages of posts: filling, ending, delegating, handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.units.actions import posts as actions
from luoshi.units.forms import DelegateForm, EndPostForm, HandOverForm, PostForm
from luoshi.units.models import Delegation, Post
from luoshi.units.queries.people import people_visible_to, posts_visible_to
from luoshi.units.queries.units import units_visible_to
from luoshi.units.rules import RULES

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.accounts.models import User


@login_required
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody takes a post in the unit named."""
    unit = get_object_or_404(units_visible_to(request.user), pk=pk)
    require(RULES, "post.add", request.user, Post(unit=unit, role="liaison"))
    form = PostForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        post = Post(unit=unit, **form.cleaned_data)
        if carry_out(form, lambda: actions.add_post(post, by=request.user)):
            messages.success(request, _("已设置%(name)s的职责。") % {"name": post.user})
            return redirect("units:unit", unit.pk)
    return render(request, "units/post_form.html", {"form": form, "unit": unit, "title": _("设置职责")})


@login_required
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    post = _post(request, pk)
    require(RULES, "post.end", request.user, post)
    form = EndPostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        if carry_out(form, lambda: actions.end_post(post, last_day=last_day, by=request.user)):
            messages.success(request, _("已结束这一职责。"))
            return redirect("units:unit", post.unit_id)
    return render(request, "units/post_form.html", {"form": form, "post": post, "title": _("结束职责")})


@login_required
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    post = _post(request, pk)
    require(RULES, "post.hand_over", request.user, post)
    form = HandOverForm(request.POST or None, people=_choices(request.user))
    if request.method == "POST" and form.is_valid():
        to, day = form.cleaned_data["to"], form.cleaned_data["on"]
        if carry_out(form, lambda: actions.hand_over(post, to=to, on=day, by=request.user)):
            messages.success(request, _("已移交给%(name)s。") % {"name": to})
            return redirect("units:unit", post.unit_id)
    return render(request, "units/post_form.html", {"form": form, "post": post, "title": _("移交职责")})


@login_required
def delegate(request: SignedInRequest, pk: int) -> HttpResponse:
    post = _post(request, pk)
    require(RULES, "post.delegate", request.user, post)
    form = DelegateForm(request.POST or None, people=_choices(request.user))
    if request.method == "POST" and form.is_valid():
        delegation = Delegation(post=post, **form.cleaned_data)
        if carry_out(form, lambda: actions.delegate(delegation, by=request.user)):
            messages.success(request, _("已委托%(name)s代行。") % {"name": delegation.user})
            return redirect("units:unit", post.unit_id)
    return render(request, "units/post_form.html", {"form": form, "post": post, "title": _("委托代行")})


@login_required
@require_POST
def end_delegation(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = Delegation.objects.filter(post__in=posts_visible_to(request.user))
    delegation = get_object_or_404(visible.select_related("post__unit"), pk=pk)
    actions.end_delegation(delegation, by=request.user)
    messages.success(request, _("已收回委托。"))
    return redirect("units:unit", delegation.post.unit_id)


def _post(request: SignedInRequest, pk: int) -> Post:
    return get_object_or_404(posts_visible_to(request.user).select_related("unit", "user", "field"), pk=pk)


def _choices(user: User) -> QuerySet[User]:
    return people_visible_to(user).filter(is_active=True)
