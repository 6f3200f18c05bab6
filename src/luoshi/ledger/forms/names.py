"""What somebody says of printed names: one answer per name, as the rows of a table send them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.common.numbers import whole
from luoshi.ledger.queries.names import Meaning

if TYPE_CHECKING:
    from django.http import QueryDict

NAMES_AT_MOST = 1000
_PICKED = re.compile(r"#(\d{1,12})\s*$")


@dataclass(frozen=True)
class GivenName:
    """One row: the printed name, what it means, and the unit or the new name that goes with it."""

    printed: str
    meaning: Meaning
    unit: int | None
    new_name: str


class NamesForm:
    """Rows `name-N`, `meaning-N` (`unit:12`, `other`, `new`, `areas` …), `new-N` and `other-N` (a unit picked)."""

    def __init__(self, sent: QueryDict) -> None:
        self.remembers = "remember" in sent
        keys = [key.removeprefix("name-") for key in sent if key.startswith("name-")][:NAMES_AT_MOST]
        self.given = [_given(sent, key) for key in keys]


def _given(sent: QueryDict, key: str) -> GivenName:
    answer, _, number = sent.get(f"meaning-{key}", "").partition(":")
    unit = whole(number)
    if answer == "other":
        picked = _PICKED.search(sent.get(f"other-{key}", ""))
        answer, unit = ("unit", int(picked[1])) if picked else ("leave", None)
    meaning = Meaning(answer) if answer in set(Meaning) else Meaning.LEAVE
    return GivenName(sent.get(f"name-{key}", ""), meaning, unit, sent.get(f"new-{key}", ""))
