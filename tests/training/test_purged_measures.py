"""A reflection that is deleted takes its sentences out of the measures made from them; the measures go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import serializers

from luoshi.common import history, history_check
from luoshi.common.models import Chain, Entry
from luoshi.ledger.actions.drafting import edit_measure
from luoshi.ledger.models import Measure
from luoshi.training.actions.linking import link, propose, unlink
from luoshi.training.actions.reflection_purging import purge_reflection
from tests.training.commitment_fixtures import BUSES, accepted, handed_in, measure, offered, reflection

if TYPE_CHECKING:
    from pathlib import Path

    from luoshi.accounts.models import User
    from luoshi.training.models import Commitment
    from luoshi.units.models import Unit

__all__ = ["accepted", "handed_in", "measure", "offered", "reflection"]
GONE = "（原句已按本人要求清除）"


def everything_kept() -> str:
    """All rows of measures and all histories, as a backup of tomorrow would hold them."""
    return serializers.serialize("json", [*Measure.objects.all(), *Entry.objects.all()], ensure_ascii=False)


def test_a_proposed_measure_goes_on_without_the_sentence(
    accepted: Commitment, office: Unit, trainee: User, office_head: User, tmp_path: Path
) -> None:
    words = accepted.what
    propose(accepted, by=trainee, has_agreed=True)
    assert words in everything_kept()

    purge_reflection(accepted.reflection, reason="本人要求", by=office_head)

    assert Measure.objects.get().text == GONE
    assert (words in everything_kept(), BUSES in everything_kept()) == (False, False)
    assert list(history_check.broken_links(tmp_path / "anchor")) == []


def test_a_link_that_was_taken_back_is_followed_too(
    accepted: Commitment, office: Unit, trainee: User, office_head: User
) -> None:
    words = accepted.what
    accepted = propose(accepted, by=trainee, has_agreed=True)
    accepted = unlink(accepted, by=trainee)

    purge_reflection(accepted.reflection, reason="本人要求", by=office_head)

    assert words not in everything_kept()


def test_what_the_office_wrote_itself_stays(
    accepted: Commitment, office: Unit, trainee: User, supervisor: User, office_head: User
) -> None:
    words = accepted.what
    propose(accepted, by=trainee, has_agreed=True)
    edit_measure(Measure.objects.get(), by=supervisor, text="六月底前培训校车安全员。")

    purge_reflection(accepted.reflection, reason="本人要求", by=office_head)

    assert Measure.objects.get().text == "六月底前培训校车安全员。"
    assert words not in everything_kept()


def test_a_measure_that_was_there_before_is_left_alone(
    accepted: Commitment, measure: Measure, trainee: User, office_head: User
) -> None:
    link(accepted, measure, by=trainee, has_agreed=True)

    purge_reflection(accepted.reflection, reason="本人要求", by=office_head)

    assert Measure.objects.get().text == measure.text
    assert not history.entries_of(measure).filter(body=None).exists()
    assert Chain.objects.filter(subject_type="ledger.measure").count() == 1
