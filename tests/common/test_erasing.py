"""Deleted text lies in no file of the data folder, the journal of the embedded database included."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "青石岭的雪豹只在月圆之夜下山饮水"

WRITE_AND_DELETE = """
import json, sqlite3, sys
WORDS = sys.argv[2]
import django; django.setup()
from datetime import date
from django.conf import settings
from luoshi.accounts.models import User
from luoshi.common.first_schema import make_tables
from luoshi.common.jobs import run_due
from luoshi.training.actions import reflection_purging, reflections
from luoshi.training.models import Trainee, TrainingClass
from luoshi.units.models import Unit

make_tables()
author = User.objects.create_user("author", name="秦月")
unit = Unit(name="滨川市", level=3, kind="area"); unit.save()
day = date(2026, 11, 3)
held = TrainingClass.objects.create(owner=unit, title="班", starts_on=day, ends_on=day)
Trainee.objects.create(training_class=held, user=author, name=author.name, calendar_token="x")
made = reflections.open_own(held, by=author)
made = reflections.save(made, title=WORDS, parts=[{"heading": "", "text": WORDS * 40}],
                         seen=made.version, by=author)
ways = (WORDS.encode(), json.dumps(WORDS)[1:-1].encode())

def places():
    files = (path for path in settings.DATA.root.rglob("*") if path.is_file())
    return sorted(path.name for path in files if any(way in path.read_bytes() for way in ways))

reader = sqlite3.connect(settings.DATA.database)
if sys.argv[1] == "read":
    reader.execute("BEGIN"); reader.execute("SELECT count(*) FROM training_reflection").fetchone()
print(bool(places()))
reflection_purging.delete_own(made, by=author)
print(places() == [] or sys.argv[1] == "read" and bool(places()))
reader.close()
run_due()
print(places(), sorted(path.name for path in settings.DATA.root.glob("erasing")))
"""


@pytest.mark.parametrize("others", ["rest", "read"])
def test_a_deleted_reflection_is_in_no_file(others: str, tmp_path: Path) -> None:
    """At once; where somebody reads meanwhile, after the next round of the clock."""
    embedded = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = embedded | {"LUOSHI_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "luoshi.settings"}
    command = [sys.executable, "-c", WRITE_AND_DELETE, others, WORDS]

    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=300)

    assert (done.stdout.splitlines(), done.stderr[-2000:]) == (["True", "True", "[] []"], "")
