"""Evidence: adding files and links, looking at them through their record, taking content away for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.common.downloads import file_response
from luoshi.common.rules import require
from luoshi.ledger.actions import evidencing
from luoshi.ledger.forms.details import EvidenceForm
from luoshi.ledger.forms.words import ReasonForm
from luoshi.ledger.models import Evidence, PaperApproval
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.previews import preview_of
from luoshi.ledger.rules import RULES
from luoshi.ledger.views.asking import Question, ask, measure_of, sent
from luoshi.ledger.wording import number_kinds

if TYPE_CHECKING:
    from django.http import FileResponse, HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure


@login_required
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """A file or a link, on a point or on the measure as a whole; `?point=` names the point."""
    shown = measure_of(request, pk)
    units = [part.unit for part in shown.parts.all() if part.unit and RULES["evidence.add"](request.user, part)]
    if not units:
        require(RULES, "evidence.add", request.user, Evidence(measure=shown))
    initial = {"point": request.GET.get("point")}
    form = EvidenceForm(**sent(request), units=units, points=shown.points.all(), initial=initial)
    question = Question(
        _("添加佐证材料"), _("已添加佐证材料。"), verb=_("添加"), check=lambda: evidencing.check_open(shown)
    )
    return ask(request, shown, form, lambda: _keep(request, form, shown), question)


@login_required
@require_safe
def content(request: SignedInRequest, pk: int) -> FileResponse:
    """The file, for whoever sees the measure; pictures may be shown in the page."""
    evidence = _evidence(request, pk)
    if evidence.file is None:
        raise Http404
    return file_response(evidence.file, name=evidence.name, inline="inline" in request.GET)


@login_required
@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The first words of a file, in a dialog or as a page."""
    evidence = _evidence(request, pk)
    shown = preview_of(evidence)
    if shown is None:
        raise Http404
    part = "ledger/preview.html#body" if request.htmx else "ledger/preview.html"
    return render(request, part, {"evidence": evidence, "measure": evidence.measure, "preview": shown})


@login_required
def purge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the content away, with a reason; that it was there stays."""
    evidence = _evidence(request, pk)
    require(RULES, "evidence.purge", request.user, evidence)
    form = ReasonForm(**sent(request))
    question = Question(_("清除佐证材料"), _("已清除内容，记录仍保留。"), quote=evidence.name, is_grave=True)
    return ask(request, evidence.measure, form, lambda: _purge(request, form, evidence), question)


@login_required
@require_safe
def scan(request: SignedInRequest, pk: int) -> FileResponse:
    """The scan of an approval on paper, for whoever sees the measure."""
    visible = PaperApproval.objects.filter(measure__in=measures_visible_to(request.user)).exclude(scan=None)
    approval = get_object_or_404(visible.select_related("scan", "measure"), pk=pk)
    if approval.scan is None:
        raise Http404
    name = f"{approval.measure.code}-{approval.approver}.{approval.scan.kind}"
    return file_response(approval.scan, name=name, inline="inline" in request.GET)


def _evidence(request: SignedInRequest, pk: int) -> Evidence:
    visible = Evidence.objects.filter(measure__in=measures_visible_to(request.user))
    return get_object_or_404(visible.select_related("file", "measure__plan__owner", "unit"), pk=pk)


def _keep(request: SignedInRequest, form: EvidenceForm, shown: Measure) -> Evidence:
    given = form.cleaned_data
    upload, common = given["file"], {"by": request.user, "point": given["point"]}
    if not upload:
        return evidencing.add_link(shown, given["unit"], given["link"], name=given["name"], **common)
    name = given["name"] or upload.name
    kept = evidencing.add_file(shown, given["unit"], upload.file, name=upload.name, size=upload.size, **common)
    if kept.warnings:
        sentence = _("“%(name)s”中似乎有%(kinds)s。如非必要，请遮盖后重新提交。")
        messages.warning(request, sentence % {"name": name, "kinds": number_kinds(kept.warnings)})
    return kept


def _purge(request: SignedInRequest, form: ReasonForm, evidence: Evidence) -> Evidence:
    return evidencing.purge_evidence(evidence, by=request.user, reason=form.cleaned_data["reason"])
