"""Notes: beside the text in which they were made, all of one's own on a page, and as a Word file."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.common.downloads import CONTENT_TYPES, harden
from luoshi.common.errors import UnmetConditionError
from luoshi.common.paging import page_of
from luoshi.library.queries.documents import documents_visible_to
from luoshi.training import printing
from luoshi.training.actions import notes as actions
from luoshi.training.forms.study import NewNoteForm, NoteForm, first_error
from luoshi.training.queries import notes as queries
from luoshi.training.states import NoteColour

if TYPE_CHECKING:
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.library.models import Document


@login_required
def panel(request: SignedInRequest, pk: int) -> HttpResponse:
    """The notes at a document, as a fragment of the reading page; POST adds one."""
    shown = get_object_or_404(documents_visible_to(request.user).defer("blocks", "findings"), pk=pk)
    if request.method == "POST":
        form = NewNoteForm(request.POST)
        if not form.is_valid():
            raise UnmetConditionError("note_form", first_error(form))
        actions.add_note(shown, by=request.user, **form.cleaned_data)
    return _panel(request, shown)


@login_required
@require_POST
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a note; answers with all notes at the document that is being read."""
    note = get_object_or_404(queries.notes_visible_to(request.user).select_related("document"), pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise UnmetConditionError("note_form", first_error(form))
    facts = form.cleaned_data
    reading = facts.pop("reading")
    actions.change_note(note, seen=facts.pop("version"), by=request.user, **facts)
    return _back(request, reading, note.document)


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(queries.notes_visible_to(request.user).select_related("document"), pk=pk)
    actions.remove_note(note, by=request.user)
    reading = request.POST.get("reading", "")
    return _back(request, int(reading) if reading.isdecimal() and len(reading) < 10 else None, note.document)


@login_required
@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    """All notes of one's own, document by document."""
    page = page_of(request, queries.own_notes(request.user))
    return render(request, "training/notes.html", {"page": page})


@login_required
@require_safe
def export(request: SignedInRequest) -> FileResponse:
    """One's own notes as a Word file."""
    content = printing.report_docx(queries.notes_report(request.user))
    name = f"{_('学习笔记')}.docx"
    return harden(FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=CONTENT_TYPES["docx"]))


def _back(request: SignedInRequest, reading: int | None, document: Document) -> HttpResponse:
    """To the text that is being read, which may be a later version; without a script to the page of all notes."""
    if not request.htmx:
        return redirect("training:notes")
    visible = documents_visible_to(request.user)
    return _panel(request, visible.filter(pk=reading or 0).first() or document)


def _panel(request: SignedInRequest, shown: Document) -> HttpResponse:
    context: dict[str, Any] = {
        "document": shown,
        "notes": queries.notes_on(shown, request.user),
        "place": queries.place_of(request.user, shown),
        "colours": NoteColour.choices,
        "group": queries.group_for(request.user, shown),
    }
    return render(request, "training/notes_panel.html", context)
