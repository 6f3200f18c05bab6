"""Work on workbooks in the background, where its worker dies again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from django_tasks import TaskContext
from django_tasks_db.models import DBTaskResult

from luoshi.ledger.states import State
from luoshi.settings import TASKS
from luoshi.summing_up import tasks
from luoshi.summing_up.actions.batches import start_batch
from luoshi.summing_up.states import BatchState
from tests.summing_up.conftest import upload, workbook_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import SettingsWrapper

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Measure
    from luoshi.units.models import Unit


@pytest.mark.parametrize(("begun", "state"), [(5, BatchState.SHOWN), (6, BatchState.FAILED)])
def test_a_job_of_which_every_worker_dies_is_given_up(
    begun: int,
    state: BatchState,
    measure_in: Callable[..., Measure],
    bureau: Unit,
    supervisor: User,
    settings: SettingsWrapper,
) -> None:
    settings.TASKS = TASKS  # the queue as it is at work
    measure_in(State.ASSIGNED)
    batch = start_batch([upload("1.xlsx", workbook_of(bureau, by=supervisor))], by=supervisor)
    row = DBTaskResult.objects.create(
        task_path=tasks.read_batch.module_path,
        args_kwargs={"args": [batch.pk], "kwargs": {}},
        backend_name="default",
        run_after=timezone.now(),
        worker_ids=["gone"] * begun,
    )

    tasks.read_batch.call(TaskContext(task_result=row.task_result), batch.pk)

    batch.refresh_from_db()
    assert batch.state == state
