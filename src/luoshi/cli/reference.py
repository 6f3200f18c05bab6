"""Writes the reference of the command from the command itself: `python -m luoshi.cli.reference docs`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.text import Text

from luoshi.cli import help_page
from luoshi.cli.app import app
from luoshi.wording import CHINESE, ENGLISH, activate, language, marked
from luoshi.wording import gettext as _

if TYPE_CHECKING:
    from luoshi.cli.help_page import Line

PAGES = {CHINESE: "cli.md", ENGLISH: "cli.en.md"}
_TITLE = marked("命令参考")
_MADE = marked("由 `python -m luoshi.cli.reference docs` 生成，请不要手工修改。")


def reference(spoken: str) -> str:
    """The page in one language, as Markdown."""
    before = language()
    activate(spoken)
    try:
        root = typer.main.get_command(app)
        pieces = [f"# {_(_TITLE)}", _(_MADE), *_section(root, "luoshi", level=2)]
        for name, command in getattr(root, "commands", {}).items():
            pieces += _section(command, f"luoshi {name}", level=2)
        return "\n\n".join(pieces) + "\n"
    finally:
        activate(before)


def _section(command: Any, path: str, *, level: int) -> list[str]:
    pieces = [f"{'#' * level} {path}", f"```\n{help_page.usage(command, path)}\n```"]
    pieces += [_plain(paragraph) for paragraph in help_page.about(command)]
    for title, lines in (
        (_("参数"), help_page.arguments(command)),
        (_("命令"), help_page.commands(command)),
        (_("选项"), help_page.options(command)),
    ):
        if lines:
            pieces += [f"{'#' * (level + 1)} {title}", _table(lines)]
    return pieces


def _table(lines: list[Line]) -> str:
    rows = [f"| {_code(f'{line.names} {line.value}'.strip())} | {_cell(line.text)} |" for line in lines]
    return "\n".join(["| | |", "|---|---|", *rows])


def _code(words: str) -> str:
    return f"`{words.replace('|', chr(92) + '|')}`"


def _cell(markup: str) -> str:
    return _plain(markup).replace("|", "\\|")


def _plain(markup: str) -> str:
    return Text.from_markup(markup).plain


if __name__ == "__main__":
    for spoken, page in PAGES.items():
        (Path(sys.argv[1]) / page).write_text(reference(spoken), encoding="utf-8", newline="\n")
