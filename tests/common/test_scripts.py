"""Scripts of one page share their names: one that declares what another has declared is not run at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).parent.parent.parent / "frontend" / "src"
EVERYWHERE = {"luoshi.js", "theme.js"}
_DECLARED = re.compile(r"^(?:const|let|var|(?:async )?function\*?|class)\s+(\w+)", re.MULTILINE)


def names_of(script: str) -> set[str]:
    return set(_DECLARED.findall((SOURCES / script).read_text(encoding="utf-8")))


@pytest.mark.parametrize("script", sorted({path.name for path in SOURCES.glob("*.js")} - EVERYWHERE))
def test_a_script_declares_nothing_that_every_page_has(script: str) -> None:
    common = set().union(*map(names_of, EVERYWHERE))

    assert common
    assert names_of(script) & common == set()
