"""Work of the ledger in the background: files of very many rows; may be begun again after a crash."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils import translation
from django_tasks import task

from luoshi.common.workers import refuse_endless
from luoshi.ledger.actions import exporting
from luoshi.ledger.forms.filters import wanted_of
from luoshi.ledger.models import LedgerExport
from luoshi.ledger.queries.columns import COLUMNS

if TYPE_CHECKING:
    from django_tasks import TaskContext

log = logging.getLogger(__name__)


@task(takes_context=True)
def make_export(context: TaskContext, export_pk: int) -> None:
    """Make the file that somebody asked for, in the language in which it was asked for."""
    export = LedgerExport.objects.select_related("by").filter(pk=export_pk).first()
    if export is None or not export.is_busy:
        return
    with translation.override(export.language):
        columns = [COLUMNS[name] for name in export.columns if name in COLUMNS]
        try:
            refuse_endless(context)
            exporting.fill_export(export, wanted_of(export.by, export.query), columns)
        except exporting.ForgottenError:
            return
        except Exception:  # whatever breaks is logged and told on the page; the queue goes on
            log.exception("export %s could not be made", export_pk)
            exporting.fail_export(export)
