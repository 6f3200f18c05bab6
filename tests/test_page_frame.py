"""What every app registers with the frame of the pages: icons, words for the history, places in the navigation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

from luoshi.common import navigation, words

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "luoshi"
LISTED = set((ROOT / "frontend" / "icons.txt").read_text(encoding="utf-8").split())
# A verb that an action writes into the history: history.record(x, "unit.add", …), history.Change(x, "unit.add", …)
VERB = re.compile(r"""(?:record|record_change|Change|_note|_set_closed)\(\s*[^"]{0,80}?"([a-z_]+\.[a-z_]+)\"""")


def used_icons() -> set[str]:
    """Every icon that a template or a place of the navigation names."""
    in_templates = {
        name
        for path in PACKAGE.rglob("*.html")
        for name in re.findall(r"""(?:\{% icon |icon_name=)["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8"))
    }
    return in_templates | {place.icon for place in navigation._places.values()}


def test_every_icon_is_in_the_sprite() -> None:
    assert used_icons() - LISTED == set()


@pytest.mark.parametrize("place", navigation._places.values(), ids=lambda place: place.url_name)
def test_every_place_has_an_address(place: navigation.Place) -> None:
    assert reverse(place.url_name).startswith("/")


@pytest.mark.parametrize("app", ["accounts", "units"])
def test_every_step_in_the_history_has_its_words(app: str) -> None:
    written = {
        verb for path in (PACKAGE / app).rglob("*.py") for verb in VERB.findall(path.read_text(encoding="utf-8"))
    }

    assert written - set(words._sentences) == set()
    assert written
