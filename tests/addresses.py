"""Every address of the program, filled in with what is there: for tests that none may escape."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import product
from typing import TYPE_CHECKING, Any

import pypdfium2
from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model
    from django.http import HttpResponseBase

MOST_WAYS = 4
"""Ways to fill one address: more numbers than that say nothing new."""
WORDS = {
    "stage": ("offered", "accepted", "linked", "told_done"),
    "format": ("docx", "pdf"),
    "kind": ("docx", "pdf", "xlsx", "follow_up"),
    "form": ("docx", "pdf", "xlsx", "csv"),
}
"""What stands in an address for a word, by the name of the argument; others are tried with one that is none."""
_ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def all_addresses() -> list[str]:
    """The patterns of all addresses as one reads them: training/<int:pk>/."""
    return sorted(set(_patterns(get_resolver(), "")))


def filled(pattern: str, numbers: list[int]) -> list[str]:
    """The address with every number that there is, and every word that its argument knows."""
    arguments = list(_ARGUMENT.finditer(pattern))
    choices = [_choices(match.group(1) or "", match.group(2) or match.group(3), numbers) for match in arguments]
    made = []
    for chosen in list(product(*choices))[:MOST_WAYS]:
        words = iter(chosen)
        made.append("/" + _ARGUMENT.sub(lambda _match: str(next(words)), pattern).strip("^$"))  # noqa: B023 -- used at once
    return made


def numbers_of(rows: Iterable[Model]) -> list[int]:
    """The numbers of the rows that an address may name, smallest first."""
    return sorted({row.pk for row in rows})


def words_in(answer: HttpResponseBase) -> str:
    """All words of an answer, also those of Word, Excel and PDF files and of archives."""
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[call-overload,attr-defined]  # a stream
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if content.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(content) as pages:
            return "".join(page.get_textpage().get_text_range() for page in pages)
    return str(content.decode("utf-8", "replace"))


def _choices(converter: str, name: str, numbers: list[int]) -> tuple[Any, ...]:
    if converter == "int" or name == "pk":
        return tuple(numbers)
    return WORDS.get(name, ("x",))


def _patterns(resolver: Any, before: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one, here)
        elif isinstance(one, URLPattern):
            yield here
