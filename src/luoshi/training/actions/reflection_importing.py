"""Import of a Word file into a reflection: kept as received, looked at, then taken over or dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import files
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.uploads import check_upload
from luoshi.engine import read_bytes
from luoshi.engine.errors import ReadingError, SecrecyError
from luoshi.library.causes import sentence_of
from luoshi.training.actions.reflections import check_is_open, entered, save
from luoshi.training.essay_reading import essay_from
from luoshi.training.essays import MOST_CHARACTERS, MOST_PARTS
from luoshi.training.queries.reflections import essay
from luoshi.training.rules import RULES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from luoshi.accounts.models import User
    from luoshi.training.essays import Essay
    from luoshi.training.models import Reflection

KINDS = frozenset({"docx"})


def take_in(reflection: Reflection, upload: UploadedFile[bytes], *, by: User) -> Reflection:
    """Keep a file beside the reflection, whose text it does not touch yet; a secret one is refused and not kept."""
    require(RULES, "reflection.write", by, reflection)
    name = upload.name or ""
    check_upload(
        upload.file,  # type: ignore[arg-type]  # an open binary file, which the stubs do not say
        name=name,
        size=upload.size or 0,
        kinds=KINDS,
        limit=settings.LUOSHI_UPLOAD_LIMIT,
    )
    upload.seek(0)
    _check_length(_read(upload.read(), name), name)
    return _keep(reflection, upload)


def proposal_of(reflection: Reflection) -> Essay | None:
    """What the kept file holds; None where there is none."""
    if reflection.file is None:
        return None
    with files.open_stored(reflection.file) as file:
        return _read(file.read(), reflection.file_name)


def take_over(reflection: Reflection, *, after: bool, seen: int | None, by: User) -> Reflection:
    """Make the file's content the text, or put it `after` what is there; what stood before stays as a version."""
    proposal = proposal_of(reflection)
    if proposal is None:
        raise UnmetConditionError("nothing_taken_in", _("请先选择文件。"))
    held = essay(reflection)
    title = held.title if after and held.title else proposal.title
    parts = [*held.rows(), *proposal.rows()] if after else proposal.rows()
    return save(reflection, title=title, parts=parts, seen=seen, by=by, apart=True)


@transaction.atomic
def drop_file(reflection: Reflection, *, by: User) -> Reflection:
    """Remove the kept file; the text stays as it is."""
    require(RULES, "reflection.write", by, reflection)
    reflection = entered(reflection)
    check_is_open(reflection)
    before, reflection.file, reflection.file_name = reflection.file, None, ""
    reflection.save(update_fields=["file", "file_name"])
    if before:
        files.discard(before)
    return reflection


@transaction.atomic
def _keep(reflection: Reflection, upload: UploadedFile[bytes]) -> Reflection:
    reflection = entered(reflection)
    check_is_open(reflection)
    before = reflection.file
    reflection.file = files.store_upload(upload, kinds=KINDS)
    reflection.file_name = (upload.name or "")[:200]
    reflection.save(update_fields=["file", "file_name"])
    if before and before != reflection.file:
        files.discard(before)
    return reflection


def _check_length(read: Essay, name: str) -> None:
    """What could not be saved is not offered either."""
    if len(read.parts) > MOST_PARTS or len(read.text) > MOST_CHARACTERS:
        sentence = _("文件“%(name)s”太长：心得体会最多%(parts)s个部分、%(characters)s字。请删减后再导入。")
        facts = {"name": name, "parts": MOST_PARTS, "characters": MOST_CHARACTERS}
        raise UnmetConditionError("file_too_long", sentence % facts)


def _read(content: bytes, name: str) -> Essay:
    try:
        return essay_from(read_bytes(content, name=name))
    except SecrecyError as error:
        sentence = _("文件“%(name)s”标有“%(mark)s”，本系统只用于非涉密文件，没有保存任何内容。请按保密规定处理。")
        raise UnmetConditionError("secret", sentence % {"name": name, "mark": error.params["mark"]}) from error
    except ReadingError as error:
        cause = sentence_of(error.code, error.params)
        told = _("文件“%(name)s”：%(cause)s") % {"name": name, "cause": cause}
        raise UnmetConditionError(f"reading_{error.code}", told) from error
