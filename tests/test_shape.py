"""Keeps the measures of the code: short files, short functions, few branches, a sentence at the head of each module."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for folder in ("src", "tests", "bench", "scripts")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
MAX_LINES, MAX_FUNCTION = 500, 60
FORBIDDEN_NAMES = {"helpers.py", "utils.py", "misc.py", "tools.py"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_keeps_its_measure(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    tree = ast.parse(source)

    assert len(source.splitlines()) <= MAX_LINES
    assert path.name not in FORBIDDEN_NAMES
    assert not source.strip() or ast.get_docstring(tree), "a module opens with one sentence that says what it is for"
    assert [name for name, length in _functions(tree) if length > MAX_FUNCTION] == []


def test_suppressions_say_why() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"#\s*(?:noqa|type:\s*ignore)", line)
        and not re.search(r"(?:noqa|ignore)[^#]*(?: --? | # )\S", line)
    ]

    assert [place for place in bare if not place.startswith("tests/test_shape.py")] == []


def test_every_package_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("__init__.py")
        if "migrations" not in path.parts and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []


def _functions(tree: ast.Module) -> list[tuple[str, int]]:
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
