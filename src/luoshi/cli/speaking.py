"""The library's command classes, taught to speak the user's language where they speak of their own."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup

from luoshi.cli.wrong_usage import WrongUsage, no_such_command


class Command(TyperCommand):
    """A command with our own help page."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 -- the library's signature
        _print_help(self, ctx)


class Group(TyperGroup):
    """The `luoshi` command itself."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 -- the library's signature
        _print_help(self, ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise WrongUsage(no_such_command(args[0], get_close_matches(args[0], self.commands)))
        return super().resolve_command(ctx, args)


def _print_help(command: Any, ctx: Any) -> None:
    from luoshi.cli.help_page import print_help  # loads rich, which only help pages and tables need
    from luoshi.cli.screen import results

    print_help(results(), command, ctx.command_path)
