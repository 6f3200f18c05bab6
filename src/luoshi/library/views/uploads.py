"""The upload page: several files at once, each with its own result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoshi.common.errors import RuleError
from luoshi.common.rules import require
from luoshi.library import rules
from luoshi.library.actions.documents import add_document
from luoshi.library.causes import sentence_for
from luoshi.library.forms import UploadForm
from luoshi.library.queries import documents as queries

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpResponse

    from luoshi.accounts.http import SignedInRequest
    from luoshi.accounts.models import User
    from luoshi.library.models import Document


@dataclass(frozen=True)
class Result:
    """What became of one file: the document that was made of it, or why none was made."""

    name: str
    document: Document | None
    sentence: str = ""


@login_required
def upload(request: SignedInRequest) -> HttpResponse:
    """Choose files; the page's own script sends them one by one, a browser without scripts all together."""
    require(rules.RULES, "library.keep", request.user)
    owners = queries.owners_for(request.user)
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user, owners=owners)
    results: list[Result] = []
    if request.method == "POST" and form.is_valid():
        results = [_result(file, form, request.user) for file in form.cleaned_data["file"]]
    elif request.method == "POST":
        results = [Result("", None, " ".join(str(fault) for faults in form.errors.values() for fault in faults))]
    part = "library/upload.html#results" if "X-Upload" in request.headers else "library/upload.html"
    context = {"form": form, "results": results, "limit": settings.LUOSHI_UPLOAD_LIMIT}
    return render(request, part, context)


def _result(file: UploadedFile[bytes], form: UploadForm, by: User) -> Result:
    owner, supersedes = form.cleaned_data["owner"], form.cleaned_data["supersedes"]
    name = file.name or _("未命名")
    opened: BinaryIO = file.file  # type: ignore[assignment]  # an open binary file, which the stubs do not say
    try:
        made = add_document(opened, name=name, size=file.size or 0, owner=owner, supersedes=supersedes, by=by)
    except RuleError as refusal:
        return Result(name, None, str(refusal))
    return Result(name, made, sentence_for(made))
