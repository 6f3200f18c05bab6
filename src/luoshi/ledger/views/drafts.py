"""One draft on the breakdown page: its row, editing in place, splitting, dropping, its units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.errors import MissingRightError, RuleError
from luoshi.common.forms import carry_out
from luoshi.common.numbers import whole
from luoshi.common.rules import require
from luoshi.ledger.actions import drafting, parts
from luoshi.ledger.actions.reviewing import drop as drop_measure
from luoshi.ledger.forms.drafts import DraftForm, PartForm, SplitForm
from luoshi.ledger.models import Part
from luoshi.ledger.queries import breakdown as queries
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.queries.names import areas_of, departments_of, place_of, unknown_names
from luoshi.ledger.queries.sentences import sentences_of
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import PartRole

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.ledger.models import Measure


@login_required
@require_safe
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """The row as it stands now: what an edit is left for."""
    measure = _measure(request, pk)
    require(RULES, "plan.study", request.user, measure.plan)
    return show_row(request, measure)


@login_required
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Words, aim, field, date and standing, in place."""
    measure = _changeable(request, pk)
    form = DraftForm(request.POST or None, measure=measure, user=request.user)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        if carry_out(form, lambda: drafting.edit_measure(measure, by=request.user, seen=seen, **form.values)):
            return show_row(request, measure)
    context = {"row": queries.row_of(measure, request.user), "form": form, "may": {"change": True}}
    return render(request, "ledger/draft.html#edit" if request.htmx else "ledger/draft_page.html", context)


@login_required
def split(request: SignedInRequest, pk: int) -> HttpResponse:
    """Cut in two: before the sentence that is chosen, or where the cursor stands."""
    measure = _changeable(request, pk)
    form = SplitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return answer_row(request, measure, lambda: _split(measure, form, request), is_moved=True)
    context = {"measure": measure, "sentences": sentences_of(measure.text)}
    return render(request, "ledger/draft_tray.html#split", context)


@login_required
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Not taken up, with the reason."""
    measure = _changeable(request, pk)
    if request.method != "POST":
        return render(request, "ledger/draft_tray.html#drop", {"measure": measure})
    reason = request.POST.get("reason", "")
    return answer_row(request, measure, lambda: drop_measure(measure, by=request.user, reason=reason), is_moved=True)


@login_required
@require_POST
def look_over(request: SignedInRequest, pk: int) -> HttpResponse:
    measure = _changeable(request, pk)
    return answer_row(request, measure, lambda: drafting.look_over(measure, by=request.user, seen=_seen(request)))


@login_required
@require_POST
def take_hint(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take over the field or the lead that is suggested."""
    measure = _changeable(request, pk)
    hint, seen = queries.row_of(measure, request.user).hint, _seen(request)
    if request.POST.get("hint") == "lead" and hint.lead:
        lead = hint.lead
        return answer_row(request, measure, lambda: parts.make_accountable(lead, by=request.user, seen=seen))
    if hint.field is None:
        raise Http404
    return answer_row(
        request, measure, lambda: drafting.edit_measure(measure, by=request.user, seen=seen, field=hint.field)
    )


