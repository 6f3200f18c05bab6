"""Pages of the findings: quotations checked while writing and on demand, shared passages, the import of a Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.errors import RuleError
from luoshi.common.forms import carry_out
from luoshi.training.actions import reflection_importing as importing
from luoshi.training.actions.reflections import OPEN
from luoshi.training.essay_setting import set_lines
from luoshi.training.essays import MOST_CHARACTERS
from luoshi.training.forms.reflections import ReflectionFileForm, ReflectionForm, SeenForm
from luoshi.training.queries import reflections as queries
from luoshi.training.queries.quotation_findings import find_quotations
from luoshi.training.views.reflection_frame import findings_context, told

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.training.essays import Essay
    from luoshi.training.models import Reflection


@login_required
@require_POST
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """The findings of what is being written, as a fragment; nothing is saved."""
    _own(request, pk)
    written = ReflectionForm(request.POST).as_sent
    if len(written.text) > MOST_CHARACTERS:
        raise Http404
    return render(request, "training/reflection_findings_list.html", told(find_quotations(written, request.user)))


@login_required
@require_safe
def findings(request: SignedInRequest, pk: int) -> HttpResponse:
    """The findings beside the text, before hand-in for the author, afterwards for the class head too."""
    shown = get_object_or_404(queries.reflections_visible_to(request.user), pk=pk)
    if not queries.may_read_text(request.user, shown):
        raise Http404
    return render(request, "training/reflection_findings.html", findings_context(shown, request.user))


@login_required
def take_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose a Word file; then see what it would become."""
    shown = _own(request, pk)
    if shown.state not in OPEN:
        return redirect("training:reflection", pk)
    form = ReflectionFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if carry_out(form, lambda: importing.take_in(shown, upload, by=request.user)):
            return redirect("training:import_reflection", pk)
    context: dict[str, Any] = {"form": form, "reflection": shown, "training_class": shown.trainee.training_class}
    proposal = _proposal(shown)
    context |= {"proposal": proposal, "lines": set_lines(proposal) if proposal else []}
    context |= {"is_blank": queries.essay(shown).is_empty}
    return render(request, "training/reflection_import.html", context)


@login_required
@require_POST
def take_over(request: SignedInRequest, pk: int) -> HttpResponse:
    form = SeenForm(request.POST)
    importing.take_over(_own(request, pk), after="after" in request.POST, seen=form.seen, by=request.user)
    messages.success(request, _("已导入。导入之前的内容在版本中。"))
    return redirect("training:reflection", pk)


@login_required
@require_POST
def drop_file(request: SignedInRequest, pk: int) -> HttpResponse:
    importing.drop_file(_own(request, pk), by=request.user)
    messages.info(request, _("已移除文件，正文没有改动。"))
    return redirect("training:reflection", pk)


def _own(request: SignedInRequest, pk: int) -> Reflection:
    return get_object_or_404(queries.reflections_of(request.user).select_related("file"), pk=pk)


def _proposal(shown: Reflection) -> Essay | None:
    """What the kept file holds; a file that can no longer be read is as good as none."""
    try:
        return importing.proposal_of(shown)
    except RuleError:
        return None
