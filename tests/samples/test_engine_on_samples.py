"""The engine finds in the bundled samples exactly what their labels say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from luoshi.engine import break_down, read
from luoshi.engine.findings import Role
from luoshi.samples import sample_path

if TYPE_CHECKING:
    from luoshi.engine.findings import Breakdown, Measure

LABELLED = (
    "city-plan.docx",
    "province-opinion.docx",
    "province-opinion-revised.docx",
    "meeting-minutes.docx",
    "meeting-minutes.txt",
    "commendation.docx",
    "commendation.txt",
)


def labels(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sample_path(f"{name.partition('.')[0]}.gold.json").read_text(encoding="utf-8"))
    return found


def broken_down(name: str) -> Breakdown:
    return break_down(read(sample_path(name)))


def form(measure: Measure) -> dict[str, Any]:
    return {
        "clause": measure.clause,
        "text": measure.text,
        **{role.value: list(measure.units(role)) for role in Role},
        "due": [day.isoformat() for day in measure.due],
        "ongoing": bool(measure.ongoing),
        "recurring": bool(measure.recurring),
    }


@pytest.mark.parametrize("name", LABELLED)
def test_measures_are_those_of_the_labels(name: str) -> None:
    expected = [{key: value for key, value in label.items() if key != "targets"} for label in labels(name)["measures"]]

    assert [form(measure) for measure in broken_down(name).measures] == expected


@pytest.mark.parametrize("name", LABELLED)
def test_number_and_date_are_those_of_the_labels(name: str) -> None:
    label = labels(name)

    document = read(sample_path(name))

    assert document.doc_number is not None
    assert document.signed_on is not None
    assert (document.doc_number.value, document.signed_on.isoformat()) == (label["doc_number"], label["issued_on"])
