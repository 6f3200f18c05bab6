"""The English catalogue: complete, without left-overs, and readable by the standard library."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from luoshi.wording import ENGLISH, LOCALE, activate, gettext, wanted_language
from luoshi.wording.catalogue import parsed, translations

SOURCE = Path(__file__).parent.parent.parent / "src" / "luoshi"
ROOMS = ("cli", "exporting", "wording")
LOOKED_UP_BY = {"_", "gettext", "marked"}
PLACEHOLDER = re.compile(r"\{[^{}]*\}|\[/?[a-z ]*\]")


def messages() -> set[str]:
    """Every text that the code asks the catalogue for."""
    calls = (
        node
        for room in ROOMS
        for path in (SOURCE / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LOOKED_UP_BY
    )
    found = (call.args[0].value for call in calls if call.args and isinstance(call.args[0], ast.Constant))
    return {message for message in found if isinstance(message, str)}


def english() -> dict[str, str]:
    entries = parsed((LOCALE / ENGLISH / "LC_MESSAGES" / "luoshi.po").read_text(encoding="utf-8"))
    return {entry.message: entry.strings[0] for entry in entries if entry.message and not entry.fuzzy}


def test_every_message_has_its_english() -> None:
    assert sorted(message for message in messages() if not english().get(message)) == []


def test_no_english_is_left_over() -> None:
    assert sorted(set(english()) - messages()) == []


def test_english_keeps_placeholders_and_markup() -> None:
    changed = [
        message
        for message, translation in english().items()
        if sorted(PLACEHOLDER.findall(message)) != sorted(PLACEHOLDER.findall(translation))
    ]

    assert changed == []


def test_english_holds_no_chinese_but_examples() -> None:
    chinese = [text for text in english().values() if re.search(r"[\u4e00-\u9fff]", text)]

    assert chinese == []


def test_lookup_follows_the_language_of_the_context() -> None:
    activate("en")
    spoken = gettext("牵头单位")
    activate("zh")

    assert (spoken, gettext("牵头单位")) == ("Lead unit", "牵头单位")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LUOSHI_LANG": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "LUOSHI_LANG": "zh"}, "zh"),
    ],
)
def test_environment_decides_the_language(environment: dict[str, str], language: str) -> None:
    assert wanted_language(environment) == language


def test_catalogue_reads_contexts_plurals_and_long_texts() -> None:
    text = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

# a comment
msgctxt "state"
msgid "办结"
msgstr "closed"

msgid "{n} 项"
msgid_plural "{n} 项们"
msgstr[0] "{n} item"
msgstr[1] "{n} items"

msgid ""
"第一行\\n"
"第“二”行"
msgstr ""
"line one\\n"
"line \\"two\\""

#, fuzzy
msgid "存疑"
msgstr "unsure"

#~ msgid "旧"
#~ msgstr "old"
"""

    found = translations(parsed(text))

    assert found.pgettext("state", "办结") == "closed"
    assert [found.ngettext("{n} 项", "{n} 项们", n) for n in (1, 2)] == ["{n} item", "{n} items"]
    assert found.gettext("第一行\n第“二”行") == 'line one\nline "two"'
    assert (found.gettext("存疑"), found.gettext("旧")) == ("存疑", "旧")
