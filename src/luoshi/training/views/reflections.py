"""Pages of a reflection for its author and its reader: the way to it, writing, reading, hand-in, versions, files."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.downloads import CONTENT_TYPES, file_response, harden
from luoshi.common.errors import RuleError, StaleFormError, UnmetConditionError
from luoshi.common.forms import carry_out
from luoshi.common.rules import require
from luoshi.training import reflection_printing
from luoshi.training.actions import reflection_purging
from luoshi.training.actions import reflections as actions
from luoshi.training.essay_setting import set_lines
from luoshi.training.forms.reflections import ReflectionForm, SeenForm, filled
from luoshi.training.queries import reflections as queries
from luoshi.training.queries.classes import classes_visible_to
from luoshi.training.rules import RULES
from luoshi.training.views.reflection_frame import reading_context, saved_at, writing_context

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.training.models import Reflection

FORMATS = {"docx": reflection_printing.reflection_docx, "pdf": reflection_printing.reflection_pdf}


@login_required
def own(request: SignedInRequest, pk: int) -> HttpResponse:
    """The way to one's own reflection of a class; posting begins it."""
    shown = get_object_or_404(classes_visible_to(request.user), pk=pk)
    if request.method == "POST":
        made = actions.open_own(shown, by=request.user)
        return redirect("training:reflection", made.pk)
    held = queries.own_reflection(shown, request.user)
    if held is not None:
        return redirect("training:reflection", held.pk)
    require(RULES, "reflection.open", request.user, shown)
    return render(request, "training/reflection_start.html", {"training_class": shown})


@login_required
@require_safe
def reflection(request: SignedInRequest, pk: int) -> HttpResponse:
    """For the author the editor while it is open; else the text to be read, with what was said about it."""
    shown = _visible(request, pk)
    if _is_written_by(request, shown):
        return render(request, "training/reflection_write.html", writing_context(shown, request.user, filled(shown)))
    return render(request, "training/reflection.html", reading_context(shown, request.user))


@login_required
@require_POST
def save(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what was written; a script is answered in JSON, a plain form with the page."""
    shown = _own(request, pk)
    form = ReflectionForm(request.POST)
    if request.accepts("text/html"):
        return _saved_by_hand(request, shown, form)
    try:
        saved = _save(request, shown, form)
    except RuleError as error:
        stale = error if isinstance(error, StaleFormError) else None
        answer = {"sentence": str(error), "code": error.code, "version": stale.version if stale else None}
        return JsonResponse(answer, status=error.status)
    return JsonResponse({"version": saved.version, "at": saved_at(saved)})


@login_required
@require_safe
def standing(request: SignedInRequest, pk: int) -> JsonResponse:
    """Which version stands now: asked by a window that comes back to the front."""
    shown = _own(request, pk)
    return JsonResponse({"version": shown.version, "at": saved_at(shown), "is_open": shown.state in actions.OPEN})


@login_required
@require_POST
def hand_in(request: SignedInRequest, pk: int) -> HttpResponse:
    form = SeenForm(request.POST)
    actions.hand_in(_own(request, pk), seen=form.seen, by=request.user)
    messages.success(request, _("已提交给班主任。需要修改时可以撤回。"))
    return redirect("training:reflection", pk)


@login_required
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.withdraw(_own(request, pk), by=request.user)
    messages.success(request, _("已撤回，班主任不再看到。改好后请重新提交。"))
    return redirect("training:reflection", pk)


@login_required
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete one's own text for good."""
    shown = _own(request, pk)
    if request.method == "POST":
        reflection_purging.delete_own(shown, by=request.user)
        messages.success(request, _("内容已删除。"))
        return redirect("training:reflection", pk)
    context = {"reflection": shown, "training_class": shown.trainee.training_class}
    return render(request, "training/reflection_delete.html", context)


@login_required
@require_safe
def versions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Earlier states, the newest first; one of them to look at."""
    shown = _own(request, pk)
    listed = list(queries.versions_of(shown))
    number = request.GET.get("number", "")
    looked_at = queries.version_of(shown, int(number)) if number.isdecimal() and len(number) < 9 else None
    context = {"reflection": shown, "training_class": shown.trainee.training_class, "versions": listed}
    context["lines"] = set_lines(looked_at[1]) if looked_at else []
    context |= {"looked_at": looked_at, "is_open": shown.state in actions.OPEN}
    return render(request, "training/reflection_versions.html", context)


@login_required
@require_POST
def restore(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    form = SeenForm(request.POST)
    actions.restore(_own(request, pk), number, seen=form.seen, by=request.user)
    messages.success(request, _("已恢复。恢复之前的内容也在版本中。"))
    return redirect("training:reflection", pk)


@login_required
@require_safe
def export(request: SignedInRequest, pk: int, kind: str) -> FileResponse:
    """The reflection in official form; the class head gets what was handed in."""
    shown = _visible(request, pk)
    if kind not in FORMATS or not queries.may_read_text(request.user, shown):
        raise Http404
    content = FORMATS[kind](shown)
    name = f"{shown.title or _('心得体会')}.{kind}"
    return harden(FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=CONTENT_TYPES[kind]))


@login_required
@require_safe
def file(request: SignedInRequest, pk: int) -> FileResponse:
    """The scan of a paper, or, for the author, the file that was taken in."""
    shown = _visible(request, pk)
    if shown.file is None or not queries.may_read_file(request.user, shown):
        raise Http404
    return file_response(shown.file, name=shown.file_name)


def _visible(request: SignedInRequest, pk: int) -> Reflection:
    return get_object_or_404(queries.reflections_visible_to(request.user).select_related("file"), pk=pk)


def _own(request: SignedInRequest, pk: int) -> Reflection:
    return get_object_or_404(queries.reflections_of(request.user), pk=pk)


def _is_written_by(request: SignedInRequest, shown: Reflection) -> bool:
    is_open = shown.state in actions.OPEN and shown.purged_at is None
    return is_open and RULES["reflection.write"](request.user, shown)


def _saved_by_hand(request: SignedInRequest, shown: Reflection, form: ReflectionForm) -> HttpResponse:
    if carry_out(form, lambda: _save(request, shown, form)):
        messages.success(request, _("已保存。"))
        target = "training:reflection_findings" if "check" in request.POST else "training:reflection"
        return redirect(target, shown.pk)
    return render(request, "training/reflection_write.html", writing_context(shown, request.user, form), status=409)


def _save(request: SignedInRequest, shown: Reflection, form: ReflectionForm) -> Reflection:
    if not form.is_valid():
        sentence = " ".join(str(message) for errors in form.errors.values() for message in errors)
        raise UnmetConditionError("form", sentence)
    values: dict[str, Any] = form.cleaned_data
    return actions.save(
        shown,
        title=values["title"],
        parts=form.parts,
        seen=values["version"],
        apart=values["apart"],
        by=request.user,
    )
