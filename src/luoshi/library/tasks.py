"""Work of the library in the background: indexing what was taken in; may be done again without harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks import task

from luoshi.common.workers import refuse_endless
from luoshi.library import originals

if TYPE_CHECKING:
    from django_tasks import TaskContext

    from luoshi.library.models import Document


@task(takes_context=True)
def remember_original(context: TaskContext, number: int) -> None:
    """Index a document for the quotation check."""
    refuse_endless(context)
    originals.remember(number)


def remember_later(document: Document) -> None:
    """Have a document indexed once the transaction stands."""
    number = document.pk
    transaction.on_commit(lambda: remember_original.enqueue(number))
