"""Reports: what the unit has to report, writing one after the other, releasing and returning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common import clock
from luoshi.common.errors import StaleFormError
from luoshi.common.forms import carry_out
from luoshi.common.numbers import wholes
from luoshi.common.paging import page_of
from luoshi.common.rules import require
from luoshi.ledger.actions import reporting
from luoshi.ledger.actions.evidencing import add_file, personal_numbers_in
from luoshi.ledger.forms.reports import DraftForm, ReportForm, opened_with
from luoshi.ledger.forms.words import ReasonForm
from luoshi.ledger.queries import reports as queries
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.shares import family_of
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import ReportState
from luoshi.ledger.views.asking import Question, ask, sent
from luoshi.ledger.wording import number_kinds
from luoshi.units.duties import duties_of
from luoshi.units.states import Role

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure, Report
    from luoshi.ledger.queries.offers import ReportingUnits
    from luoshi.units.models import Unit


@login_required
@require_safe
def due(request: SignedInRequest) -> HttpResponse:
    """What the own units have to report this cycle, and what waits to be released."""
    require(RULES, "reports.see", request.user)
    context = {
        "page": page_of(request, queries.due_reports(request.user, clock.today())),
        "waiting": queries.waiting_reports(request.user),
        "heads_units": duties_of(request.user).unit_ids(Role.UNIT_HEAD),
    }
    return render(request, "ledger/reports.html", context)


@login_required
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the report of this cycle; `?queue=1` goes on with the next measure that wants one."""
    measure, may, unit = _entered(request, pk)
    form = _form(request, measure, unit, by_paper=may.by_paper)
    if request.method == "POST" and form.is_valid():
        report = carry_out(form, lambda: _submit(request, form, measure, unit))
        if report:
            return _go_on(request, measure, report)
    return render(request, "ledger/report.html", _context(request, form, measure, may, unit))


@login_required
@require_POST
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what has been typed so far; answers with a short note and the new version."""
    measure, _may, unit = _entered(request, pk)
    form = DraftForm(request.POST)
    context: dict[str, Any] = {"kept_at": clock.now()}
    if form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            context["kept"] = reporting.save_draft(measure, unit, form.words(), by=request.user, seen=seen)
        except StaleFormError as stale:
            context["stale"] = stale
    return render(request, "ledger/draft_note.html", context)


@login_required
@require_POST
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    """The unit's head lets the report out."""
    waiting = _report(request, pk)
    reporting.release_report(waiting, by=request.user)
    messages.success(request, _("%(code)s的报告已报送。") % {"code": waiting.measure.code})
    return redirect("ledger:reports")


@login_required
@require_POST
def release_all(request: SignedInRequest) -> HttpResponse:
    """Let all the reports out that the page has shown; what has come since waits."""
    require(RULES, "reports.see", request.user)
    own = duties_of(request.user).unit_ids(Role.UNIT_HEAD)
    shown = queries.waiting_reports(request.user).filter(pk__in=wholes(request.POST.getlist("report")), unit__in=own)
    count = reporting.release_reports(shown, by=request.user)
    messages.success(request, _("已报送%(count)d份报告。") % {"count": count})
    return redirect("ledger:reports")


@login_required
def give_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Return a report with what is missing: the unit's head before it leaves, the office afterwards."""
    shown = _report(request, pk)
    require(RULES, reporting.verb_of_return(shown), request.user, shown)
    form = ReasonForm(**sent(request))
    said = _("已退回%(unit)s的报告。") % {"unit": shown.unit}
    question = Question(_("退回报告"), said, quote=shown.done, verb=_("退回"))
    return ask(request, shown.measure, form, lambda: _return(request, form, shown), question)


