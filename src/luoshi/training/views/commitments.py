"""Pages of the own commitments: what was offered, taken up, and made into work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.forms import carry_out
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.training.actions import commitments as actions
from luoshi.training.actions import linking
from luoshi.training.forms.commitments import AgreedForm, CommitmentForm, OwnSentenceForm, ProposeForm
from luoshi.training.queries import commitments as queries
from luoshi.training.queries import near_measures as near
from luoshi.training.queries.classes import classes_run_by
from luoshi.training.rules import RULES
from luoshi.training.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.training.models import Commitment, TrainingClass


@login_required
@require_safe
def own(request: SignedInRequest, pk: int) -> HttpResponse:
    """The commitments of one own reflection: offered, accepted, dropped."""
    reflection = get_object_or_404(queries.own_reflections_of(request.user), pk=pk)
    rows = list(reflection.commitments.select_related("measure__accountable"))
    context = {
        "reflection": reflection,
        "training_class": reflection.trainee.training_class,
        "offered": [
            (one, CommitmentForm(instance=one, auto_id=f"id_{one.pk}_%s")) for one in rows if one.state == "offered"
        ],
        "accepted": [one for one in rows if one.state == "accepted"],
        "dropped": [one for one in rows if one.state == "dropped"],
        "may_offer": RULES["commitment.offer"](request.user, reflection),
    }
    return render(request, "training/commitments.html", context)


@login_required
@require_POST
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Look for sentences of intent now."""
    reflection = get_object_or_404(queries.own_reflections_of(request.user), pk=pk)
    found = actions.offer(reflection, by=request.user)
    if not found:
        messages.info(request, _("没有找到写明打算的句子。可以自己从心得中选一句加入。"))
    return redirect("training:commitments", pk)


@login_required
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take up a sentence that was not offered; for a reflection on paper the class head writes it down."""
    reflection = get_object_or_404(queries.own_reflections_of(request.user), pk=pk)
    form = OwnSentenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = actions.add_own if reflection.trainee.user_id else actions.record_from_paper
        words, facts = form.cleaned_data["sentence"], form.facts()
        if carry_out(form, lambda: act(reflection, sentence=words, by=request.user, **facts)):
            return redirect("training:commitments", pk)
    url = reverse("training:commitments", args=[pk])
    return _form(request, form, reflection.trainee.training_class, url, _("加入一句"))


@login_required
@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an offered sentence up; with the form's fields if they were sent."""
    one = get_object_or_404(queries.commitments_visible_to(request.user), pk=pk)
    if "what" not in request.POST:
        actions.accept(one, by=request.user)
        return redirect(_home(one))
    form = CommitmentForm(request.POST, instance=one)
    done = form.is_valid() and carry_out(form, lambda: bool(actions.accept(one, by=request.user, **form.facts())))
    if done:
        messages.success(request, _("已采纳。"))
        return redirect(_home(one))
    return _form(request, form, one.training_class, _home(one), _("采纳"))


@login_required
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(queries.commitments_visible_to(request.user), pk=pk)
    actions.drop(one, by=request.user)
    return redirect(_home(one))


@login_required
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(queries.commitments_visible_to(request.user), pk=pk)
    require(RULES, "commitment.change", request.user, one)
    form = CommitmentForm(request.POST or None, instance=one, initial={"version": one.version})
    if request.method == "POST" and form.is_valid():
        seen, facts = form.cleaned_data["version"], form.facts()
        if carry_out(form, lambda: actions.edit(one, seen=seen, by=request.user, **facts)):
            messages.success(request, _("已保存。"))
            return redirect(_home(one))
    return _form(request, form, one.training_class, _home(one), _("修改承诺事项"))


@login_required
def link(request: SignedInRequest, pk: int) -> HttpResponse:
    """Near measures with the reason, a search, or a new measure."""
    one = get_object_or_404(queries.commitments_visible_to(request.user), pk=pk)
    require(RULES, "commitment.change", request.user, one)
    form = AgreedForm(request.POST or None)
    chosen = request.POST.get("measure", "")
    if request.method == "POST" and form.is_valid() and chosen.isdigit():
        rows = near.measures_for(one, request.user)
        measure = get_object_or_404(rows, pk=int(chosen))
        if carry_out(form, lambda: linking.link(one, measure, by=request.user, has_agreed=True)):
            messages.success(request, _("已关联到%(code)s。") % {"code": measure.code})
            return redirect(_home(one))
    return _link_page(request, one, form, ProposeForm(viewer=request.user, initial={"due_on": one.due_on}))


@login_required
@require_POST
def propose(request: SignedInRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(queries.commitments_visible_to(request.user), pk=pk)
    require(RULES, "commitment.change", request.user, one)
    form = ProposeForm(request.POST, viewer=request.user)
    if form.is_valid():
        facts = {"unit": form.cleaned_data["unit"], "due_on": form.cleaned_data["due_on"]}
        if carry_out(form, lambda: linking.propose(one, by=request.user, has_agreed=True, **facts)):
            messages.success(request, _("已作为新措施提出，由督查室研究立项。"))
            return redirect(_home(one))
    return _link_page(request, one, AgreedForm(), form)


@login_required
@require_POST
def unlink(request: SignedInRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(queries.commitments_visible_to(request.user), pk=pk)
    linking.unlink(one, by=request.user)
    messages.success(request, _("已取消关联，措施页面不再显示这句话。"))
    return redirect(_home(one))


@login_required
@require_safe
def of_class(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the class took up, for the class head."""
    shown = get_object_or_404(classes_run_by(request.user), pk=pk)
    require(RULES, "class.change", request.user, shown)
    context = frame_of(shown, request.user, place="commitments")
    context["page"] = page_of(request, queries.accepted_in(shown, request.user))
    return render(request, "training/class_commitments.html", context)


@login_required
@require_safe
def of_measure(request: SignedInRequest, pk: int) -> HttpResponse:
    """The sentences that a measure carries out, as a fragment for its page."""
    context = {"commitments": queries.shared_with_measure(pk, request.user)}
    return render(request, "training/measure_commitments.html", context)


def _home(one: Commitment) -> str:
    """Where the commitments stand to which this one belongs: those of a reflection, or what came of discussions."""
    if one.reflection_id is not None:
        return reverse("training:commitments", args=[one.reflection_id])
    return reverse("training:follow_ups")


def _form(
    request: SignedInRequest, form: CommitmentForm, training_class: TrainingClass, url: str, heading: str
) -> HttpResponse:
    context = {"form": form, "training_class": training_class, "back_url": url, "heading": heading}
    return render(request, "training/commitment_form.html", context)


def _link_page(request: SignedInRequest, one: Commitment, form: AgreedForm, propose_form: ProposeForm) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:60]
    found = near.find_measures(words, one, request.user) if words else near.near_measures(one, request.user)
    context = {"commitment": one, "form": form, "propose_form": propose_form, "found": found, "words": words}
    return render(request, "training/commitment_link.html", context | {"unit": one.home, "back_url": _home(one)})
