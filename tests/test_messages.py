"""The English of the web pages: complete, without left-overs, the same everywhere, with the same parameters."""

from __future__ import annotations

import re
from collections import defaultdict
from io import BytesIO
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po

from scripts.messages import found, framework, rooms, untranslated, written

FRAMEWORKS_OWN = [
    Path(django.__file__).parent / part / "locale" / "en" / "LC_MESSAGES" / "django.po"
    for part in ("conf", "contrib/auth")
]
PARAMETER = re.compile(r"%\(\w+\)[sd]")


@pytest.mark.parametrize("room", rooms())
def test_every_text_has_its_english(room: str) -> None:
    catalogue = written(room)

    missing = {(message.id, message.context) for message in found(room)} - {
        (message.id, message.context) for message in catalogue
    }

    assert (missing, untranslated(catalogue)) == (set(), [])


@pytest.mark.parametrize("room", rooms())
def test_no_english_is_left_over(room: str) -> None:
    shown = {(message.id, message.context) for message in found(room)}

    assert {(message.id, message.context) for message in written(room)} - shown == set()


def test_one_text_has_one_english() -> None:
    versions = defaultdict(set)
    for room in rooms():
        for message in written(room):
            if message.id:
                versions[(message.id, message.context)].add(message.string)

    assert {key: strings for key, strings in versions.items() if len(strings) > 1} == {}


def test_english_keeps_the_parameters() -> None:
    differing = [
        message.id
        for room in rooms()
        for message in written(room)
        if message.id and _parameters(message.id) != _parameters(message.string)
    ]

    assert differing == []


def test_what_the_framework_says_is_still_said_by_it() -> None:
    known = {message.id for path in FRAMEWORKS_OWN for message in read_po(BytesIO(path.read_bytes()))}

    assert {message.id for message in framework() if message.id} - known == set()


def test_what_the_framework_says_keeps_its_parameters() -> None:
    differing = [
        message.id for message in framework() if message.id and _parameters(message.id) != _parameters(message.string)
    ]

    assert differing == []


def _parameters(text: str | tuple[str, ...]) -> set[str]:
    return set(PARAMETER.findall(text if isinstance(text, str) else " ".join(text)))
