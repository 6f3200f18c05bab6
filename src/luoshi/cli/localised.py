"""Help in the user's language: the texts of the commands are messages, looked up when the command line is built."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup

from luoshi.cli.wrong_usage import WrongUsage, no_such_command
from luoshi.wording import gettext as _

_ENGLISH_USAGE = "Usage: "


def localise(command: Any) -> Any:
    """Put every text of a command and of those under it into the language spoken now. Returns the command."""
    for name in ("help", "short_help", "epilog", "options_metavar", "subcommand_metavar", "rich_help_panel"):
        if getattr(command, name, None):
            setattr(command, name, _(getattr(command, name)))
    for param in command.params:
        for name in ("help", "metavar", "rich_help_panel"):
            if getattr(param, name, None):
                setattr(param, name, _(getattr(param, name)))
        if getattr(param, "is_flag", False):
            param.metavar = ""  # the library would print <bool>
        if param.param_type_name == "argument":
            param.display_type_rich = _no_type  # the library would print <list[str]>
    for below in getattr(command, "commands", {}).values():
        localise(below)
    return command


def _no_type(ctx: Any) -> None:  # noqa: ARG001 -- the library's signature
    """An argument's name says enough."""


class _Localised:
    """What the command line library says of its own in a help page."""

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]  # mixed into the library's commands
        return usage.replace(_ENGLISH_USAGE, _("用法："), 1).replace("{", "").replace("}", "")

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]  # as above
        if option is not None:
            option.help, option.metavar = _("显示这段说明并退出。"), ""
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from typer import rich_utils  # loads rich, which only help pages and tables need

        rich_utils.ARGUMENTS_PANEL_TITLE = _("参数")
        rich_utils.OPTIONS_PANEL_TITLE = _("选项")
        rich_utils.COMMANDS_PANEL_TITLE = _("命令")
        rich_utils.REQUIRED_LONG_STRING = _("（必填）")
        super().format_help(ctx, formatter)  # type: ignore[misc]  # as above


class Command(_Localised, TyperCommand):
    """A command whose help speaks the user's language."""


class Group(_Localised, TyperGroup):
    """The `luoshi` command itself."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise WrongUsage(no_such_command(args[0], get_close_matches(args[0], self.commands)))
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 -- the library's signature
        """In the order in which a newcomer needs them."""
        return list(self.commands)
