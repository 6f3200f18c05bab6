"""Work in the background: reading and applying batches, packing workbooks; each may be begun again after a crash."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django_tasks import task

from luoshi.common.workers import refuse_endless
from luoshi.ledger.states import JobState
from luoshi.summing_up.actions import batches, parcels
from luoshi.summing_up.models import Parcel, WorkbookBatch
from luoshi.summing_up.states import BatchState

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from django_tasks import TaskContext

    from luoshi.accounts.models import User

log = logging.getLogger(__name__)


@task(takes_context=True)
def read_batch(context: TaskContext, batch_pk: int) -> None:
    """Read and compare the files of a batch."""
    batch = WorkbookBatch.objects.select_related("by", "unit").get(pk=batch_pk)
    if batch.state != BatchState.READING:
        return
    with _in_language_of(batch.by):
        try:
            refuse_endless(context)
            batches.read_batch(batch)
        except Exception:  # whatever breaks is logged and told on the page; the queue goes on
            log.exception("batch %s could not be read", batch_pk)
            batches.fail_batch(batch)


@task(takes_context=True)
def apply_batch(context: TaskContext, batch_pk: int) -> None:
    """Register the rows of a batch."""
    batch = WorkbookBatch.objects.select_related("by", "unit").get(pk=batch_pk)
    if batch.state != BatchState.APPLYING:
        return
    with _in_language_of(batch.by):
        try:
            refuse_endless(context)
            batches.apply_batch(batch)
        except Exception:  # as above
            log.exception("batch %s could not be applied", batch_pk)
            batches.fail_batch(batch)


@task(takes_context=True)
def make_parcel(context: TaskContext, parcel_pk: int) -> None:
    """Pack the workbooks of a plan."""
    parcel = Parcel.objects.select_related("by", "plan").get(pk=parcel_pk)
    if parcel.state in {JobState.DONE, JobState.FAILED}:
        return
    try:
        refuse_endless(context)
        parcels.fill_parcel(parcel)
    except Exception:  # as above
        log.exception("parcel %s could not be made", parcel_pk)
        parcels.fail_parcel(parcel)


def _in_language_of(user: User) -> AbstractContextManager[None]:
    """Sentences are kept with the rows as the person will read them."""
    return translation.override(user.language or settings.LANGUAGE_CODE)
