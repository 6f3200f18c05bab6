"""Pages of completion: the list, certificates, their public check."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common.downloads import CONTENT_TYPES, harden, workbook_response
from luoshi.common.numbers import wholes
from luoshi.common.rules import require
from luoshi.training import printing
from luoshi.training.actions import completing as actions
from luoshi.training.completion_book import completion_workbook
from luoshi.training.queries import classes as queries
from luoshi.training.queries.completion import certificate_of, standing_of, standings_of
from luoshi.training.rules import RULES
from luoshi.training.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
def completion(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who fulfils the rule of the class, in the order of the roster."""
    shown = get_object_or_404(queries.classes_run_by(request.user), pk=pk)
    if request.method == "POST":
        chosen = set(wholes(request.POST.getlist("trainee")))
        reason = request.POST.get("exception", "")
        done = actions.issue_certificates(shown, chosen, by=request.user, exception=reason)
        messages.success(request, _("已为%(count)s名学员办理结业。") % {"count": len(done)})
        return redirect("training:completion", pk)
    standings = standings_of(shown)
    context = frame_of(shown, request.user, place="completion") | {
        "standings": standings,
        "has_left": any(not one.is_completed for one in standings),
    }
    return render(request, "training/completion.html", context)


@login_required
@require_safe
def completion_file(request: SignedInRequest, pk: int) -> FileResponse:
    """The list of the page as a workbook."""
    shown = get_object_or_404(queries.classes_run_by(request.user), pk=pk)
    content = completion_workbook(shown, standings_of(shown))
    return workbook_response(content, name=f"{shown.title}-{_('结业名单')}.xlsx")


@login_required
@require_safe
def certificate(request: SignedInRequest, pk: int) -> FileResponse:
    """The certificate of one trainee as PDF."""
    trainee = get_object_or_404(queries.trainees_visible_to(request.user), pk=pk)
    require(RULES, "certificate.see", request.user, trainee)
    if trainee.completed_on is None:
        raise Http404
    content = printing.certificate_pdf(standing_of(trainee))
    name = f"{trainee.name}-{_('结业证书')}.pdf"
    return harden(FileResponse(BytesIO(content), filename=name, content_type=CONTENT_TYPES["pdf"]))


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Whether a code stands on a certificate of ours; open to anybody who holds the paper."""
    code = request.GET.get("code", "")[:40]
    context = {"code": code, "found": certificate_of(code) if code else None}
    return render(request, "training/check.html", context)
