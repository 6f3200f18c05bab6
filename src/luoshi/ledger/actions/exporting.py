"""The ledger as a file: given out at once, or made in the background where that takes long."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luoshi.common import clock, files
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.ledger.models import LedgerExport
from luoshi.ledger.queries.indicators import results_of
from luoshi.ledger.queries.passing import passing, sheet_rows, sight_of
from luoshi.ledger.rules import RULES
from luoshi.ledger.sheets import as_csv, as_xlsx
from luoshi.ledger.states import ExportKind, JobState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.ledger.queries.columns import Column
    from luoshi.ledger.queries.filters import LedgerFilter

AT_ONCE = 3
"""Files that are being made for one person."""
TOLD_EVERY = 500
"""Rows after which the progress is told."""


class ForgottenError(Exception):
    """Nobody wants the file any more: its words were purged while it was made."""


def content_of(kind: str, wanted: LedgerFilter, columns: Sequence[Column], *, by: User) -> bytes:
    """Exactly what the page shows, all pages of it."""
    return _made(kind, sheet_rows(by, wanted, columns), wanted, columns, by=by)


@transaction.atomic
def start_export(
    kind: str, query: str, columns: Sequence[Column], *, total: int, by: User
) -> tuple[LedgerExport, bool]:
    """Ask for a file; the same that is being made already is not made twice. Says whether it is a new one."""
    require(RULES, "ledger.see", by)
    busy = [one for one in LedgerExport.objects.filter(by=by) if one.is_busy]
    facts = {"kind": kind, "query": query, "columns": [column.name for column in columns]}
    facts |= {"language": get_language() or "", "sight": sight_of(by)}
    for one in busy:
        if facts == {name: getattr(one, name) for name in facts}:
            return one, False
    if len(busy) >= AT_ONCE:
        raise UnmetConditionError(
            "too_many_exports", _("您已有%(count)s份台账正在生成，请等它们完成。") % {"count": AT_ONCE}
        )
    return LedgerExport.objects.create(by=by, at=clock.now(), total=total, **facts), True


def fill_export(export: LedgerExport, wanted: LedgerFilter, columns: Sequence[Column]) -> None:
    """Make the file; the progress is told on the way."""
    _tell(export, state=JobState.RUNNING, done=0)
    rows = _counted(export, sheet_rows(export.by, wanted, columns))
    stored = files.store(BytesIO(_made(export.kind, rows, wanted, columns, by=export.by)), kind=export.kind)
    _tell(export, state=JobState.DONE, done=export.total, file=stored)


def fail_export(export: LedgerExport) -> None:
    """The job has broken down; it can be asked for again."""
    LedgerExport.objects.filter(pk=export.pk).update(state=JobState.FAILED)


def _made(kind: str, rows: Iterable[Measure], wanted: LedgerFilter, columns: Sequence[Column], *, by: User) -> bytes:
    if kind == ExportKind.CSV:
        return as_csv(rows, columns)
    return as_xlsx(rows, columns, title=_("台账"), results=results_of(passing(by, wanted)))


def _counted(export: LedgerExport, rows: Iterable[Measure]) -> Iterator[Measure]:
    for done, row in enumerate(rows, 1):
        yield row
        if done % TOLD_EVERY == 0:
            _tell(export, done=min(done, export.total))


def _tell(export: LedgerExport, **values: object) -> None:
    if not LedgerExport.objects.filter(pk=export.pk).update(**values):
        raise ForgottenError
