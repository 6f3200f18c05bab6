"""The store of files as received: found by the digest of their bytes, file first and row after, orphans collected."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, ManyToOneRel, OuterRef
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock
from luoshi.common.errors import UnmetConditionError
from luoshi.common.models import StoredFile
from luoshi.common.uploads import check_upload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet

GRACE = timedelta(days=1)
BLOCK = 2**20


def store_upload(upload: UploadedFile[bytes], *, kinds: frozenset[str], limit: int | None = None) -> StoredFile:
    """Check an upload by its content and keep it; the same bytes are kept once. `limit`: another than the usual one."""
    file: BinaryIO = upload.file  # type: ignore[assignment]  # an open binary file, which the stubs do not say
    size = upload.size or 0
    kind = check_upload(
        file, name=upload.name or "", size=size, kinds=kinds, limit=limit or settings.LUOSHI_UPLOAD_LIMIT
    )
    return store(file, kind=kind)


def store(file: BinaryIO, *, kind: str) -> StoredFile:
    """Keep the bytes of an open file whose content has been checked (or that we made ourselves)."""
    sha256, size = _write(file)
    # The moment is renewed, so that a file which nobody referred to until now gets its day of grace again.
    stored, _created = StoredFile.objects.update_or_create(
        sha256=sha256, defaults={"size": size, "kind": kind, "stored_at": clock.now()}
    )
    if not path_of(sha256).is_file():  # collected between the two steps: rare, and nothing is lost
        raise UnmetConditionError("store_again", _("文件未能保存，请再上传一次。"))
    return stored


def open_stored(stored: StoredFile) -> BinaryIO:
    """The original bytes, opened for reading."""
    return path_of(stored.sha256).open("rb")


def path_of(sha256: str) -> Path:
    """Where the bytes with this digest lie."""
    return Path(settings.DATA.files) / sha256[:2] / sha256


def unreferenced() -> QuerySet[StoredFile]:
    """Stored files that no record of any app refers to."""
    rows = StoredFile.objects.all()
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            referring = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.filter(~Exists(referring))
    return rows


def collect_orphans() -> int:
    """Remove what nobody has referred to for a day: rows first, then files without a row; returns how many files."""
    limit = clock.now() - GRACE
    with transaction.atomic():
        unreferenced().filter(stored_at__lt=limit).delete()
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    removed = 0
    for path in _all_paths():
        if path.name not in known and path.stat().st_mtime < limit.timestamp():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def discard(stored: StoredFile) -> bool:
    """Remove a file at once if no record refers to it any more: its row now, its bytes when the transaction is done."""
    if not unreferenced().filter(pk=stored.pk).exists():
        return False
    stored.delete()
    path = path_of(stored.sha256)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return True


def missing_files() -> Iterator[StoredFile]:
    """Rows whose file is gone or has another size: what a check of the installation must name."""
    for stored in StoredFile.objects.order_by("pk").iterator():
        path = path_of(stored.sha256)
        if not path.is_file() or path.stat().st_size != stored.size:
            yield stored


def _all_paths() -> Iterator[Path]:
    """Every stored file, also the temporary ones that a crash left behind."""
    yield from (path for path in Path(settings.DATA.files).glob("*/*") if path.is_file())


def _write(file: BinaryIO) -> tuple[str, int]:
    """Copy into the store under the digest of the bytes: whole and on the disk, or not at all."""
    incoming = Path(settings.DATA.files) / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.seek(0)
    sha256, size = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(dir=incoming)
    try:
        with os.fdopen(descriptor, "wb") as target:
            while block := file.read(BLOCK):
                sha256.update(block)
                size += len(block)
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
        path = path_of(sha256.hexdigest())
        path.parent.mkdir(exist_ok=True, mode=0o700)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return sha256.hexdigest(), size
