"""Help pages in the user's language: the texts of the commands are messages, looked up when the page is shown.

The page is our own and not the library's because that one cuts Chinese lines short and speaks English in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from luoshi.wording import gettext as _
from luoshi.wording import marked

if TYPE_CHECKING:
    from rich.console import Console
    from rich.panel import Panel

_OPTIONS = marked("[选项]")
_COMMAND = marked("命令 [参数]…")
_HELP = marked("显示这段说明并退出。")
_WIDEST = 110


@dataclass(frozen=True, slots=True)
class Line:
    """One argument, option or command of a help page; `text` may hold rich markup."""

    names: str
    value: str
    text: str


def usage(command: Any, path: str) -> str:
    """How the command is written: luoshi breakdown [选项] 文件…"""
    if hasattr(command, "commands"):
        return f"{path} {_(_OPTIONS)} {_(_COMMAND)}"
    arguments = [_(param.metavar) + ("…" if param.nargs != 1 else "") for param in _of_kind(command, "argument")]
    return " ".join([path, _(_OPTIONS), *arguments])


def about(command: Any) -> list[str]:
    """The paragraphs that say what the command does."""
    return str(_(command.help or "")).split("\n\n")


def arguments(command: Any) -> list[Line]:
    return [Line(_(param.metavar), "", _(param.help)) for param in _of_kind(command, "argument")]


def options(command: Any) -> list[Line]:
    """The options as they are declared, and --help."""
    own = [
        Line(", ".join(reversed(param.opts)), _(param.metavar) if param.metavar else "", _(param.help) + _need(param))
        for param in _of_kind(command, "option")
    ]
    return [*own, Line("-h, --help", "", _(_HELP))]


def commands(command: Any) -> list[Line]:
    return [Line(name, "", about(below)[0]) for name, below in getattr(command, "commands", {}).items()]


def print_help(console: Console, command: Any, path: str) -> None:
    """The whole page."""
    from rich.text import Text

    width = min(console.width, _WIDEST)
    console.print()
    console.print(Text.assemble((f" {_('用法：')}", "bold"), usage(command, path)))
    for paragraph in about(command):
        console.print()
        console.print(_indented(paragraph), width=width)
    console.print()
    for title, lines in (
        (_("参数"), arguments(command)),
        (_("命令"), commands(command)),
        (_("选项"), options(command)),
    ):
        if lines:
            console.print(_panel(title, lines), width=width)
    if command.epilog:
        console.print(_indented(_(command.epilog)), width=width)
    console.print()


def _of_kind(command: Any, kind: str) -> list[Any]:
    return [param for param in command.params if param.param_type_name == kind]


def _need(param: Any) -> str:
    return _("（必填）") if param.required else ""


def _indented(markup: str) -> Any:
    from rich.padding import Padding
    from rich.text import Text

    text = Text.from_markup(markup)
    text.overflow = "fold"
    return Padding(text, (0, 1))


def _panel(title: str, lines: list[Line]) -> Panel:
    from rich.panel import Panel
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True)
    if any(line.value for line in lines):
        table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for line in lines:
        value = [Text(line.value, style="yellow")] if len(table.columns) == 3 else []
        table.add_row(Text(line.names, style="bold cyan"), *value, Text.from_markup(line.text))
    return Panel(table, title=title, title_align="left", border_style="dim")