@login_required
@require_POST
def mask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Cover the personal numbers in the words of a report."""
    shown = _report(request, pk)
    reporting.mask_report(shown, by=request.user)
    messages.success(request, _("已遮盖报告中的号码。"))
    return redirect("ledger:measure", shown.measure_id)


def _entered(request: SignedInRequest, pk: int) -> tuple[Measure, ReportingUnits, Unit]:
    """The measure, for which units the person may report on it, and for which one now."""
    visible = measures_visible_to(request.user).select_related("plan__owner", "plan__profile", "accountable")
    measure = get_object_or_404(visible.prefetch_related("parts__unit", "points__evidence"), pk=pk)
    may = reporting.reporting_for(measure, by=request.user)
    wanted = request.GET.get("unit", "")
    return measure, may, next((unit for unit in may.units if str(unit.pk) == wanted), may.units[0])


def _form(request: SignedInRequest, measure: Measure, unit: Unit, *, by_paper: bool) -> ReportForm:
    points = list(measure.points.all())
    if request.method == "POST":
        return ReportForm(request.POST, request.FILES, points=points, by_paper=by_paper)
    cycle_on = reporting.cycle_of(measure, clock.today())
    begun = _begun(request, measure, unit)
    last = queries.last_report(measure, unit, before=cycle_on)
    below = family_of(measure, request.user, clock.today()).claimed
    return ReportForm(initial=opened_with(begun, last, below), points=points, by_paper=by_paper)


def _submit(request: SignedInRequest, form: ReportForm, measure: Measure, unit: Unit) -> Report:
    """Keep the files first: a report without the file that was chosen with it must not go out."""
    words, paper = form.words(), form.paper()
    for name, point in form.points.items():
        if upload := form.cleaned_data.get(name):
            kept = add_file(
                measure, unit, upload.file, name=upload.name, size=upload.size, by=request.user, point=point
            )
            _warn(request, kept.name, kept.warnings)
    if kinds := personal_numbers_in(f"{words.done}\n{words.obstacle}\n{words.asked_for}"):
        sentence = _("报告中似乎有%(kinds)s。如非必要，请到措施页面的这份报告下点“遮盖号码”。")
        messages.warning(request, sentence % {"kinds": number_kinds(kinds)})
    # Of two versions the paper is what the unit has handed in: its draft, which only the unit sees, makes way.
    seen = form.seen if paper is None or _begun(request, measure, unit) else None
    return reporting.submit_report(measure, unit, words, by=request.user, seen=seen, paper=paper)


def _begun(request: SignedInRequest, measure: Measure, unit: Unit) -> Report | None:
    """What stands for this cycle, as far as the person sees it: a draft is the unit's own."""
    cycle_on = reporting.cycle_of(measure, clock.today())
    return queries.reports_visible_to(request.user).filter(measure=measure, unit=unit, cycle_on=cycle_on).first()


def _warn(request: SignedInRequest, name: str, kinds: list[str]) -> None:
    if kinds:
        sentence = _("“%(name)s”中似乎有%(kinds)s。如非必要，请遮盖后重新提交。")
        messages.warning(request, sentence % {"name": name, "kinds": number_kinds(kinds)})


def _return(request: SignedInRequest, form: ReasonForm, shown: Report) -> Report:
    return reporting.return_report(shown, by=request.user, reason=form.cleaned_data["reason"])


def _go_on(request: SignedInRequest, measure: Measure, kept: Report) -> HttpResponse:
    """The next measure of the queue, the list once it is done, or the measure's page."""
    waits = kept.state == ReportState.WAITING
    sentence = _("%(code)s：已提交，待单位负责人审签。") if waits else _("%(code)s：已报送。")
    messages.success(request, sentence % {"code": measure.code})
    if request.POST.get("action") == "next":
        following = queries.following(queries.due_reports(request.user, clock.today()), measure)
        return redirect(f"{reverse('ledger:report', args=[following.pk])}?queue=1" if following else "ledger:reports")
    return redirect("ledger:reports" if request.GET.get("queue") else reverse("ledger:measure", args=[measure.pk]))


def _context(
    request: SignedInRequest, form: ReportForm, measure: Measure, may: ReportingUnits, unit: Unit
) -> dict[str, Any]:
    cycle_on = reporting.cycle_of(measure, clock.today())
    rows = queries.due_reports(request.user, clock.today())
    held = queries.report_of_cycle(measure, unit, cycle_on)
    state = held.state if held else ""
    return {
        "form": form,
        "measure": measure,
        "unit": unit,
        "may": may,
        "cycle_on": cycle_on,
        "begun": _begun(request, measure, unit),
        "is_locked": state in reporting.LOCKED,
        "is_waiting": state == ReportState.WAITING,
        "last": queries.last_report(measure, unit, before=cycle_on),
        "obstacles": queries.open_obstacles(measure, unit),
        "family": family_of(measure, request.user, clock.today()),
        "following": queries.following(rows, measure),
        "is_queue": bool(request.GET.get("queue")),
    }


def _report(request: SignedInRequest, pk: int) -> Report:
    rows = queries.reports_visible_to(request.user).select_related(
        "measure__plan__owner", "unit", "measure__accountable"
    )
    return get_object_or_404(rows, pk=pk)
