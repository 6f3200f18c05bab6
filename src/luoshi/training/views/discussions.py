"""Group discussions: what is new in the live notes, sending and correcting pieces, outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.common.errors import UnmetConditionError
from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.training.actions import discussions as actions
from luoshi.training.forms.study import OutcomeForm, PieceForm, first_error
from luoshi.training.queries import classes as class_queries
from luoshi.training.queries import discussions as queries
from luoshi.training.rules import RULES
from luoshi.training.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.training.models import Group, Session


@login_required
def pieces(request: SignedInRequest, pk: int, group: int) -> HttpResponse:
    """What is new in a group's live notes; POST adds a piece."""
    session = get_object_or_404(class_queries.sessions_visible_to(request.user), pk=pk)
    own = class_queries.groups_visible_to(request.user).filter(training_class=session.training_class_id)
    found = get_object_or_404(own, pk=group)
    require(RULES, "discussion.see", request.user, found)
    form = _piece_form(request)
    if request.method == "POST":
        text, key = form.cleaned_data["text"], form.cleaned_data["key"]
        actions.add_piece(session, found, text, client_key=key, by=request.user)
    return _answer(request, session, found, form)


@login_required
@require_POST
def amend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct or strike out one's own piece."""
    piece = get_object_or_404(queries.pieces_visible_to(request.user), pk=pk)
    form = _piece_form(request)
    text, key = form.cleaned_data["text"], form.cleaned_data["key"]
    made = actions.amend_piece(piece, text, client_key=key, by=request.user)
    if made.group is None:  # an own piece of a group that is no more
        return redirect("training:session", piece.session_id)
    return _answer(request, piece.session, made.group, form)


@login_required
@require_POST
def outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the outcome of a group (`group`), or of all."""
    session = get_object_or_404(class_queries.sessions_visible_to(request.user), pk=pk)
    wanted = request.POST.get("group", "")
    own = class_queries.groups_visible_to(request.user).filter(training_class=session.training_class_id)
    group = get_object_or_404(own, pk=int(wanted)) if wanted.isdecimal() and len(wanted) < 10 else None
    form = OutcomeForm(request.POST)
    if form.is_valid():
        text, seen = form.cleaned_data["text"], form.cleaned_data["version"]
        made = carry_out(form, lambda: actions.save_outcome(session, group, text, seen=seen, by=request.user))
        if made is not None:
            is_given = "hand_over" in request.POST and made.handed_over_at is None
            if is_given:
                actions.hand_over(made, by=request.user)
            messages.success(request, _("已向全班提交。") if is_given else _("已保存。"))
            return redirect(_page(session, group))
    context = frame_of(session.training_class, request.user, place="week")
    context |= {"session": session, "group": group, "outcome_form": form}
    return render(request, "training/outcome.html", context)


@login_required
@require_POST
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the outcome to the class."""
    shown = get_object_or_404(queries.outcomes_visible_to(request.user), pk=pk)
    actions.hand_over(shown, by=request.user)
    messages.success(request, _("已向全班提交。"))
    return redirect(_page(shown.session, shown.group))


def _piece_form(request: SignedInRequest) -> PieceForm:
    form = PieceForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        raise UnmetConditionError("piece_form", first_error(form))
    return form


def _answer(request: SignedInRequest, session: Session, group: Group, form: PieceForm) -> HttpResponse:
    """What the page does not have yet; without a script the page itself."""
    if request.method == "POST" and "X-Luoshi-Pieces" not in request.headers:
        return redirect(_page(session, group))
    found = queries.pieces_of(session, group, request.user, after=form.cleaned_data["after"] or 0)
    answer = render(request, "training/pieces.html", {"pieces": found.shown})
    answer["X-Luoshi-Last"] = str(found.last)
    answer["Cache-Control"] = "no-store"
    return answer


def _page(session: Session, group: Group | None) -> str:
    url = reverse("training:session", args=[session.pk])
    return f"{url}?group={group.pk}" if group else url
