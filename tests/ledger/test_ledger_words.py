"""Every code that the ledger writes has its words: notices and history entries, collected from the source."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.common import words
from luoshi.ledger import actions
from luoshi.ledger.states import MOVES, Decision, SlipColour
from luoshi.ledger.wording import NOTICES
from luoshi.notices import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(actions.__path__[0])
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
TELLING = re.compile(r"tell_\w+|_tell|notify")
MEASURE_VERBS = frozenset({"leave", "_save", "_saved", "save_measure"})
"""Functions that put `measure.` before the verb that they are given."""
HOLES = {"colour": SlipColour.values, "decision": [Decision.GRANTED.value, Decision.DENIED.value], "verb": list(MOVES)}


def test_every_notice_has_its_sentence() -> None:
    told = {code for call in _calls(TELLING) for code in _texts(call) if CODE.fullmatch(code)}

    assert {code for code in told if not kinds.is_known(code)} == set()
    assert len(told) > 20


def test_every_history_entry_has_its_sentence() -> None:
    written = {code for call in _calls(re.compile(r"record\w*|_keep|Change|change_of")) for code in _texts(call)}
    verbs = {code for call in _calls(re.compile("|".join(MEASURE_VERBS))) for code in _texts(call)}

    codes = {code for code in written if CODE.fullmatch(code)} | {
        f"measure.{verb}" for verb in verbs if verb.isidentifier()
    }

    assert {code for code in codes if code not in words._sentences and not code.startswith("unit.")} == set()
    assert len(codes) > 40


def test_no_sentence_is_left_over() -> None:
    told = {code for call in _calls(TELLING) for code in _texts(call)}

    assert set(NOTICES) - told == set()


def _calls(name: re.Pattern[str]) -> Iterator[ast.Call]:
    """Calls of functions with such a name, in every file of the actions."""
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name.fullmatch(_name(node.func)):
                yield node


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _texts(call: ast.Call) -> Iterator[str]:
    """The codes among the arguments; a hole in one is filled with everything that can stand there."""
    for argument in call.args:
        for node in [argument, *([argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [])]:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                yield from _filled(node)


def _filled(node: ast.JoinedStr) -> Iterator[str]:
    head = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    hole = next((part.value for part in node.values if isinstance(part, ast.FormattedValue)), None)
    for value in HOLES.get(_name(hole), []) if hole is not None else []:
        yield head + value
