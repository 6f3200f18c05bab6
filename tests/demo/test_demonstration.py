"""The loaded demonstration compared with what it is said to hold."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

from django.utils import timezone

from luoshi.common import clock
from luoshi.common.models import Entry
from luoshi.demo.city import one_click_people
from luoshi.demo.load import load_demonstration
from luoshi.ledger.models import Extension, Indicator, Measure, Milestone, Obstacle, Part, Source, UrgingSlip
from luoshi.ledger.states import DONE, Matter, PartRole, State
from luoshi.notices.models import Notice
from luoshi.samples import sample_path
from luoshi.training.models import (
    Absence,
    Commitment,
    FollowUp,
    Outcome,
    Passage,
    Question,
    Reflection,
    Session,
    Trainee,
    TrainingClass,
    Video,
)
from luoshi.training.states import HANDED_IN
from luoshi.units.models import Field, Unit

DAY = date(2026, 11, 23)


def test_the_loaded_demonstration_holds_what_it_is_said_to_hold(db: None) -> None:
    with clock.on_day(DAY):
        load_demonstration(DAY)

        for check in (
            _the_plan,
            _the_city,
            _delivery_shows_its_states,
            _the_class,
            _intentions_became_work_and_were_asked_about,
            _every_measure_is_traced_and_five_are_suspect,
            _something_was_delivered,
            _two_clauses_of_the_province_are_not_covered,
            _what_the_city_added_says_why,
            _side_paths_can_be_seen,
            _everything_happened_in_office_hours_before_today,
        ):
            check()


def _the_plan() -> None:
    measures = Measure.objects.filter(plan__matter=Matter.PLAN, plan__document__isnull=False, parent=None)

    assert measures.count() == 88
    assert Indicator.objects.count() == 12
    assert Field.objects.filter(name__in=("教育", "农业", "民族宗教", "从严治党")).count() == 4


def _the_city() -> None:
    counts = {level: Unit.objects.filter(level=level, kind="area").count() for level in (4, 5)}

    assert counts == {4: 9, 5: 112}
    assert 44 <= Unit.objects.filter(parent__name="滨川市", kind="department").count() <= 54


def _delivery_shows_its_states() -> None:
    states = set(Measure.objects.values_list("state", flat=True))

    assert {State.IN_PROGRESS, State.SIGNED_OFF, State.CLOSED, State.SUSPENDED, State.STANDING} <= states
    assert Extension.objects.filter(decision="granted").count() == 2
    assert Measure.objects.filter(bounces__gt=0).exists()
    assert Measure.objects.filter(red_on__lte=DAY, state=State.IN_PROGRESS).exists()
    assert Measure.objects.exclude(parent=None).values("parent").distinct().count() == 20


def _the_class() -> None:
    training_class = TrainingClass.objects.get()

    assert (training_class.starts_on.weekday(), training_class.ends_on.weekday()) == (1, 5)
    assert Trainee.objects.values("group").distinct().count() == 6
    assert (Session.objects.count(), Session.objects.values("form").distinct().count()) == (20, 4)
    assert (Trainee.objects.count(), Trainee.objects.filter(user=None).count()) == (60, 1)
    handed_in = Reflection.objects.filter(state__in=HANDED_IN)
    late = handed_in.filter(handed_in_at__date__gt=training_class.ends_on)
    assert (handed_in.count(), handed_in.filter(state="on_paper").count(), late.count()) == (60, 1, 1)
    assert [(one.file_name, len(one.parts)) for one in handed_in.exclude(file=None)] == [("学习心得.docx", 4)] * 2
    assert (Absence.objects.count(), Question.objects.count(), Outcome.objects.count()) == (6, 7, 5)
    assert Passage.objects.exists()
    films = Video.objects.exclude(captions=None)
    assert [[chapter["at"] for chapter in one.chapters if chapter["clause"]] for one in films] == [[0, 20, 40]] * 2


def _intentions_became_work_and_were_asked_about() -> None:
    linked = Commitment.objects.exclude(measure=None)

    assert linked.count() == 40
    assert {"plan", "commitment"} <= set(linked.values_list("measure__matter", flat=True))
    assert set(FollowUp.objects.values_list("day", flat=True)) == {30, 90}
    assert not FollowUp.objects.filter(day=90, answered_at=None).exists()
    assert FollowUp.objects.filter(from_measure=True).exists()


def _every_measure_is_traced_and_five_are_suspect() -> None:
    superior = Source.objects.filter(document__doc_number="云发〔2026〕3号", measure__parent=None)

    assert superior.values("measure").distinct().count() == 84
    assert superior.filter(is_suspect=True).values("measure").distinct().count() == 5


def _two_clauses_of_the_province_are_not_covered() -> None:
    asked = json.loads(sample_path("province-opinion.gold.json").read_text(encoding="utf-8"))["measures"]
    superior = Source.objects.filter(document__doc_number="云发〔2026〕3号", measure__parent=None)
    covered = set(superior.values_list("clause__path", flat=True))

    assert sorted({one["clause"] for one in asked} - covered) == ["二/(八)", "六/(三十八)"]


def _what_the_city_added_says_why() -> None:
    plan = Measure.objects.filter(plan__document__doc_number="滨办发〔2026〕11号", parent=None)
    traced = Source.objects.filter(document__doc_number="云发〔2026〕3号").values("measure")

    assert plan.exclude(local_reason="").count() == 4
    assert not plan.exclude(local_reason="").filter(pk__in=traced).exists()


def _side_paths_can_be_seen() -> None:
    """Returned from verification, a support unit that has not confirmed, an obstacle with its leader, urged, overdue."""
    assert Entry.objects.filter(verb="measure.return_verification").count() == 1
    assert Part.objects.filter(role=PartRole.SUPPORT, signed_at=None, measure__state=State.IN_PROGRESS).exists()
    assert Obstacle.objects.exists()
    assert UrgingSlip.objects.exclude(answer="").exists()
    steps = Milestone.objects.filter(measure__plan__matter=Matter.PLAN)
    assert (steps.count(), steps.exclude(done_on=None).count()) == (21, 12)


def _everything_happened_in_office_hours_before_today() -> None:
    """And one thing after the other: what the history of an object tells later happened later."""
    told = list(Entry.objects.order_by("chain", "number").values_list("chain", "at"))
    moments = [timezone.localtime(at) for _chain, at in told]

    assert (min(at.hour for at in moments), max(at.hour for at in moments)) == (8, 17)
    assert max(moments).date() < DAY
    assert [one for one, following in pairwise(told) if one[0] == following[0] and one[1] > following[1]] == []
    assert Notice.objects.filter(created_at__gte=clock.start_of(DAY)).count() == 0


def _something_was_delivered() -> None:
    assert Measure.objects.filter(state__in=DONE).count() >= 8


def test_the_class_head_and_a_trainee_can_be_tried() -> None:
    assert {"banzhuren", "xueyuan", "jiangshi"} <= {trial.username for trial in one_click_people()}
