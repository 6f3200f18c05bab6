"""What the documentation shows is what happens; what it points to is there."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from luoshi.cli.app import app

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PICTURES = DOCS / "pictures"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "deploy").glob("*.md")])
DEPLOYED = sorted([*(ROOT / "deploy" / "systemd").glob("*.service"), ROOT / "deploy" / "compose.yaml"])
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LARGEST = 150_000


@pytest.mark.parametrize("page", ["engine.md"])
def test_examples_of_a_page_run(page: str) -> None:
    failed, tried = doctest.testfile(str(DOCS / page), module_relative=False, encoding="utf-8")

    assert tried > 0
    assert failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_points_to_is_there(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]

    missing = [target for target in targets if not _is_there(page, target)]

    assert missing == []


def _is_there(page: Path, target: str) -> bool:
    name, _hash, anchor = target.partition("#")
    aim = page if not name else (page.parent / name).resolve()
    if not aim.exists():
        return False
    return not anchor or anchor in {_anchor(heading) for heading in HEADING.findall(aim.read_text(encoding="utf-8"))}


def _anchor(heading: str) -> str:
    """The name of a heading as a code host makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_picture_is_shown_and_small() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = list(PICTURES.iterdir())

    assert [picture.name for picture in pictures if f"pictures/{picture.name}" not in pages] == []
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST] == []


@pytest.mark.parametrize("name", ["user-guide", "operation", "study", "cli"])
def test_both_languages_have_the_same_chapters(name: str) -> None:
    chinese, english = ((DOCS / f"{name}{end}.md").read_text(encoding="utf-8") for end in ("", ".en"))

    assert _outline(chinese) == _outline(english)


def test_both_readmes_show_the_same_commands_and_pages() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))

    assert _outline(english) == _outline(chinese)
    assert _commands(english) == _commands(chinese)
    assert _pages(english) == _pages(chinese)


def _commands(text: str) -> list[str]:
    """The lines of all examples without their remarks."""
    examples = "".join(re.findall(r"^```.*?^```", text, re.DOTALL | re.MULTILINE))
    return [re.sub(r"\s*#.*", "", line) for line in examples.splitlines()]


def _pages(text: str) -> set[str]:
    """What is linked, the two languages of a page being one; the other README left out."""
    targets = (target.replace(".en.md", ".md") for target in LINK.findall(text))
    return {target for target in targets if not target.startswith("README")}


def _outline(text: str) -> list[str]:
    """The levels of the headings outside of examples."""
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [found[1] for found in re.finditer(r"^(#+) ", prose, re.MULTILINE)]


@pytest.mark.parametrize("path", DEPLOYED, ids=lambda path: path.name)
def test_what_is_deployed_can_be_called(path: Path) -> None:
    lines = re.findall(r"^(?:ExecStart=|\s+command: )(.*luoshi\b.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    calls = [_words(line) for line in lines]

    for words in calls:
        command = get_command(app).commands[words[0]]  # type: ignore[attr-defined]  # a group
        command.make_context(words[0], words[1:])

    assert calls != []


def _words(line: str) -> list[str]:
    """The words behind `luoshi` in a unit's line, a list of words, or a line of the shell."""
    words = shlex.split(line.replace("[", " ").replace("]", " ").replace(",", " "))
    words = words[-1].replace(";", " ").split() if words[0] == "sh" else words
    start = next(place for place, word in enumerate(words) if word.rpartition("/")[2] == "luoshi") + 1
    return [word for word in words[start:] if word not in {"||", "true", "do", "sleep", "60", "done"}]


def test_every_test_that_a_page_names_is_there() -> None:
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", (DOCS / "origin.md").read_text(encoding="utf-8"))

    missing = [
        f"{path}::{name}"
        for path, name in named
        if not re.search(rf"^def {name}\(", (ROOT / "tests" / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]

    assert (missing, len(named) >= 25) == ([], True)
