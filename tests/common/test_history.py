"""The history: chained per object, verified link by link, anchored outside the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from luoshi.common import history
from luoshi.common.history_check import BrokenLink, broken_links, write_anchor
from luoshi.common.models import Chain, Entry
from luoshi.units.models import Unit

if TYPE_CHECKING:
    from pathlib import Path

    from luoshi.accounts.models import User


@pytest.fixture
def unit(bureau: Unit, administrator: User) -> Unit:
    """A unit with three entries in its history."""
    with transaction.atomic():
        for name in ("教体局", "教育和体育局"):
            history.record(bureau, "unit.change", by=administrator, before={"name": "教育局"}, after={"name": name})
    return bureau


def test_entries_of_one_object_form_one_chain(unit: Unit) -> None:
    entries = list(history.entries_of(unit))

    assert [entry.number for entry in entries] == [1, 2, 3]
    assert Chain.objects.get(subject_type="units.unit", subject_id=unit.pk).head == entries[-1].hash


def test_an_untouched_history_holds(unit: Unit, tmp_path: Path) -> None:
    assert list(broken_links(tmp_path / "anchor")) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"verb": "unit.close"}, "altered"),
        ({"actor": None}, "altered"),
        ({"body": {"params": {}, "before": {}, "after": {"name": "别的"}}}, "altered"),
        ({"body": None}, "emptied"),
    ],
)
def test_a_changed_entry_breaks_its_link(unit: Unit, tmp_path: Path, change: dict[str, object], code: str) -> None:
    second = history.entries_of(unit)[1]
    Entry.objects.filter(pk=second.pk).update(**change)

    broken = next(broken_links(tmp_path / "anchor"))

    assert broken == BrokenLink("units.unit", unit.pk, 2, code)


def test_entries_written_together_are_those_written_one_by_one(
    bureau: Unit, city: Unit, administrator: User, tmp_path: Path
) -> None:
    def change(name: str) -> None:
        for unit, by in ((bureau, administrator), (city, None), (bureau, None)):
            history.record(unit, "unit.change", by=by, after={"name": name})
            unit.version += 1

    with transaction.atomic():
        change("一件一件")
        with history.together():
            change("一并写下")

    found = [
        [(e.number, e.verb, e.actor_id, e.version, e.after) for e in history.entries_of(unit)][-2 * times :]
        for unit, times in ((bureau, 2), (city, 1))
    ]
    for rows in found:
        half = len(rows) // 2
        assert [row[1:3] for row in rows[:half]] == [row[1:3] for row in rows[half:]]
        assert [row[0] for row in rows] == list(range(rows[0][0], rows[0][0] + len(rows)))
        assert {row[4]["name"] for row in rows[half:]} == {"一并写下"}
    assert list(broken_links(tmp_path / "anchor")) == []


def test_what_raises_in_between_leaves_no_entry(unit: Unit, administrator: User) -> None:
    def fail() -> None:
        with transaction.atomic(), history.together():
            history.record(unit, "unit.change", by=administrator)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert history.entries_of(unit).count() == 3


def test_a_removed_entry_is_missed(unit: Unit, tmp_path: Path) -> None:
    history.entries_of(unit)[1].delete()

    broken = next(broken_links(tmp_path / "anchor"))

    assert broken == BrokenLink("units.unit", unit.pk, 2, "missing")


def test_a_cut_tail_shows_in_the_head(unit: Unit, tmp_path: Path) -> None:
    history.entries_of(unit)[2].delete()

    broken = next(broken_links(tmp_path / "anchor"))

    assert broken == BrokenLink("units.unit", unit.pk, 3, "head")


def test_a_cut_tail_with_a_mended_head_shows_in_the_anchor(unit: Unit, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor"
    write_anchor(anchor)
    history.entries_of(unit)[2].delete()
    second = history.entries_of(unit)[1]
    Chain.objects.filter(pk=second.chain_id).update(length=2, head=second.hash)

    assert list(broken_links(anchor)) == [BrokenLink("units.unit", unit.pk, 3, "anchor")]


def test_only_heads_that_changed_are_anchored_again(unit: Unit, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor"
    first = write_anchor(anchor)
    with transaction.atomic():
        history.record(unit, "unit.close", by=None)

    assert (first, write_anchor(anchor), write_anchor(anchor)) == (Chain.objects.count(), 1, 0)


def test_an_anchor_cut_off_by_a_crash_loses_only_its_last_line(unit: Unit, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor"
    anchor.write_text('["2026-11-23T00:00:00", "units.un', encoding="utf-8")

    write_anchor(anchor)

    Entry.objects.filter(chain__subject_type="units.unit").delete()
    Chain.objects.filter(subject_type="units.unit").delete()
    assert BrokenLink("units.unit", unit.pk, 3, "anchor") in list(broken_links(anchor))


def test_a_purge_empties_the_content_and_keeps_the_chain(unit: Unit, administrator: User, tmp_path: Path) -> None:
    with transaction.atomic():
        history.purge(unit, by=administrator, reason="本人要求删除")

    assert [entry.body is None for entry in history.entries_of(unit)] == [True, True, True, False]
    assert list(broken_links(tmp_path / "anchor")) == []


def test_history_is_refused_outside_a_transaction(transactional_db: None) -> None:
    unit = Unit.objects.create(name="滨川市")

    with pytest.raises(RuntimeError, match="transaction"):
        history.record(unit, "unit.close", by=None)


def test_many_entries_take_a_bounded_number_of_queries(
    unit: Unit, county: Unit, django_assert_num_queries: object
) -> None:
    changes = [
        history.Change(subject, "unit.change", after={"name": str(n)}) for subject in (unit, county) for n in range(30)
    ]

    with transaction.atomic(), django_assert_num_queries(3):  # type: ignore[operator]  # a fixture without a type
        history.record_many(changes, by=None)

    assert history.entries_of(unit).count() == 33


def test_unchanged_fields_are_not_recorded(unit: Unit) -> None:
    with transaction.atomic():
        entry = history.record_change(unit, "unit.change", by=None, before={"name": "甲"}, after={"name": "甲"})

    assert entry is None