@login_required
def add_part(request: SignedInRequest, pk: int) -> HttpResponse:
    """One more unit."""
    measure = _changeable(request, pk)
    form = PartForm(request.POST or None, user=request.user, initial={"version": measure.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        act = lambda: parts.set_part(  # noqa: E731  # the one step that the form asks for
            measure, unit=given["unit"], role=given["role"], seen=given["version"], by=request.user
        )
        return answer_row(request, measure, act)
    context = {"measure": measure, "form": form}
    response = render(request, "ledger/draft_tray.html#add_part", context)
    if request.method == "POST":
        response["HX-Retarget"], response["HX-Reswap"] = f"#tray-{measure.pk}", "innerHTML"
    return response


@login_required
@require_safe
def part(request: SignedInRequest, pk: int) -> HttpResponse:
    """What can be done with one unit's part."""
    shown = part_or_404(request, pk)
    context = {"part": shown, "measure": shown.measure, "roles": PartRole.choices}
    if shown.unit_id is None:
        place = place_of(shown.measure.plan.owner)
        context |= {
            "name": next((name for name in unknown_names(shown.measure.plan) if name.printed == shown.printed), None),
            "areas": areas_of(place).count(),
            "departments": departments_of(place).count(),
        }
    return render(request, "ledger/draft_tray.html#part", context)


@login_required
@require_POST
def change_part(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another role, accountable, confirmed, or out."""
    shown = part_or_404(request, pk)
    act = _PART_STEPS.get(request.POST.get("step", ""))
    if act is None:
        raise Http404
    return answer_row(request, shown.measure, lambda: act(request, shown))


def show_row(
    request: SignedInRequest, measure: Measure, *, error: RuleError | None = None, is_moved: bool = False
) -> HttpResponse:
    """The row anew, with what was refused; the page then asks for everything else that hangs on it."""
    if not request.htmx:
        return redirect("ledger:breakdown", measure.plan_id)
    row = queries.row_of(measure, request.user)
    context = {"row": row, "may": {"change": RULES["plan.change"](request.user, measure.plan)}, "error": error}
    response = render(request, "ledger/draft.html#row", context)
    if request.method == "POST":
        response["HX-Trigger-After-Swap"] = (
            "drafts-moved, drafts-changed, text-changed" if is_moved else "drafts-changed"
        )
    return response


def answer_row(
    request: SignedInRequest, measure: Measure, act: Callable[[], object], *, is_moved: bool = False
) -> HttpResponse:
    """Take a step and show the row; what was refused, or changed meanwhile by somebody else, stands in it."""
    try:
        act()
    except MissingRightError:
        raise
    except RuleError as refusal:
        return show_row(request, measure, error=refusal)
    return show_row(request, measure, is_moved=is_moved)


def part_or_404(request: SignedInRequest, pk: int) -> Part:
    """A part of a measure that the person sees and may change."""
    visible = measures_visible_to(request.user)
    rows = Part.objects.filter(measure__in=visible).select_related("measure__plan__owner", "unit")
    found = get_object_or_404(rows, pk=pk)
    require(RULES, "part.change", request.user, found.measure)
    return found


def _measure(request: SignedInRequest, pk: int) -> Measure:
    visible = measures_visible_to(request.user).select_related("plan__owner", "plan__profile")
    return get_object_or_404(visible, pk=pk)


def _changeable(request: SignedInRequest, pk: int) -> Measure:
    measure = _measure(request, pk)
    require(RULES, "measure.edit", request.user, measure)
    return measure


def _seen(request: SignedInRequest) -> int | None:
    return whole(request.POST.get("version"))


def _split(measure: Measure, form: SplitForm, request: SignedInRequest) -> object:
    """Words that were edited but not saved yet are saved first, so that the cursor stands in them."""
    given = form.cleaned_data
    seen = given["version"]
    words = given["text"].replace("\r\n", "\n")
    if words and words != measure.text:
        seen = drafting.edit_measure(measure, by=request.user, seen=seen, text=words).version
    return drafting.split_measure(measure, at=given["at"], by=request.user, seen=seen)


def _set_role(request: SignedInRequest, shown: Part, role: PartRole) -> object:
    return parts.change_role(shown, role=role, by=request.user, seen=_seen(request))


_PART_STEPS: dict[str, Callable[[SignedInRequest, Part], Any]] = {
    "accountable": lambda request, shown: parts.make_accountable(shown, by=request.user, seen=_seen(request)),
    "remove": lambda request, shown: parts.remove_part(shown, by=request.user, seen=_seen(request)),
    **{
        role.value: lambda request, shown, role=role: _set_role(request, shown, role)  # type: ignore[misc]  # bound now
        for role in PartRole
    },
}
