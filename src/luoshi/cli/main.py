"""The entry of the `luoshi` command: language, signals, exit codes; a wrong file or word gives no traceback."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn, cast

from luoshi.wording import LANGUAGES, activate, wanted_language
from luoshi.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import TextIOWrapper

ALL_READ, SOME_FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def run() -> NoReturn:
    """The console script."""
    signal.signal(signal.SIGTERM, _leave)
    for stream in (cast("TextIOWrapper", sys.stdout), cast("TextIOWrapper", sys.stderr)):
        stream.reconfigure(errors="replace")  # a code page may lack a character
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except OSError as error:
        code = SOME_FAILED
        if not isinstance(error, BrokenPipeError):  # else the reader of the pipe has seen enough
            from luoshi.wording.causes import cause_unwritable  # loads the engine

            print(_("写不进去：{cause}").format(cause=cause_unwritable(error)), file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still waiting goes nowhere
    sys.exit(code)


def main(words: Sequence[str]) -> int:
    """Run the command line `words` and return the exit code."""
    wanted, rest = language_among(words)
    activate(wanted or wanted_language(os.environ))
    if wanted is not None and wanted not in LANGUAGES:
        return _wrong_usage(_("--lang 只能是 {choices}。").format(choices="、".join(LANGUAGES)))

    import typer

    from luoshi.cli.app import app
    from luoshi.cli.wrong_usage import WrongUsage, usage_sentence

    usage_error = cast("type[Exception]", typer.BadParameter.__bases__[0])  # the library exports only this kind of it
    command = typer.main.get_command(app)
    try:
        code = command.main(list(rest), prog_name="luoshi", standalone_mode=False)
    except WrongUsage as error:
        return _wrong_usage(str(error))
    except usage_error as error:
        is_help = type(error).__name__ == "NoArgsIsHelpError"  # the help page has been shown
        return WRONG_USAGE if is_help else _wrong_usage(usage_sentence(error))
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        print(_("已中断，没有留下未写完的文件。"), file=sys.stderr)
    return code or ALL_READ


def language_among(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """The language that --lang asks for, wherever it stands before "--", and the other words."""
    wanted: str | None = None
    rest: list[str] = []
    left = list(words)
    while left:
        word = left.pop(0)
        if word == "--":
            return wanted, [*rest, word, *left]
        if word == "--lang":
            wanted = left.pop(0) if left else ""
        elif word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
        else:
            rest.append(word)
    return wanted, rest


def _wrong_usage(sentence: str) -> int:
    print(sentence, _("用 luoshi --help 看说明。"), file=sys.stderr)
    return WRONG_USAGE


def _leave(_number: int, _frame: object) -> NoReturn:
    """Leave through the open `with` blocks, so that nothing half-written stays behind."""
    sys.exit(128 + signal.SIGTERM)
