"""The bundled samples are as their texts say, and hold what the demonstration tells."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from luoshi.samples import sample_path

ROOT = Path(__file__).parents[2]
ROLES = ("lead", "responsible", "support")
COUNTIES = 9
TOWNSHIPS = 112


def labels(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sample_path(f"{name}.gold.json").read_text(encoding="utf-8"))
    return found


def rows(name: str) -> list[dict[str, str]]:
    with sample_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_samples_are_as_made_from_their_texts() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "scripts.samples", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (made.returncode, made.stdout) == (0, "")


def test_city_plan_has_88_measures_in_six_parts() -> None:
    parts = Counter(measure["clause"].split("/")[0] for measure in labels("city-plan")["measures"])

    assert parts == {"二": 16, "三": 17, "四": 16, "五": 15, "六": 12, "附件": 12}


def test_city_plan_numbers_run_on_to_88() -> None:
    numbers = [measure["clause"].rpartition("/")[2] for measure in labels("city-plan")["measures"]]

    assert numbers == [str(number) for number in range(1, 89)]


def test_city_plan_has_twelve_indicators() -> None:
    indicators = labels("city-plan")["indicators"]

    assert len({indicator["name"] for indicator in indicators}) == len(indicators) == 12


def test_measures_differ_in_their_words() -> None:
    texts = [measure["text"] for measure in labels("city-plan")["measures"]]

    assert len({text[:10] for text in texts}) == len(texts)


@pytest.mark.parametrize("name", ["city-plan", "province-opinion", "meeting-minutes"])
def test_due_dates_are_dates_and_targets_stand_in_the_text(name: str) -> None:
    for measure in labels(name)["measures"]:
        assert [date.fromisoformat(day).isoformat() for day in measure["due"]] == sorted(measure["due"])
        assert [target["text"] in measure["text"] for target in measure["targets"]] == [True] * len(measure["targets"])


def test_trace_names_every_measure_once_in_order() -> None:
    clauses = [measure["clause"] for measure in labels("city-plan")["measures"]]

    assert [row["measure"] for row in rows("trace.tsv")] == clauses


def test_trace_quotes_the_province_word_for_word() -> None:
    texts = {measure["clause"]: measure["text"] for measure in labels("province-opinion")["measures"]}
    traced = [row for row in rows("trace.tsv") if row["clause"] != "local"]

    assert len(traced) == 84
    assert [row for row in traced if row["words"] not in texts[row["clause"]]] == []


def test_two_clauses_of_the_province_are_not_covered() -> None:
    used = {row["clause"] for row in rows("trace.tsv")}
    clauses = [measure["clause"] for measure in labels("province-opinion")["measures"]]

    assert [clause for clause in clauses if clause not in used] == ["二/(八)", "六/(三十八)"]


def test_amended_clauses_touch_five_measures() -> None:
    before, after = (
        {measure["clause"]: measure["text"] for measure in labels(name)["measures"]}
        for name in ("province-opinion", "province-opinion-revised")
    )
    amended = {clause for clause in before if before[clause] != after[clause]}

    assert amended == {"二/(五)", "三/(十)", "四/(二十四)"}
    assert sum(row["clause"] in amended for row in rows("trace.tsv")) == 5


def test_every_unit_of_the_plan_is_known() -> None:
    known = {name for unit in rows("units.tsv") for name in (unit["name"], *unit["aliases"].split("、"))}
    named = {name for measure in labels("city-plan")["measures"] for role in ROLES for name in measure[role]}

    assert sorted(named - known) == ["各县（区）人民政府", "水务局", "财政局"]  # all counties; names cut short


def test_units_hang_on_units_that_stand_before_them() -> None:
    units = rows("units.tsv")
    seen = [{unit["name"] for unit in units[:index]} for index in range(len(units))]

    assert [unit["name"] for unit, above in zip(units, seen, strict=True) if unit["parent"] not in above] == ["滨川市"]
    assert len({unit["name"] for unit in units}) == len(units)


def test_units_are_a_whole_city() -> None:
    levels = Counter(unit["level"] for unit in rows("units.tsv"))

    assert levels["county"] == COUNTIES
    assert levels["county_department"] == COUNTIES * 12
    assert levels["township"] == TOWNSHIPS


def test_unknown_sample_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        sample_path("absent.docx")


def test_every_measure_of_the_plan_lies_in_one_field() -> None:
    starts = [f"{row['clause']}/" for row in rows("fields.tsv")]
    clauses = [measure["clause"] for measure in labels("city-plan")["measures"]]

    assert [clause for clause in clauses if sum(map(clause.startswith, starts)) != 1] == []
