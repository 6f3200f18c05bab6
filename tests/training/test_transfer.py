"""The transfer page: every number leads to a list of exactly so many rows; nothing points to a person."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.common import clock
from luoshi.ledger.actions import serving
from luoshi.ledger.models import AcceptancePoint, Evidence, Indicator, Measure
from luoshi.training.actions import commitments, linking
from luoshi.training.actions.follow_ups import answer, ask_due
from luoshi.training.actions.trainees import enrol
from luoshi.training.models import Commitment, FollowUp, Reflection
from luoshi.training.queries.aims import aims_of
from luoshi.training.queries.classes import classes_run_by
from luoshi.training.queries.transfer import STAGES, rows_behind, transfer_of, with_numbers
from luoshi.training.states import ReflectionState
from tests.training.commitment_fixtures import *  # noqa: F403 -- fixtures of this noun
from tests.training.commitment_fixtures import make_measure
from tests.training.conftest import LAST

if TYPE_CHECKING:
    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.training.models import TrainingClass
    from luoshi.units.models import Field, Unit


@pytest.fixture
def full_class(
    training_class: TrainingClass,
    class_head: User,
    office: Unit,
    bureau: Unit,
    county: Unit,
    field: Field,
    supervisor: User,
) -> TrainingClass:
    """Nine people with a commitment each (six of the city, three of a county): five linked, two evidenced, one verified."""
    for number in range(9):
        unit = bureau if number < 6 else county
        trainee = enrol(
            training_class, name=f"学员{number}", unit=unit, field=field if number < 5 else None, by=class_head
        )
        _commit(
            trainee,
            number,
            class_head,
            make_measure(office, unit, supervisor, text=f"措施{number}") if number < 5 else None,
        )
    return training_class


def _commit(trainee: object, number: int, head: User, measure: Measure | None) -> None:
    reflection = Reflection.objects.create(
        trainee=trainee, state=ReflectionState.ON_PAPER, changed_at=clock.now(), handed_in_at=clock.now()
    )
    one = commitments.record_from_paper(reflection, sentence=f"我要办好第{number}件事。", by=head)
    if measure is None:
        return
    linking.link(one, measure, by=head, has_agreed=True)
    if number < 2:
        Evidence.objects.create(
            measure=measure,
            unit=measure.accountable,
            link="https://x.example",
            name="照",
            at=clock.now() + timedelta(days=40),
        )
    if number < 1:
        found = clock.now() + timedelta(days=100)
        AcceptancePoint.objects.create(measure=measure, text="办成", finding="fulfilled", found_by=head, found_at=found)


def counts(line: object) -> list[int | None]:
    return [cell.count for cell in line.cells]  # type: ignore[attr-defined]  # a line of the page


def test_numbers_from_intention_to_verified_work(full_class: TrainingClass) -> None:
    assert counts(transfer_of(full_class).total) == [9, 9, 5, 2, 1]


def test_numbers_over_time_and_none_for_what_has_not_come(full_class: TrainingClass) -> None:
    with clock.on_day(LAST + timedelta(days=190)):
        over_time = transfer_of(full_class).over_time

    assert [counts(line) for line in over_time] == [[5, 5, 5, None, 5], [0, 2, 2, None, 2], [0, 0, 1, None, 1]]


def test_now_is_the_last_column_and_the_same_as_the_total(full_class: TrainingClass) -> None:
    with clock.on_day(LAST + timedelta(days=400)):
        numbers = transfer_of(full_class)

    assert [line.cells[-1].count for line in numbers.over_time] == counts(numbers.total)[2:]
    assert all(
        left is not None and right is not None and left <= right
        for line in numbers.over_time
        for left, right in zip(counts(line), counts(line)[1:], strict=False)
    )


def test_what_was_shown_before_somebody_took_it_up_is_no_effect_of_the_class(full_class: TrainingClass) -> None:
    earlier = clock.now() - timedelta(days=1)
    Evidence.objects.update(at=earlier)
    AcceptancePoint.objects.update(found_at=earlier)

    assert counts(transfer_of(full_class).total) == [9, 9, 5, 0, 0]


def test_nothing_is_evidenced_before_it_is_linked(full_class: TrainingClass) -> None:
    Commitment.objects.exclude(measure=None).update(linked_at=clock.now() + timedelta(days=100))

    with clock.on_day(LAST + timedelta(days=190)):
        over_time = transfer_of(full_class).over_time

    assert [counts(line) for line in over_time] == [[0, 0, 5, None, 5], [0, 0, 2, None, 2], [0, 0, 1, None, 1]]


def test_the_indicators_of_the_plans_stand_with_their_source(
    full_class: TrainingClass, office_head: User, class_head: User, client: Client
) -> None:
    measure = Measure.objects.get(code="2026-09-001")
    facts = {"plan": measure.plan, "baseline": "91.5%", "baseline_year": 2025, "target": "94%", "target_year": 2026}
    Indicator.objects.create(position=1, name="义务教育巩固率", **facts)
    served = Indicator.objects.create(position=2, name="农村自来水普及率", **facts)
    serving.serve(served, Measure.objects.filter(code__lte="2026-09-002"), by=office_head)
    serving.add_value(served, text="93.2%", as_of=clock.today(), source="三季度公报", by=office_head)

    (aims,) = aims_of(full_class, office_head)

    assert [(aim.indicator, len(aim.measures), aim.commitments, aim.is_open) for aim in aims.rows] == [
        (served, 2, 2, True)
    ]
    assert (aims.others, str(aims.rows[0].latest)) == (1, "93.2%")
    client.force_login(office_head)
    page = client.get(reverse("training:transfer", args=[full_class.pk])).content.decode()
    assert all(words in page for words in ("91.5%（2025）", "94%（2026）", "校园安全工作方案", "93.2%", "三季度公报"))
    listed = client.get(
        reverse("training:transfer_list", args=[full_class.pk, "linked"]) + f"?of=indicator-{served.pk}"
    )
    assert listed.content.decode().count('<div class="ls-row') == 2
    assert aims_of(full_class, class_head) == []


def test_small_parts_are_shown_together(full_class: TrainingClass) -> None:
    numbers = transfer_of(full_class)

    # Three of the county would stand alone, and the city would tell them by difference: both go together.
    assert [(str(line.label), counts(line)[1]) for line in numbers.by_level] == [("其他（合并）", 9)]
    assert [(str(line.label), counts(line)[1]) for line in numbers.by_field] == [("其他（合并）", 9)]


def test_what_is_private_counts_nowhere(
    offered: list[Commitment], training_class: TrainingClass, trainee: User
) -> None:
    commitments.accept(offered[0], by=trainee)

    assert counts(transfer_of(training_class).total) == [0, 0, 0, 0, 0]


def test_every_number_leads_to_exactly_so_many_rows(
    full_class: TrainingClass, auditor: User, class_head: User, client: Client
) -> None:
    for viewer in (class_head, auditor):
        client.force_login(viewer)
        page = client.get(reverse("training:transfer", args=[full_class.pk])).content.decode()
        links = re.findall(r'<td><a href="([^"]+)">(\d+)</a></td>', page)
        assert len(links) > 8
        for url, number in links:
            listed = client.get(url.replace("&amp;", "&")).content.decode()
            assert (f'<span class="ls-count">{number}</span>' in listed, listed.count('<div class="ls-row')) == (
                True,
                int(number),
            ), url


def test_who_may_not_read_them_sees_rows_without_words(
    full_class: TrainingClass, auditor: User, client: Client
) -> None:
    client.force_login(auditor)

    page = client.get(reverse("training:transfer_list", args=[full_class.pk, "accepted"])).content.decode()

    assert (page.count("内容只有本人能看到"), "第0件事" in page, "第8件事" in page) == (4, True, False)


def test_no_name_stands_on_any_page(full_class: TrainingClass, class_head: User, client: Client) -> None:
    client.force_login(class_head)

    pages = [client.get(reverse("training:transfer", args=[full_class.pk])).content.decode()]
    pages += [
        client.get(reverse("training:transfer_list", args=[full_class.pk, stage])).content.decode() for stage in STAGES
    ]

    assert not any("学员3" in page for page in pages)


def test_a_class_with_few_commitments_is_not_shown_to_overseers(
    accepted: Commitment, training_class: TrainingClass, auditor: User, class_head: User, client: Client
) -> None:
    page, listed = (
        reverse("training:transfer", args=[training_class.pk]),
        reverse("training:transfer_list", args=[training_class.pk, "accepted"]),
    )

    client.force_login(auditor)
    assert ("不足5人" in client.get(page).content.decode(), client.get(listed).status_code) == (True, 404)
    client.force_login(class_head)
    assert ("不足5人，为" in client.get(page).content.decode(), client.get(listed).status_code) == (False, 200)


@pytest.mark.parametrize(
    ("stage", "query"),
    [
        ("nonsense", ""),
        ("accepted", "?day=7"),
        ("accepted", "?of=field-9"),
        ("told_x", "?day=30"),
        ("linked", "?of=indicator-9"),
    ],
)
def test_what_is_no_number_has_no_list(
    stage: str, query: str, full_class: TrainingClass, class_head: User, client: Client
) -> None:
    client.force_login(class_head)

    assert client.get(reverse("training:transfer_list", args=[full_class.pk, stage]) + query).status_code == 404


def test_what_was_told_is_counted_once_five_have_answered(full_class: TrainingClass, class_head: User) -> None:
    with clock.on_day(LAST + timedelta(days=30)):
        ask_due(clock.now())
        asked = list(FollowUp.objects.all())
        for one in asked[:4]:
            answer(one, told="going", by=class_head)
        assert counts(transfer_of(full_class).told[1])[0] is None
        answer(asked[4], told="done", by=class_head)

        told = transfer_of(full_class).told

    assert [counts(line)[0] for line in told] == [1, 4, 0, 0]
    rows = rows_behind(full_class, "told_going", day=30)
    assert rows is not None
    assert rows.count() == 4


def test_the_list_of_classes_counts_as_the_page_does(full_class: TrainingClass, class_head: User) -> None:
    one = with_numbers(classes_run_by(class_head)).get()

    assert [getattr(one, f"in_{stage}") for stage in STAGES] == counts(transfer_of(full_class).total)
    assert one.in_people == 9  # type: ignore[attr-defined]  # added by the query


@pytest.mark.parametrize(
    ("name", "of_class", "at_most"),
    [("transfer", True, 45), ("transfers", False, 12), ("class_commitments", True, 14), ("follow_ups", False, 14)],
)
def test_a_page_takes_the_same_queries_for_nine_and_thirty(
    name: str, of_class: bool, at_most: int, full_class: TrainingClass, class_head: User, bureau: Unit, client: Client
) -> None:
    url = reverse(f"training:{name}", args=[full_class.pk] if of_class else [])
    client.force_login(class_head)
    with clock.on_day(LAST + timedelta(days=30)):
        ask_due(clock.now())
    few = _count(client, url)
    for number in range(10, 31):
        _commit(enrol(full_class, name=f"学员{number}", unit=bureau, by=class_head), number, class_head, None)
    FollowUp.objects.bulk_create(
        FollowUp(commitment=one, day=90, due_on=LAST, asked_at=clock.now()) for one in Commitment.objects.all()
    )

    assert _count(client, url) == few
    assert few <= at_most


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
