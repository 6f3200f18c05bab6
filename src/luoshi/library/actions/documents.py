"""Taking documents in: read first, so that nothing of a secret one is kept; then the file, then the row."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, files, history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.uploads import DOCUMENTS, check_upload
from luoshi.common.versions import check_version, lock, next_version
from luoshi.engine import break_down, outline, read_bytes
from luoshi.engine.errors import ReadingError, SecrecyError
from luoshi.library import search, tasks
from luoshi.library.actions.connecting import connect, rename
from luoshi.library.actions.links import supersede
from luoshi.library.causes import KEPT_UNREAD, sentence_of
from luoshi.library.digests import digest_of
from luoshi.library.frozen import blocks_of, findings_of
from luoshi.library.models import Clause, Document
from luoshi.library.rules import RULES
from luoshi.library.states import DocumentKind, ReadingState
from luoshi.units.models import Unit

if TYPE_CHECKING:
    from datetime import date

    from luoshi.accounts.models import User
    from luoshi.common.models import StoredFile
    from luoshi.engine import clauses as engine_clauses
    from luoshi.engine import document as engine

__all__ = ["FACTS", "add_document", "change_facts", "digest_of", "facts_of", "save_clauses"]

LONGEST = 500_000
"""Characters of one document: a thick book. What is longer would keep everybody waiting, and no page shows it."""
FACTS = ("title", "doc_number", "issuers", "addressees", "signed_on", "kind")
_KINDS = (
    ("纪要", DocumentKind.MINUTES),
    ("批示", DocumentKind.INSTRUCTION),
    ("方案", DocumentKind.PLAN),
    ("计划", DocumentKind.PLAN),
    ("意见", DocumentKind.OPINION),
    ("报告", DocumentKind.REPORT),
    ("条例", DocumentKind.REGULATION),
    ("办法", DocumentKind.REGULATION),
    ("规定", DocumentKind.REGULATION),
    ("章程", DocumentKind.REGULATION),
    ("通知", DocumentKind.NOTICE),
)


@dataclass(frozen=True)
class _Taken:
    """A text that was read, and what the engine has found in it."""

    document: engine.Document
    findings: list[Any]
    outline: engine_clauses.Outline


def add_document(
    file: BinaryIO, *, name: str, size: int, owner: Unit, by: User, supersedes: Document | None = None
) -> Document:
    """Take a file into a unit's library: checked, read, kept.

    A document with a secrecy mark of its own is refused and nothing of it is kept. A scan, or a file that another
    program has to open first, is kept and says that it was not read; whatever else cannot be read is refused.
    `supersedes` is the document of which this is a new version.
    """
    require(RULES, "document.add", by, owner)
    kind = check_upload(file, name=name, size=size, kinds=DOCUMENTS, limit=settings.LUOSHI_UPLOAD_LIMIT)
    file.seek(0)
    content = file.read()
    read: engine.Document | ReadingError
    try:
        read = read_bytes(content, name=name)
    except SecrecyError as error:
        raise UnmetConditionError(
            "secret",
            _("文件“%(name)s”标有“%(mark)s”，本系统只用于非涉密文件，没有保存任何内容。请按保密规定处理。")
            % {"name": name, "mark": error.params["mark"]},
        ) from error
    except ReadingError as error:
        if error.code not in KEPT_UNREAD:
            raise _unreadable(name, error) from error
        read = error
    _check_new(content, owner)
    taken = _take(read, name)  # before the transaction: nobody else waits for it
    stored = files.store(io.BytesIO(content), kind=kind)
    return _keep(taken, stored, name=name, owner=owner, by=by, supersedes=supersedes)


@transaction.atomic
def change_facts(document: Document, *, seen: int | None, by: User, **values: str | date | None) -> Document:
    """Correct what was recognised (see FACTS)."""
    require(RULES, "document.change", by, document)
    document = lock(Document.objects.select_related("owner"), document.pk)
    check_version(document, seen)
    before = history.snapshot(document, FACTS)
    for name in FACTS:
        if name in values:
            setattr(document, name, values[name])
    next_version(document)
    document.save()
    search.remember_title(document)
    rename(document)
    tasks.remember_later(document)
    history.record_change(document, "document.change", by=by, before=before, after=history.snapshot(document, FACTS))
    return document


def _take(read: engine.Document | ReadingError, name: str) -> _Taken | ReadingError:
    """What the engine makes of a text; one that no page could show is refused."""
    if isinstance(read, ReadingError):
        return read
    if len(read.text) > LONGEST:
        sentence = _("文件“%(name)s”有%(count)s字，一份文件最多%(most)s字，没有保存。请分成几份上传。")
        raise UnmetConditionError("too_long", sentence % {"name": name, "count": len(read.text), "most": LONGEST})
    return _Taken(read, findings_of(break_down(read)), outline(read))


@transaction.atomic
def _keep(
    taken: _Taken | ReadingError,
    stored: StoredFile,
    *,
    name: str,
    owner: Unit,
    by: User,
    supersedes: Document | None,
) -> Document:
    Unit.objects.select_for_update(no_key=True).get(pk=owner.pk)  # of two who bring the same file one is told
    _check_unknown(stored.sha256, owner)
    row = Document(owner=owner, file=stored, name=name, uploaded_by=by, uploaded_at=clock.now())
    if isinstance(taken, ReadingError):
        row.title, row.state = name, ReadingState.FAILED
        row.failure = {"code": taken.code, "params": dict(taken.params)}
        row.save()
    else:
        read = taken.document
        for field, value in facts_of(read, name=name).items():
            setattr(row, field, value)
        row.state, row.format, row.reader = ReadingState.READY, read.format, read.reader
        row.text, row.blocks, row.findings = read.text, blocks_of(read), taken.findings
        row.save()
        save_clauses(row, taken.outline)
    search.remember(row)
    connect(row)
    tasks.remember_later(row)
    history.record(row, "document.add", by=by, after=history.snapshot(row, ("title", "doc_number", "name")))
    if supersedes:
        supersede(row, supersedes, by=by)
    return row


def facts_of(read: engine.Document, *, name: str) -> dict[str, Any]:
    """The facts that the engine recognised, as the row keeps them."""
    title = re.sub(r"\s+", " ", read.title.value) if read.title else name
    return {
        "title": title[:300],
        "doc_number": read.doc_number.value[:60] if read.doc_number else "",
        "issuers": "、".join(fact.value for fact in read.issuers)[:300],
        "addressees": read.addressees.value if read.addressees else "",
        "signed_on": read.signed_on,
        "kind": next((kind for word, kind in _KINDS if word in title), DocumentKind.OTHER),
    }


def save_clauses(row: Document, found: engine_clauses.Outline) -> None:
    """The clause tree as rows; the digest is of a clause's own words, without its marker."""
    rows: list[Clause] = []
    parents: list[int | None] = []
    waiting: list[tuple[engine_clauses.Clause, int | None, int]] = [(part, None, 0) for part in reversed(found.parts)]
    while waiting:
        clause, parent, depth = waiting.pop()
        number = len(rows)
        end = max([clause.heading.end, *(line.end for line in clause.body)])
        words = row.text[clause.heading.start : end]
        rows.append(
            Clause(
                document=row,
                number=number,
                depth=depth,
                kind=clause.kind,
                marker=clause.marker[:20],
                path=clause.path[:200],
                heading=clause.heading.of(row.text)[:200],
                start=clause.span.start,
                end=clause.span.end,
                words_start=clause.heading.start,
                words_end=end,
                digest=digest_of(words),
            )
        )
        parents.append(parent)
        waiting.extend((child, number, depth + 1) for child in reversed(clause.children))
    made = Clause.objects.bulk_create(rows, batch_size=500)
    for clause_row, parent in zip(made, parents, strict=True):
        clause_row.parent = made[parent] if parent is not None else None
    Clause.objects.bulk_update(made, ["parent"], batch_size=500)


def _unreadable(name: str, error: ReadingError) -> UnmetConditionError:
    cause = sentence_of(error.code, error.params)
    return UnmetConditionError(f"reading_{error.code}", _("文件“%(name)s”：%(cause)s") % {"name": name, "cause": cause})


def _check_new(content: bytes, owner: Unit) -> None:
    _check_unknown(hashlib.sha256(content).hexdigest(), owner)


def _check_unknown(digest: str, owner: Unit) -> None:
    if Document.objects.filter(state=ReadingState.PURGED, failure__sha256=digest).exists():
        raise UnmetConditionError("purged_before", _("这份文件已被依规清除，不能再次上传。"))
    same = Document.objects.filter(owner=owner, file__sha256=digest).first()
    if same:
        raise UnmetConditionError("known_already", _("文件库里已经有这份文件：《%(title)s》。") % {"title": same.title})
