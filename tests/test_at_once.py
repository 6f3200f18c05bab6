"""Two at once, each with a connection of its own: one is told, nothing is lost, nobody waits for an upload."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from luoshi.common.errors import UnmetConditionError
from luoshi.ledger.actions.plans import make_plan
from luoshi.ledger.actions.reporting import Words, release_report, return_report, submit_report
from luoshi.ledger.actions.unit_steps import request_close
from luoshi.ledger.models import Measure, Plan, Report
from luoshi.ledger.states import ReportState, State
from luoshi.library.actions.documents import add_document
from luoshi.library.models import Document
from luoshi.training.actions.videos import set_video
from tests.ledger.conftest import measure_in, plan  # noqa: F401  # fixtures
from tests.training.conftest import training_class  # noqa: F401  # a fixture
from tests.training.test_videos import FILMS, video_session  # noqa: F401  # as above

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.training.models import Session
    from luoshi.units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "关于做好供水工作的方案\n一、改造水厂。市水利局年底前改造12座水厂。（牵头单位：市水利局）\n".encode()


def at_once(*acts: Callable[[], object]) -> list[Any]:
    """What each came to: its answer, or its refusal."""

    def run(act: Callable[[], object]) -> object:
        try:
            return act()
        except UnmetConditionError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


class Held(BytesIO):
    """A file that is read to its end only when the other one is too."""

    def __init__(self, content: bytes, both: threading.Barrier) -> None:
        super().__init__(content)
        self.both = both

    def read(self, size: int | None = -1) -> bytes:
        if size == -1:
            self.both.wait(10)
        return super().read(size)


def test_the_same_file_brought_twice_is_one_document(city: Unit, supervisor: User) -> None:
    both = threading.Barrier(2)
    size = len(TEXT)

    answers = at_once(
        *(
            lambda: add_document(Held(TEXT, both), name="方案.txt", size=size, owner=city, by=supervisor).pk
            for _time in range(2)
        )
    )

    assert "known_already" in answers
    assert Document.objects.count() == 1


def test_a_document_is_broken_down_once(city: Unit, supervisor: User) -> None:
    document = add_document(BytesIO(TEXT), name="方案.txt", size=len(TEXT), owner=city, by=supervisor)

    answers = at_once(*(lambda: make_plan(document, owner=city, by=supervisor).pk for _time in range(2)))

    assert "plan_exists" in answers
    assert Plan.objects.filter(document=document).count() == 1


@pytest.mark.parametrize("act", [release_report, lambda report, by: return_report(report, reason="不实", by=by)])
def test_what_is_done_with_a_report_undoes_no_step_of_its_measure(
    act: Callable[..., object],
    measure_in: Callable[..., Measure],  # noqa: F811  # the fixture
    bureau: Unit,
    liaison: User,
    unit_head: User,
) -> None:
    measure, begun = measure_in(State.IN_PROGRESS), threading.Event()
    Plan.objects.update(head_signs_reports=True)
    submit_report(Measure.objects.get(pk=measure.pk), bureau, Words(60, "已完成六成。"), by=liaison)
    report = Report.objects.get(state=ReportState.WAITING)

    def close() -> None:
        with transaction.atomic():
            request_close(measure, by=liaison, note="均已开学。")
            begun.set()
            time.sleep(0.3)

    def handle() -> None:
        begun.wait(10)
        act(report, by=unit_head)

    at_once(close, handle)

    measure.refresh_from_db()
    assert measure.state == State.CLOSE_REQUESTED


def test_nobody_waits_while_a_film_is_stored(video_session: Session, class_head: User) -> None:  # noqa: F811  # the fixture
    content = (Path(FILMS) / "river.webm").read_bytes()
    upload = SimpleUploadedFile("river.webm", content)
    seen: list[bool] = []
    upload.file = _Told(content, seen)

    set_video(video_session, upload, by=class_head)

    assert seen
    assert not any(seen)


class _Told(BytesIO):
    """Bytes that tell whether they were read within a transaction."""

    def __init__(self, content: bytes, seen: list[bool]) -> None:
        super().__init__(content)
        self.seen = seen

    def read(self, size: int | None = -1) -> bytes:
        self.seen.append(connection.in_atomic_block)
        return super().read(size)
