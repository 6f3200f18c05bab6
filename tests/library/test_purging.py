"""The purge of a document: nothing of its content is left, the tombstone says why and who."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.core import serializers
from django.db import connection
from django.urls import reverse

from luoshi.common import clock, files, history
from luoshi.common.backup_register import note_backup
from luoshi.common.errors import IllegalMoveError, MissingRightError, UnmetConditionError
from luoshi.common.history_check import broken_links
from luoshi.common.models import StoredFile
from luoshi.ledger.actions.plans import make_plan
from luoshi.ledger.models import Indicator, Measure, Plan, Source
from luoshi.library.actions.purging import purge_document
from luoshi.library.models import Clause, Document, DocumentName, Link, Passage
from luoshi.library.queries.search import places_of
from luoshi.library.queries.tombstones import tombstone_of, twins_of
from luoshi.library.states import ReadingState
from luoshi.notices.actions import notify
from luoshi.notices.models import Notice
from tests.library.conftest import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

REASON = "事后定密"


def test_nothing_of_the_content_is_left(
    plan: Document, office: Unit, supervisor: User, office_head: User, today: object, tmp_path: Path
) -> None:
    drawn = make_plan(plan, owner=office, by=supervisor)
    told = {"name": plan.title, "plan": drawn.name, "count": 3}
    notify([supervisor], "sources.suspect", url="/", params=told)

    purge_document(plan, reason=REASON, by=office_head)

    everything = [
        *(row for model in (Document, Clause, Passage, Link, DocumentName) for row in model.objects.all()),
        *(row for model in (Plan, Measure, Source, Indicator, Notice) for row in model.objects.all()),
        *history.entries_of(plan),
        *history.entries_of(drawn),
        *(entry for measure in drawn.measures.all() for entry in history.entries_of(measure)),
    ]
    left = serializers.serialize("json", everything, ensure_ascii=False)
    assert [words for words in ("水厂", "管网", "供水", "滨政办发", "方案.txt") if words in left] == []


def test_the_index_keeps_nothing_either(plan: Document, office_head: User) -> None:
    purge_document(plan, reason=REASON, by=office_head)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM library_passage_index")
        (count,) = cursor.fetchone()
    assert (count, list(places_of("水厂", Document.objects.all()))) == (0, [])


def test_the_tombstone_names_reason_and_actor_and_the_history_stays_whole(
    plan: Document, office_head: User, tmp_path: Path
) -> None:
    purge_document(plan, reason=REASON, by=office_head)

    tombstone = tombstone_of(Document.objects.get())
    assert tombstone is not None
    assert (tombstone.reason, tombstone.by) == (REASON, office_head.name)
    assert list(broken_links(tmp_path / "none")) == []


def test_the_file_goes_when_the_transaction_is_done(
    plan: Document, office_head: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    path = files.path_of(plan.file.sha256)  # type: ignore[union-attr]  # it has one

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
        purge_document(plan, reason=REASON, by=office_head)

    assert (path.exists(), StoredFile.objects.exists()) == (False, False)


def test_a_file_that_another_record_holds_stays(
    plan: Document, take_in: Callable[..., Document], bureau: Unit, administrator: User, office_head: User
) -> None:
    take_in(owner=bureau, by=administrator)
    assert twins_of(plan) == 1

    purge_document(plan, reason=REASON, by=office_head)

    assert StoredFile.objects.count() == 1


def test_backups_that_still_hold_it_are_listed(
    plan: Document, office_head: User, tmp_path: Path, settings: Any
) -> None:
    settings.DATA = replace(settings.DATA, root=tmp_path)
    note_backup(tmp_path / "before.zip", "2020-01-01T00:00:00+00:00")
    note_backup(tmp_path / "holding.zip", clock.now().isoformat())

    purge_document(plan, reason=REASON, by=office_head)

    tombstone = tombstone_of(Document.objects.get())
    assert tombstone is not None
    assert [backup.path.name for backup in tombstone.backups] == ["holding.zip"]


def test_a_purged_file_is_not_taken_in_again(
    plan: Document, take_in: Callable[..., Document], office_head: User
) -> None:
    purge_document(plan, reason=REASON, by=office_head)

    with pytest.raises(UnmetConditionError, match="依规清除"):
        take_in(PLAN)


def test_only_the_head_of_the_office_purges_and_says_why(plan: Document, supervisor: User, office_head: User) -> None:
    with pytest.raises(MissingRightError):
        purge_document(plan, reason=REASON, by=supervisor)
    with pytest.raises(UnmetConditionError):
        purge_document(plan, reason=" ", by=office_head)
    purge_document(plan, reason=REASON, by=office_head)
    with pytest.raises(IllegalMoveError):
        purge_document(plan, reason=REASON, by=office_head)


def test_the_page_of_a_purged_document_shows_the_tombstone(plan: Document, office_head: User, client: Client) -> None:
    client.force_login(office_head)

    client.post(reverse("library:purge", args=[plan.pk]), {"reason": REASON})
    page = client.get(reverse("library:document", args=[plan.pk])).content.decode()

    assert Document.objects.get().state == ReadingState.PURGED
    assert (REASON in page, "仍含这份文件的备份" in page, "水厂" in page) == (True, True, False)
    assert client.get(reverse("library:original", args=[plan.pk])).status_code == 404
