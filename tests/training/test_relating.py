"""Linked reading: a new document is compared with the library, both ways, with reasons; purged words go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.common import jobs
from luoshi.library.actions.purging import purge_document
from luoshi.training.actions.relating import relate_new_documents
from luoshi.training.models import RelatedClause
from tests.training.conftest import PROVINCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from luoshi.accounts.models import User
    from luoshi.library.models import Document


def first_related(document: Document, path_end: str) -> RelatedClause:
    clause = document.clauses.get(path__endswith=path_end, heading__contains="管网")
    return clause.related.select_related("other__document")[0]


def test_clauses_find_each_other_in_both_directions(take_in: Callable[..., Document], document: Document) -> None:
    relate_new_documents()
    province = take_in(PROVINCE, name="意见.txt")

    assert relate_new_documents() == 1

    down, up = first_related(province, "(二)"), first_related(document, "(二)")
    assert (down.other.document, up.other.document) == (document, province)
    assert down.other.heading.startswith("修复破损管网")
    assert {one["relation"] for one in down.reasons} == {"implemented_by", "same_words"}
    assert {one["relation"] for one in up.reasons} == {"implements", "same_words"}


def test_nothing_is_compared_twice(document: Document) -> None:
    assert relate_new_documents() == 1
    with CaptureQueriesContext(connection) as asked:
        assert relate_new_documents() == 0

    assert len(asked) == 1  # a run of the clock with nothing new asks whether there is something, and reads no clause


def test_the_clock_compares(document: Document) -> None:
    outcomes = {one.job: one for one in jobs.run_due()}

    assert (outcomes["training.relate"].count, outcomes["training.relate"].error) == (1, "")


def test_purged_words_go(take_in: Callable[..., Document], document: Document, office_head: User) -> None:
    take_in(PROVINCE, name="意见.txt")
    relate_new_documents()
    assert RelatedClause.objects.exists()

    purge_document(document, reason="误传", by=office_head)

    assert not RelatedClause.objects.exists()


def test_a_document_purged_while_it_was_compared_leaves_no_words(
    take_in: Callable[..., Document], document: Document, office_head: User
) -> None:
    take_in(PROVINCE, name="意见.txt")
    purged: list[int] = []

    def meanwhile(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SAVEPOINT") and not purged:
            purged.append(document.pk)
            purge_document(document, reason="涉密", by=office_head)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        relate_new_documents()

    assert (purged, RelatedClause.objects.exists()) == ([document.pk], False)


def test_a_document_more_reads_only_that_document(take_in: Callable[..., Document], document: Document) -> None:
    relate_new_documents()
    read = list(_clauses_read(take_in(PROVINCE, name="意见.txt")))

    assert read == [True]
    assert relate_new_documents() == 0


def _clauses_read(new: Document) -> Iterator[bool]:
    """Whether each question for clauses names the new document and no other."""
    with CaptureQueriesContext(connection) as asked:
        relate_new_documents()
    for one in asked.captured_queries:
        if 'FROM "library_clause"' in one["sql"] and "ORDER BY" in one["sql"]:
            yield f"IN ({new.pk})" in one["sql"]


def test_a_purged_document_leaves_the_index_of_the_process(
    take_in: Callable[..., Document], document: Document, office_head: User
) -> None:
    relate_new_documents()
    purge_document(document, reason="误传", by=office_head)
    province = take_in(PROVINCE, name="意见.txt")

    relate_new_documents()

    assert not RelatedClause.objects.filter(clause__document=province).exists()
