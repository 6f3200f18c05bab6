"""What is wrong with a command line, in the words of the user's language."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any

from luoshi.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

_IN_BRACKETS = re.compile(r"\(([^()]{0,500})\)")


class WrongUsage(Exception):  # noqa: N818 -- says what it is
    """A command line that asks for something impossible; the text is the sentence for the user."""


def usage_sentence(error: Any) -> str:
    """The sentence for a usage error of the command line library, told by the error's kind."""
    kind = type(error).__name__
    return _SENTENCES[kind](error) if kind in _SENTENCES else _other(error)


def no_such_command(name: str, alike: list[str]) -> str:
    sentence = _("没有“{name}”这个命令。").format(name=name)
    return sentence + (_("是不是想写“{alike}”？").format(alike="、".join(alike)) if alike else "")


def _no_such_option(error: Any) -> str:
    sentence = _("没有“{name}”这个选项。").format(name=error.option_name)
    alike = "、".join(sorted(error.possibilities or ()))
    return sentence + (_("是不是想写“{alike}”？").format(alike=alike) if alike else "")


def _missing(error: Any) -> str:
    return _("缺少{name}。").format(name=_name(error))


def _bad_value(error: Any) -> str:
    asked = getattr(getattr(error.param, "type_descriptor", None), "annotation", None)
    if isinstance(asked, type) and issubclass(asked, Enum):
        choices = "、".join(str(choice.value) for choice in asked)
        return _("{name} 只能是 {choices}。").format(name=_name(error), choices=choices)
    if asked is int:
        least, most = error.param.min, error.param.max
        return _("{name} 要写一个 {least} 到 {most} 的整数。").format(name=_name(error), least=least, most=most)
    return _("{name} 的值不对：{message}").format(name=_name(error), message=error.message)


def _bad_option_usage(error: Any) -> str:
    return _("选项 {name} 后面缺少值，或不该有值。").format(name=error.option_name)


def _other(error: Any) -> str:
    found = _IN_BRACKETS.findall(error.format_message())
    if "unexpected extra argument" in error.format_message() and found:
        return _("多出了参数：{words}").format(words=found[-1])
    return _("用法不对：{message}").format(message=error.format_message())


def _name(error: Any) -> str:
    """--format of an option, the metavar of an argument."""
    param = error.param
    if param is None:
        return str(error.param_hint or "?")
    if param.param_type_name == "argument":
        return _(param.metavar)
    return str(max(param.opts, key=len))


_SENTENCES: dict[str, Callable[[Any], str]] = {
    "NoSuchOption": _no_such_option,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
    "BadOptionUsage": _bad_option_usage,
}
