"""`luoshi check`, `admit`, `backup`, `restore`: whether an installation is whole, how it is kept, who is locked out."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from luoshi.cli.screen import messages, results
from luoshi.cli.serving import open_installation
from luoshi.wording import gettext as _
from luoshi.wording import marked

if TYPE_CHECKING:
    from luoshi.common.backup import BackupError
    from luoshi.common.installation import DataFolder
    from luoshi.common.integrity import Fault

FAULTS = {
    "database": marked("数据库损坏：{place}"),
    "migrations": marked("数据库不是最新版本，请先运行 luoshi serve。还差：{place}"),
    "history": marked("变更历史在这里断开：{place}"),
    "file": marked("文件缺失或大小不符：{place}"),
}
REFUSALS = {
    "no_backup": marked("这不是 luoshi backup 做的备份。"),
    "damaged": marked("备份已损坏：{name}"),
    "not_empty": marked("{name} 不是空的。请换一个空的数据文件夹，或先移走原来的。"),
    "no_program": marked("找不到 {name}，请安装 PostgreSQL 的客户端程序。"),
    "program_failed": marked("PostgreSQL 报错：{name}"),
}
SHOWN_AT_MOST = 20


def check(data: str) -> int:
    """Say what is wrong, the first fault first; 0 if nothing is."""
    folder = open_installation(data)
    from luoshi.common.integrity import faults

    return _report(list(faults())) if _has_database(folder) else 1


def admit(data: str, username: str) -> int:
    """Print a new first password of an account; 1 if there is no such account."""
    if not _has_database(open_installation(data)):
        return 1
    from luoshi.units.actions import people

    password = people.admit(username)
    if password is None:
        messages().print(_("没有登录名为“{name}”的账号。").format(name=username))
        return 1
    results().print(_("新的首次登录密码：{password}　两步验证已解除，登录后要改密码。").format(password=password))
    return 0


def back_up(data: str, target: str) -> int:
    """Write the archive and say where; 1 if it could not be made."""
    open_installation(data)
    from luoshi.common.backup import BackupError, make_backup

    path = Path(target) if target else Path(f"luoshi-{datetime.now().astimezone():%Y%m%d-%H%M%S}.zip")
    if path.exists():
        messages().print(_("{name} 已经存在，没有覆盖。").format(name=path))
        return 1
    try:
        manifest = make_backup(path.resolve())
    except BackupError as error:
        return _refused(error)
    count = len(manifest.members)
    messages().print(
        _("已备份到 {name}，共 {count} 个文件。密钥和 luoshi.env 不在其中，请另外保管。").format(name=path, count=count)
    )
    return 0


def restore(data: str, source: str) -> int:
    """Put the archive back, bring the database up to date and check everything."""
    folder = open_installation(data)
    from luoshi.cli.serving import bring_up_to_date
    from luoshi.common.backup import BackupError, restore_backup
    from luoshi.common.integrity import faults

    try:
        manifest = restore_backup(Path(source), folder)
    except BackupError as error:
        return _refused(error)
    except (OSError, BadZipFile) as error:
        messages().print(_("打不开 {name}：{cause}").format(name=source, cause=error))
        return 1
    bring_up_to_date()
    messages().print(_("已恢复 {moment} 的备份。").format(moment=manifest.made_at))
    return _report(list(faults()))


def _has_database(folder: DataFolder) -> bool:
    """Whether there is an installation at all; says so where there is none."""
    if os.environ.get("DATABASE_URL") or folder.database.is_file():
        return True
    messages().print(_("{folder} 里还没有数据库。").format(folder=folder.root))
    return False


def _report(found: list[Fault]) -> int:
    for fault in found[:SHOWN_AT_MOST]:
        messages().print(_(FAULTS[fault.code]).format(place=fault.place))
    if not found:
        messages().print(_("完好：数据库、变更历史和文件都没有问题。"))
    return 1 if found else 0


def _refused(error: BackupError) -> int:
    messages().print(_(REFUSALS[error.code]).format(name=error.name))
    return 1
