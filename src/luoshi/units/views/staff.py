"""Pages of the import of people: choose a workbook, see what would change, apply, hand out first passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.downloads import workbook_response
from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.units.actions import staff as actions
from luoshi.units.forms import ImportForm
from luoshi.units.queries import people, staff
from luoshi.units.queries.units import units_visible_to
from luoshi.units.rules import RULES
from luoshi.units.states import ImportState

if TYPE_CHECKING:
    from django.http import FileResponse, HttpResponse

    from luoshi.accounts.http import SignedInRequest


@login_required
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose a workbook for the people of the unit named and of those below it."""
    top = get_object_or_404(units_visible_to(request.user), pk=pk)
    require(RULES, "person.import", request.user, top)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if made := carry_out(form, lambda: actions.start_people_import(upload, top=top, by=request.user)):
            return redirect("units:people_import", made.pk)
    return render(request, "units/people_import_start.html", {"form": form, "unit": top})


@login_required
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the workbook would do, row by row; once applied, whom it has brought in and who has been here since."""
    found = get_object_or_404(staff.not_given_up(staff.people_imports_visible_to(request.user)), pk=pk)
    if found.state == ImportState.APPLIED:
        entered, waiting = people.with_posts(found.entered.all()), staff.never_signed_in(found).count()
        context = {"people_import": found, "entered": entered, "waiting": waiting}
        return render(request, "units/people_import_done.html", context)
    plan = staff.plan_of(found, by=request.user)
    groups = [(kind, plan.of(kind)) for kind in ("wrong", "new", "changed")]
    context = {"people_import": found, "plan": plan, "groups": groups, "same": len(plan.of("same"))}
    return render(request, "units/people_import_preview.html", context)


@login_required
@require_POST
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(staff.people_imports_visible_to(request.user), pk=pk)
    plan = actions.apply_people_import(found, digest=request.POST.get("digest", ""), by=request.user)
    counts = {"new": len(plan.of("new")), "changed": len(plan.of("changed"))}
    messages.success(request, _("已导入：新录入%(new)s人，%(changed)s人有变化。") % counts)
    return redirect("units:people_import", pk)


@login_required
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(staff.people_imports_visible_to(request.user), pk=pk)
    actions.drop_people_import(found, by=request.user)
    messages.info(request, _("已放弃这次导入，什么也没有改动。"))
    return redirect("units:people")


@login_required
@require_POST
@never_cache
def first_passwords(request: SignedInRequest, pk: int) -> HttpResponse:
    """First passwords for those who have not been here yet, shown this once, a slip each to cut out."""
    found = get_object_or_404(staff.people_imports_visible_to(request.user), pk=pk)
    given = actions.give_first_passwords(found, by=request.user)
    context = {"people_import": found, "given": given, "site_url": settings.SITE_URL}
    return render(request, "units/first_passwords.html", context)


@login_required
@require_safe
def export(request: SignedInRequest, pk: int) -> FileResponse:
    """People and posts of a unit and below, as a workbook that can be imported again."""
    top = get_object_or_404(units_visible_to(request.user), pk=pk)
    require(RULES, "person.import", request.user, top)
    return workbook_response(staff.staff_workbook(top, by=request.user), name=f"{top.name}-{_('人员')}.xlsx")


@login_required
@require_safe
def template(request: SignedInRequest) -> FileResponse:
    """An empty workbook with the columns that the import reads."""
    return workbook_response(staff.staff_workbook(None, by=request.user), name=_("人员导入模板.xlsx"))
