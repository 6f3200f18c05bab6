"""From a document to drafts, and what a clerk does with drafts before review."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from luoshi.common.errors import StaleFormError, UnmetConditionError
from luoshi.ledger.actions import drafting, matters, parts
from luoshi.ledger.actions.plans import make_plan
from luoshi.ledger.models import Measure, Source
from luoshi.ledger.states import DueSource, State
from luoshi.library.actions.documents import add_document
from luoshi.library.states import ReadingState
from luoshi.samples import sample_path
from luoshi.units.actions.units import plant

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.ledger.models import Plan
    from luoshi.units.models import Unit

TEXT = """滨川市2026年民生工作方案
滨政发〔2026〕5号
各县（区）人民政府：
为做好民生工作，制定本方案。
一、重点任务
（一）新建学校。2026年9月底前新建3所小学。完善周边道路。（责任单位：市教育局、市水利局）
（二）疏浚河道。清理河道30公里。（牵头单位：市水利局；配合单位：市工信局）
滨川市人民政府
2026年3月2日
"""


@pytest.fixture
def drafted(office: Unit, city: Unit, bureau: Unit, supervisor: User, today: object) -> Plan:
    """The plan of a document that the supervisor has taken in."""
    plant(city, by=None, name="市水利局")
    content = TEXT.encode()
    document = add_document(BytesIO(content), name="plan.txt", size=len(content), owner=office, by=supervisor)
    return make_plan(document, owner=office, by=supervisor)


def test_document_becomes_a_plan_with_sources_parts_and_dates(drafted: Plan) -> None:
    first, second = drafted.measures.all()

    assert [part.printed for part in first.parts.all()] == ["市教育局", "市水利局"]
    assert (first.accountable.name, first.parts.get(is_accountable=True).is_assumed) == ("市教育局", True)
    assert (first.due_on.isoformat(), first.due_source) == ("2026-09-30", DueSource.TEXT)
    assert (second.accountable.name, second.parts.get(is_accountable=True).is_assumed) == ("市水利局", False)
    assert second.parts.get(printed="市工信局").unit is None
    assert all(
        drafted.document.text[s.start : s.end] == s.quote for s in Source.objects.filter(document=drafted.document)
    )


def test_bundled_plan_gives_eighty_eight_measures_and_twelve_indicators(
    office: Unit, supervisor: User, today: object
) -> None:
    path = sample_path("city-plan.docx")

    with path.open("rb") as file:
        document = add_document(file, name=path.name, size=path.stat().st_size, owner=office, by=supervisor)
    plan = make_plan(document, owner=office, by=supervisor)

    assert (plan.measures.count(), plan.indicators.count(), document.state) == (88, 12, ReadingState.READY)


def test_secret_document_leaves_nothing_behind(office: Unit, supervisor: User) -> None:
    content = "机密★1年\n关于某项工作的通知\n各单位：\n".encode()

    with pytest.raises(UnmetConditionError, match="非涉密"):
        add_document(BytesIO(content), name="secret.txt", size=len(content), owner=office, by=supervisor)

    assert office.documents.count() == 0


def test_split_keeps_units_and_gives_each_half_its_source(drafted: Plan, supervisor: User) -> None:
    measure = drafted.measures.first()
    at = measure.text.index("完善周边")

    first, second = drafting.split_measure(measure, at=at, by=supervisor)

    assert (first.text, second.text) == ("新建学校。2026年9月底前新建3所小学。", "完善周边道路。")
    assert [part.printed for part in second.parts.all()] == ["市教育局", "市水利局"]
    assert [drafted.document.text[s.start : s.end] for s in second.sources.all()] == ["完善周边道路。"]


def test_joined_drafts_keep_all_units_and_sources(drafted: Plan, supervisor: User) -> None:
    measures = list(drafted.measures.all())

    joined = drafting.join_measures(measures, by=supervisor)

    assert [part.printed for part in joined.parts.all()] == ["市教育局", "市水利局", "市工信局"]
    assert joined.sources.count() == 2
    assert Measure.objects.get(pk=measures[1].pk).state == State.MERGED


def test_second_editor_is_told_what_changed(drafted: Plan, supervisor: User, office_head: User) -> None:
    measure = drafted.measures.first()
    drafting.edit_measure(measure, by=office_head, seen=measure.version, text="新建学校4所。")

    with pytest.raises(StaleFormError) as refused:
        drafting.edit_measure(measure, by=supervisor, seen=measure.version, text="新建学校5所。")

    assert [(d.field, d.after) for d in refused.value.differences] == [("text", "新建学校4所。")]


def test_unknown_unit_is_named_and_plan_confirmed_at_once(drafted: Plan, city: Unit, supervisor: User) -> None:
    unit = plant(city, by=None, name="市工业和信息化局")
    part = drafted.measures.last().parts.get(unit=None)

    parts.name_unit(part, unit=unit, by=supervisor)
    confirmed = parts.confirm_parts(drafted, by=supervisor)

    assert (part.measure.parts.get(printed="市工信局").unit, confirmed) == (unit, 1)


def test_selection_and_hand_add_measures(drafted: Plan, supervisor: User) -> None:
    start = drafted.document.text.index("清理河道30公里")

    marked = drafting.add_from_selection(drafted, start=start, end=start + 8, by=supervisor)
    added = drafting.add_by_hand(drafted, text="建立联席会议。", reason="市委专题会议要求", by=supervisor)

    assert (marked.text, marked.clause_path) == ("清理河道30公里", "一/(二)")
    assert (added.local_reason, added.sources.count()) == ("市委专题会议要求", 0)


def test_instruction_is_registered_with_its_own_clock(
    office: Unit, bureau: Unit, supervisor: User, today: object
) -> None:
    measure = matters.register_matter(
        office,
        matter="instruction",
        text="核实校车安全情况并报告。",
        unit=bureau,
        by=supervisor,
        origin="批示〔2026〕12号",
    )

    assert (measure.accountable, measure.plan.matter, measure.plan.profile.sign_days) == (bureau, "instruction", 1)
