"""Batches of returned workbooks: handing files in, reading them, choosing, applying in one step, giving up."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.common import clock, files, uploads
from luoshi.common.collector import resting_collector
from luoshi.common.errors import IllegalMoveError, RuleError, StaleFormError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.common.writing import insertion, renewal
from luoshi.ledger.rules import OFFICE
from luoshi.summing_up.actions.comparing import compare, find_parts, identify, will_go
from luoshi.summing_up.actions.telling import places_of, tell_what_came
from luoshi.summing_up.models import WorkbookBatch, WorkbookChange, WorkbookFile
from luoshi.summing_up.queries.batches import counts_of, going_changes
from luoshi.summing_up.rules import RULES
from luoshi.summing_up.sheets.reading import read_returned
from luoshi.summing_up.sheets.tokens import checksum
from luoshi.summing_up.states import BUSY, BatchState, Choice, Outcome
from luoshi.units.duties import duties_of
from luoshi.units.models import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile

    from luoshi.accounts.models import User
    from luoshi.ledger.actions.gathering import Told
    from luoshi.summing_up.actions.telling import Places

log = logging.getLogger(__name__)
FILES_AT_MOST = 300
_STAGED_AT_ONCE = 500
_TOLD_EVERY = 100
"""Measures after which the progress is told."""
_ATTEMPTS = 3
"""So often everything is worked out anew because somebody changed one of the measures at that very moment."""


def start_batch(uploads_: Sequence[UploadedFile[bytes]], *, by: User) -> WorkbookBatch:
    """Keep the files that came; reading them is a job of its own. A file that is no workbook is told, not lost."""
    require(RULES, "batch.add", by)
    if not uploads_:
        raise UnmetConditionError("no_files", _("请选择要上传的工作簿。"))
    if len(uploads_) > FILES_AT_MOST:
        raise UnmetConditionError("too_many_files", _("一次最多上传%(count)s个文件。") % {"count": FILES_AT_MOST})
    kept = [_kept(upload, position) for position, upload in enumerate(uploads_)]
    with transaction.atomic():
        batch = WorkbookBatch.objects.create(by=by, unit=_unit_of(by), at=clock.now(), total=len(kept) + 1)
        for file in kept:
            file.batch = batch
        WorkbookFile.objects.bulk_create(kept)
    return batch


@resting_collector()
def read_batch(batch: WorkbookBatch) -> WorkbookBatch:
    """Read every file and compare all rows; what an earlier attempt has left half-done is begun anew."""
    by, units, changes = batch.by, {}, []
    WorkbookChange.objects.filter(file__batch=batch).delete()
    for done, file in enumerate(batch.files.select_related("file"), 1):
        file.batch = batch
        read = _read(file)
        units[file.pk] = file.unit_name
        changes += read
        file.save()
        _tell_progress(batch, done)
    find_parts(changes, by=by, units=units)
    compare(changes, by=by, tick=lambda _count: None)
    for start in range(0, len(changes), _STAGED_AT_ONCE):
        staged = insertion(WorkbookChange, changes[start : start + _STAGED_AT_ONCE])
        with transaction.atomic():
            staged.run()
    return _show(batch)


def choose(batch: WorkbookBatch, choices: Mapping[int, str], *, by: User) -> None:
    """Say for rows in conflict whether the workbook's or the ledger's state is to hold."""
    require(RULES, "batch.change", by, batch)
    with transaction.atomic():
        _locked(batch, BatchState.SHOWN)
        rows = WorkbookChange.objects.filter(file__batch=batch, outcome=Outcome.CONFLICT)
        for choice in Choice:
            rows.filter(pk__in=[pk for pk, wanted in choices.items() if wanted == choice]).update(choice=choice)


def choose_all(batch: WorkbookBatch, choice: str, *, by: User) -> None:
    """One choice for every row in conflict that nobody has decided."""
    require(RULES, "batch.change", by, batch)
    with transaction.atomic():
        _locked(batch, BatchState.SHOWN)
        open_rows = WorkbookChange.objects.filter(file__batch=batch, outcome=Outcome.CONFLICT, choice=Choice.NONE)
        open_rows.update(choice=Choice(choice))


@transaction.atomic
def begin_applying(batch: WorkbookBatch, *, by: User) -> WorkbookBatch:
    """Everything is decided: the job may apply the batch."""
    require(RULES, "batch.change", by, batch)
    batch = _locked(batch, BatchState.SHOWN)
    counts = counts_of(batch)
    if counts["open"]:
        sentence = _("还有%(count)s行冲突没有选择：按回收表登记，还是保留现有？")
        raise UnmetConditionError("conflicts_open", sentence % {"count": counts["open"]})
    if not counts[Outcome.CHANGE] and counts[Outcome.CONFLICT] == counts["kept"]:
        raise UnmetConditionError("nothing_to_apply", _("这批回收表里没有可以登记的变化。"))
    total = counts[Outcome.CHANGE] + counts[Outcome.CONFLICT] - counts["kept"]
    batch.state, batch.by, batch.total, batch.done, batch.sentence = BatchState.APPLYING, by, total + 1, 0, ""
    batch.save()
    return batch


@resting_collector()
def apply_batch(batch: WorkbookBatch) -> WorkbookBatch:
    """Register every row that may go, or none.

    Everything is worked out before the transaction, which then only writes. If the ledger has changed so that a row
    which was shown as going does not go any more, nothing is written and the batch is shown again.
    """
    for _attempt in range(_ATTEMPTS):
        try:
            return _apply(batch)
        except StaleFormError:
            log.info("batch %s: a measure changed while it was applied, once more", batch.pk)
    return _show(batch, sentence=_("登记时有人正在修改同一批任务，什么也没有写入。请稍后再登记。"))


@transaction.atomic
def drop_batch(batch: WorkbookBatch, *, by: User) -> None:
    """Give the batch up; nothing has happened."""
    require(RULES, "batch.change", by, batch)
    batch = lock(WorkbookBatch.objects.all(), batch.pk)
    if batch.state not in {BatchState.SHOWN, BatchState.FAILED}:
        raise IllegalMoveError("batch_state", _("这批回收表现在不能放弃。"))
    batch.state = BatchState.DROPPED
    batch.save()


def fail_batch(batch: WorkbookBatch) -> None:
    """The job has broken down; what had been shown can be tried again."""
    state = BatchState.FAILED if batch.state == BatchState.READING else BatchState.SHOWN
    sentence = _("处理时出错，什么也没有写入。请再试一次；仍然出错的，请联系系统管理员。")
    WorkbookBatch.objects.filter(pk=batch.pk, state__in=BUSY).update(state=state, sentence=sentence)


def _apply(batch: WorkbookBatch) -> WorkbookBatch:
    changes = going_changes(batch)
    expected = {change.pk for change in changes if will_go(change)}
    told = _progress(batch)
    compared = compare(changes, by=batch.by, tick=told)
    if {change.pk for change in changes if will_go(change)} != expected:
        for start in range(0, len(changes), _STAGED_AT_ONCE):
            with transaction.atomic():
                renewal(WorkbookChange, changes[start : start + _STAGED_AT_ONCE]).run()
        return _show(batch, sentence=_("其间有任务发生了变化，什么也没有写入。请看一遍新的对照结果再登记。"))
    places = places_of(batch)
    compared.pen.write(by=batch.by, finish=lambda: _finish(batch, compared.pen.told, places))
    return batch


def _finish(batch: WorkbookBatch, told: Sequence[Told], places: Places) -> None:
    """The last words of the transaction that writes everything; a second job for the same batch ends here."""
    _locked(batch, BatchState.APPLYING)
    batch.state, batch.applied_at, batch.done, batch.counts = (
        BatchState.APPLIED,
        clock.now(),
        batch.total,
        counts_of(batch),
    )
    batch.save()
    tell_what_came(batch, told, places)


def _show(batch: WorkbookBatch, *, sentence: str = "") -> WorkbookBatch:
    """Let people look at it, unless another job for the same batch has brought it further meanwhile."""
    values = {"state": BatchState.SHOWN, "sentence": sentence, "done": batch.total, "counts": counts_of(batch)}
    WorkbookBatch.objects.filter(pk=batch.pk, state__in=BUSY).update(**values)
    batch.refresh_from_db()
    return batch


def _progress(batch: WorkbookBatch) -> Callable[[int], None]:
    def tell(count: int) -> None:
        if count % _TOLD_EVERY == 0:
            _tell_progress(batch, min(count, batch.total - 1))

    return tell


def _tell_progress(batch: WorkbookBatch, done: int) -> None:
    WorkbookBatch.objects.filter(pk=batch.pk).update(done=done)


def _kept(upload: UploadedFile[bytes], position: int) -> WorkbookFile:
    name = (upload.name or "")[:200]
    try:
        return WorkbookFile(file=files.store_upload(upload, kinds=uploads.WORKBOOKS), name=name, position=position)
    except RuleError as refusal:
        return WorkbookFile(name=name, position=position, fault=str(refusal)[:300])


def _read(file: WorkbookFile) -> list[WorkbookChange]:
    """The rows of one file, identified; what cannot be read is told on the file."""
    if file.file is None:
        return []
    try:
        with files.open_stored(file.file) as opened:
            found = read_returned(opened, name=file.name)
    except RuleError as refusal:
        file.fault = str(refusal)[:300]
        return []
    changes = []
    for row in found.rows:
        change = WorkbookChange(
            file=file, sheet=row.sheet[:60], line=row.line, code=row.code[:60], wanted=dict(row.values)
        )
        identify(change, row)
        changes.append(change)
    file.rows, file.unit_name = len(changes), found.facts.get("unit", "")[:120]
    told, tasks = found.facts.get("count", ""), [row.token for row in found.rows if not row.is_milestone]
    is_whole = checksum(tasks) == found.facts.get("checksum")
    file.missing = max(int(told) - len(tasks), 0) if told.isdecimal() and len(told) < 6 and not is_whole else 0
    return changes


def _locked(batch: WorkbookBatch, state: BatchState) -> WorkbookBatch:
    batch = lock(WorkbookBatch.objects.all(), batch.pk)
    if batch.state != state:
        raise IllegalMoveError("batch_state", _("这批回收表已经处理过，或正在处理。请刷新页面查看。"))
    return batch


def _unit_of(user: User) -> Unit:
    """The unit for which the person hands workbooks in: the office before the own unit."""
    duties = duties_of(user)
    first = next(iter(duties.of(*OFFICE)), None) or next(iter(duties.all))
    return Unit.objects.get(pk=first.unit_id)
