"""The page on running an installation names every setting that there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ASKED = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"|"EMAIL_URL"')


@pytest.mark.parametrize("name", ["operation.md", "operation.en.md"])
def test_every_setting_is_on_the_page(name: str) -> None:
    source = (ROOT / "src" / "luoshi" / "settings.py").read_text(encoding="utf-8")
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    asked = {match[1] or "EMAIL_URL" for match in ASKED.finditer(source)} | {"LUOSHI_DATA"}

    named = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", page))

    assert (asked - named, named - asked) == (set(), set())
