"""What evidence says, readable in the page without downloading it; numbers of persons are covered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.common.files import open_stored
from luoshi.engine import read_bytes
from luoshi.engine.errors import EngineError
from luoshi.engine.personal_numbers import mask_personal_numbers
from luoshi.library.causes import sentence_of

if TYPE_CHECKING:
    from luoshi.ledger.models import Evidence

READABLE = frozenset({"pdf", "docx", "xlsx", "text"})
CHARACTERS = 3000


@dataclass(frozen=True)
class Preview:
    """The first characters of a file's text, or the sentence that says why there are none."""

    text: str = ""
    fault: str = ""
    is_cut: bool = False


def preview_of(evidence: Evidence) -> Preview | None:
    """The text of a file that can be read; None for links, pictures and other kinds."""
    stored = evidence.file
    if stored is None or stored.kind not in READABLE:
        return None
    with open_stored(stored) as file:
        try:
            text = read_bytes(file.read(), name=evidence.name).text
        except EngineError as error:
            return Preview(fault=sentence_of(error.code, error.params))
    return Preview(text=mask_personal_numbers(text[:CHARACTERS]), is_cut=len(text) > CHARACTERS)
