"""`luoshi demo`: the bundled plan, broken down before the user's eyes, and its ledger to keep."""

from __future__ import annotations

from pathlib import Path

from luoshi.cli.breakdown import Wish, break_down_files
from luoshi.cli.wrong_usage import WrongUsage
from luoshi.samples import sample_path
from luoshi.wording import gettext as _


def show_demo(out: str) -> int:
    """Table on the screen, .xlsx into the current folder or where `out` says. Returns the exit code."""
    target = Path(out) if out else Path()
    if target.is_dir():
        target /= _("样例台账.xlsx")
    elif target.suffix.lower() != ".xlsx":
        raise WrongUsage(_("--out 要写一个已有的文件夹，或以 .xlsx 结尾的文件名。"))
    return break_down_files(Wish((str(sample_path()),), output=str(target), format="table"))
