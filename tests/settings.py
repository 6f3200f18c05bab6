"""Settings of the tests: a data folder that goes away, quick passwords, SQLite in that folder unless a server is named.

`LUOSHI_TEST_POSTGRES` (or `DATABASE_URL`) names a PostgreSQL server; `.ci/postgres` starts one where Debian's is
installed.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="luoshi-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["LUOSHI_DATA"] = _folder
os.environ.pop("LUOSHI_TODAY", None)
if server := os.environ.get("LUOSHI_TEST_POSTGRES"):
    os.environ["DATABASE_URL"] = server

from luoshi.settings import *  # noqa: E402, F403  # the environment has to be set before the settings read it
from luoshi.settings import DATA, DATABASES  # noqa: E402  # as above

DATA.prepare()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ACCOUNT_RATE_LIMITS: dict[str, str] = {}
SITE_URL = "https://luoshi.example"
DATABASES["default"].pop("CONN_MAX_AGE", None)  # a kept connection would hold the test database open
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file as in an office, so that the server of the browser tests and the test each have their own connection: one
    # in memory is shared by all threads, and what one of them does in a transaction gets in the way of the others.
    DATABASES["default"]["TEST"] = {"NAME": Path(_folder) / "tests.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
