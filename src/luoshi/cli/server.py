"""The commands that run and keep an installation: serve, worker, tick, check, admit, backup, restore."""

from __future__ import annotations

from typing import Annotated

import typer

from luoshi.cli.speaking import Command
from luoshi.wording import marked

_FOLDER = marked("文件夹")
_FILE = marked("文件")
_NAME = marked("登录名")

Data = Annotated[
    str,
    typer.Option(
        "--data",
        metavar=_FOLDER,
        show_default=False,
        help=marked("数据文件夹：数据库、文件、密钥和配置都在里面。默认是主目录下的 .luoshi。"),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the `luoshi` command."""
    add = app.command
    add(cls=Command, help=marked("启动网页服务。第一次启动会打印启动码，用它在网页上建立第一个管理员。"))(serve)
    add(cls=Command, help=marked("单独运行后台任务；[bold]luoshi serve[/] 已包含，大型部署才需要。"))(worker)
    add(cls=Command, help=marked("处理到时间该办的事：发送提醒、汇总、固化历史等；适合由定时任务每分钟运行一次。"))(
        tick
    )
    add(cls=Command, help=marked("检查数据库、变更历史和文件是否完好，指出第一处问题。"))(check)
    add(cls=Command, help=marked("备份：数据库和文件打成一个压缩包，运行中也可以做。"))(backup)
    add(cls=Command, help=marked("管理员进不去时在服务器上用：给账号一个新的首次登录密码，并解除两步验证。"))(admit)
    add(cls=Command, help=marked("恢复：把备份放回空的数据文件夹，并检查是否完好。"))(restore)


def serve(
    data: Data = "",
    host: Annotated[str, typer.Option("--host", help=marked("监听地址；0.0.0.0 表示所有网卡。"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=marked("端口。"))] = 8000,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help=marked("网页进程数；用 SQLite 时一个就够。"))
    ] = 1,
    alone: Annotated[
        bool,
        typer.Option("--web-only", help=marked("只提供网页，后台任务和定时由 luoshi worker、luoshi tick 另外运行。")),
    ] = False,
    demo: Annotated[
        bool,
        typer.Option("--demo", help=marked("装入演示数据（虚构的城市和方案），登录页上点一下就能以各种职责试用。")),
    ] = False,
) -> int:
    """Serve the pages."""
    from luoshi.cli import serving

    return serving.serve(data, host=host, port=port, workers=workers, with_jobs=not alone, demo=demo)


def worker(data: Data = "") -> int:
    """Run jobs until stopped."""
    from luoshi.cli import serving

    return serving.work(data)


def tick(data: Data = "") -> int:
    """Do what is due by time, once."""
    from luoshi.cli import serving

    return serving.tick(data)


def check(data: Data = "") -> int:
    """Say what is wrong with the installation."""
    from luoshi.cli import keeping

    return keeping.check(data)


def admit(
    username: Annotated[str, typer.Argument(metavar=_NAME, help=marked("登录名。"))],
    data: Data = "",
) -> int:
    """Let somebody in again."""
    from luoshi.cli import keeping

    return keeping.admit(data, username)


def backup(
    target: Annotated[
        str,
        typer.Argument(
            metavar=_FILE, show_default=False, help=marked("备份写到哪里；默认按日期命名，写在当前文件夹。")
        ),
    ] = "",
    data: Data = "",
) -> int:
    """Write a backup."""
    from luoshi.cli import keeping

    return keeping.back_up(data, target)


def restore(
    source: Annotated[str, typer.Argument(metavar=_FILE, help=marked("用 luoshi backup 做的备份。"))],
    data: Data = "",
) -> int:
    """Put a backup back."""
    from luoshi.cli import keeping

    return keeping.restore(data, source)
