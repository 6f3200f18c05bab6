"""`luoshi serve`, `luoshi worker`, `luoshi tick`: the pages, the jobs, and what is due by time."""

from __future__ import annotations

import errno
import os
import socket
from typing import TYPE_CHECKING
from uuid import uuid4

from luoshi.cli.screen import messages
from luoshi.cli.wrong_usage import WrongUsage
from luoshi.wording import gettext as _

if TYPE_CHECKING:
    from luoshi.common.installation import DataFolder

THREADS = 8


def open_installation(data: str) -> DataFolder:
    """Make the data folder ready and load the application from it; what is written from here on is nobody else's."""
    os.umask(0o077)
    if data:
        os.environ["LUOSHI_DATA"] = data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.settings")
    from luoshi.common.installation import DataFolder

    folder = DataFolder.from_environment(os.environ)
    folder.prepare()
    import django

    django.setup()
    return folder


def serve(data: str, *, host: str, port: int, workers: int, with_jobs: bool, demo: bool = False) -> int:
    """Bring the database up to date, then serve until stopped; by default jobs and clock run along.

    With `demo` an empty installation is filled with the demonstration first, in a folder of its own unless named.
    """
    check_port(host, port)
    os.environ.setdefault("LUOSHI_SITE_URL", f"http://{_shown(host)}:{port}")  # what certificates and messages name
    if demo:
        os.environ["LUOSHI_DEMO"] = "1"
        data = data or os.environ.get("LUOSHI_DATA", "") or ".luoshi-demo"
    folder = open_installation(data)
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    from luoshi.common.background import SWITCH

    bring_up_to_date()
    if demo:
        _fill_with_the_demonstration()
    _welcome(folder, host, port, demo=demo)
    os.environ[SWITCH] = "1" if with_jobs else "0"
    # The server forks its processes. A connection to SQLite that is open then takes its locks for its own in both, and
    # what one of them writes is lost.
    connections.close_all()
    Granian(
        "luoshi.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        websockets=False,
        log_enabled=False,
    ).serve()
    return 0


def bring_up_to_date() -> None:
    """Make or migrate the tables."""
    from django.core.management import call_command

    from luoshi.common.first_schema import make_tables

    make_tables()
    call_command("migrate", interactive=False, verbosity=0)


def _fill_with_the_demonstration() -> None:
    from luoshi.common import clock
    from luoshi.demo.load import is_empty, load_demonstration

    if is_empty():
        messages().print(_("正在装入演示数据，大约十五秒…"))
        load_demonstration(clock.today())


def work(data: str) -> int:
    """Run jobs in this process until stopped; what a worker that is gone left running is begun again."""
    open_installation(data)
    from django.core.management import call_command

    from luoshi.common.workers import stay

    name = f"worker-{uuid4()}"
    stay(name)
    call_command("db_worker", interval=1, verbosity=0, worker_id=name)
    return 0


def tick(data: str) -> int:
    """Run what is due, say what was done; 1 if something failed."""
    open_installation(data)
    from luoshi.common.jobs import run_due

    outcomes = run_due()
    for outcome in outcomes:
        messages().print(f"{outcome.job}: {outcome.error or outcome.count}")
    return 1 if any(outcome.error for outcome in outcomes) else 0


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody else has: the server itself would share it and answer every other request."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        if os.name != "nt":  # there the option means that a port may be taken from others
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                said = _("端口 {port} 已被别的程序占用。请换一个，例如加 --port {other}。")
            else:
                said = _("不能在 {host} 的端口 {port} 上提供服务：地址不属于本机，或没有权限。")
            raise WrongUsage(said.format(host=host, port=port, other=8001 if port < 8001 else port + 1)) from error


def _shown(host: str) -> str:
    """How the address of this machine is written in a browser."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  # compared, not bound
    return f"[{shown}]" if ":" in shown else shown


def _welcome(folder: DataFolder, host: str, port: int, *, demo: bool) -> None:
    from luoshi.accounts.queries import is_empty_installation

    started = _("落实 已启动：http://{host}:{port}　数据在 {folder}")
    messages().print(started.format(host=_shown(host), port=port, folder=folder.root))
    if demo:
        messages().print(_("这是演示：在登录页点一下就能以各种职责进入。删掉数据文件夹，下次启动重新装入。"))
    elif is_empty_installation():
        messages().print(_("第一次使用：在浏览器打开上面的地址，输入启动码 {code}").format(code=folder.first_code()))
    messages().print(_("按 Ctrl+C 停止。"))
