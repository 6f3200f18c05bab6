"""A progress bar on standard error, for people only and for long work only."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from luoshi.cli.screen import messages
from luoshi.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")

_LONG = 5
"""Files from which it is worth while."""


def tracked(items: Iterable[Item], total: int, *, hidden: bool) -> Iterator[Item]:
    """The items, with a bar that counts them while they come; none where standard error is no terminal."""
    if hidden or total < _LONG or not messages().is_terminal:
        yield from items
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=messages(), transient=True) as bar:
        task = bar.add_task(_("正在读文件"), total=total)
        for item in items:
            yield item
            bar.advance(task)
