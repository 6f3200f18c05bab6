"""The catalogues of the web pages: `python -m scripts.messages update [APP…]` finds the texts, `compile` makes the .mo.

The Chinese text in the code is the key; every app has its own `locale/en/LC_MESSAGES/django.po`. Texts of the command
line have a catalogue of their own (`luoshi.po`).
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent / "src" / "luoshi"
ROOMS = ("", "common", "accounts", "units", "notices", "library", "ledger", "training", "summing_up", "desk", "demo")
"""The apps, each with its own catalogue; the empty name stands for the modules beside them."""
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
FRAMEWORK = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
"""What the framework says of a field, in our words; written by hand, its keys are the framework's."""
HEADER = """\
# English of the web pages. The Chinese text in the code is the key; a test fails on a missing entry.
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def rooms() -> list[str]:
    """The apps that are there."""
    return [room for room in ROOMS if (PACKAGE / room).is_dir()]


def found(room: str) -> Catalog:
    """Every text that the pages of one app show, with the file it stands in."""
    catalogue = Catalog(locale="en", charset="utf-8")
    for path in sorted(_sources(room)):
        place = path.relative_to(PACKAGE).as_posix()
        for _line, message, _comments, context in _messages(path):
            catalogue.add(message, locations=[(place, None)], context=context)
    return catalogue


def written(room: str) -> Catalog:
    """The English catalogue of one app as it stands in the repository; empty where there is none yet."""
    if not po_of(room).is_file():
        return Catalog(locale="en", charset="utf-8")
    with po_of(room).open("rb") as file:
        return read_po(file, locale="en")


def framework() -> Catalog:
    """The sentences of the framework that we say differently."""
    with FRAMEWORK.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def update(room: str) -> int:
    """Add what is new to a catalogue and take out what is gone; returns how many texts lack English."""
    catalogue = written(room)
    catalogue.update(found(room), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    target = BytesIO()
    write_po(target, catalogue, sort_output=True, omit_header=True, include_lineno=False, width=120)
    po_of(room).parent.mkdir(parents=True, exist_ok=True)
    po_of(room).write_text(HEADER + target.getvalue().decode(), encoding="utf-8")
    return len(untranslated(catalogue))


def untranslated(catalogue: Catalog) -> list[str]:
    """The texts of a catalogue that lack a translation or one of its plural forms; one that is in doubt is not used."""
    return [
        str(message.id) for message in catalogue if message.id and (message.fuzzy or not _is_translated(message.string))
    ]


def compile_all() -> int:
    """Write the .mo file beside every catalogue; returns how many."""
    done = 0
    for room in rooms():
        if po_of(room).is_file():
            with po_of(room).with_suffix(".mo").open("wb") as target:
                write_mo(target, written(room))
            done += 1
    with FRAMEWORK.with_suffix(".mo").open("wb") as target:
        write_mo(target, framework())
    return done + 1


def po_of(room: str) -> Path:
    """Where the English catalogue of an app lies."""
    return PACKAGE / room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def _is_translated(text: str | tuple[str, ...] | list[str]) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)


def _sources(room: str) -> Iterator[Path]:
    folder = PACKAGE / room
    for path in folder.rglob("*") if room else folder.glob("*"):
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
            yield path


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """The texts of one file: a template is first made into a script with the same calls, as Django's own tool does."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from extract("python", BytesIO(source.encode()), keywords=KEYWORDS)
    else:
        yield from extract("javascript", BytesIO(templatize(source).encode()), keywords=KEYWORDS)


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["update"]:
        missing = {room: update(room) for room in arguments[1:] or rooms()}
        print(", ".join(f"{room or 'luoshi'}: {count} without English" for room, count in missing.items()))
        return 1 if any(missing.values()) else 0
    if arguments == ["compile"]:
        print(f"{compile_all()} catalogues compiled")
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
