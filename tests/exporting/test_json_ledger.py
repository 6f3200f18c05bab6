"""The JSON form: what scripts read."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

from luoshi.engine import outline, read_bytes
from luoshi.exporting.facts import Failure
from luoshi.exporting.json_ledger import JsonLedger, breakdown_form, outline_form, to_bytes
from luoshi.exporting.portions import portion_of
from tests.breakdowns import PLAN, a_breakdown, a_measure, an_indicator

if TYPE_CHECKING:
    from luoshi.engine.findings import Breakdown


def written(*breakdowns: Breakdown, many: bool, failures: tuple[Failure, ...] = ()) -> Any:
    stream = BytesIO()
    ledger = JsonLedger(stream, many=many)
    for breakdown in breakdowns:
        ledger.add(portion_of(breakdown, "json", many=many))
    for failure in failures:
        ledger.add_failure(failure)
    ledger.close()
    return json.loads(stream.getvalue())


def test_document_says_what_it_says_of_itself() -> None:
    form = breakdown_form(a_breakdown())

    assert {key: form[key] for key in ("schema", "document", "format", "title", "doc_number", "signed_on")} == {
        "schema": "luoshi.breakdown/1",
        "document": "河道方案.docx",
        "format": "docx",
        "title": "滨川市河道整治行动方案",
        "doc_number": "滨政发〔2026〕5号",
        "signed_on": "2026-03-02",
    }
    assert form["facts"]["title"] == {"value": "滨川市河道整治行动方案", "span": [0, 11], "rule": "facts.title"}


def test_measure_has_units_dates_targets_and_their_places() -> None:
    measure = breakdown_form(a_breakdown(a_measure()))["measures"][0]

    assert [measure[role] for role in ("lead", "responsible", "support")] == [
        ["市水务局"],
        ["市住建局"],
        ["市财政局", "市审计局"],
    ]
    assert (measure["due"], measure["ongoing"], measure["recurring"]) == (["2026-12-31"], True, False)
    assert measure["parts"][1] == {
        "name": "市住建局",
        "full_name": "滨川市住房和城乡建设局",
        "role": "responsible",
        "span": [61, 65],
        "rule": "unit.label",
    }
    assert measure["targets"][0] == {
        "text": "疏浚河道12公里",
        "value": 12,
        "value_to": None,
        "unit": "公里",
        "comparator": "=",
        "due_on": None,
        "span": [30, 38],
        "rule": "target.made",
    }
    assert (measure["number"], measure["page"], measure["doubts"]) == (1, 3, ["two_dates"])


def test_indicator_has_baseline_and_targets() -> None:
    indicator = breakdown_form(a_breakdown(indicators=(an_indicator(),)))["indicators"][0]

    assert (indicator["name"], indicator["baseline"]["value"], indicator["targets"][0]["year"]) == (
        "城市供水普及率",
        97.5,
        2027,
    )


def test_single_document_is_an_object_and_many_are_a_list() -> None:
    single = written(a_breakdown(), many=False)
    many = written(a_breakdown(), a_breakdown(), many=True, failures=(Failure("坏.pdf", "damaged", "打不开"),))
    none = written(many=True)

    assert single["document"] == "河道方案.docx"
    assert [form["document"] for form in many["documents"]] == ["河道方案.docx", "河道方案.docx"]
    assert many["failed"] == [{"document": "坏.pdf", "code": "damaged", "cause": "打不开"}]
    assert none == {"schema": "luoshi.breakdown/1", "documents": [], "failed": []}


def test_broken_characters_still_give_json() -> None:
    form = json.loads(to_bytes(breakdown_form(a_breakdown(a_measure("残\ud800缺\x00")))))

    assert form["measures"][0]["text"] == "残\ud800缺\x00"


def test_outline_gives_the_tree() -> None:
    document = read_bytes(PLAN.encode(), name="plan.txt")

    form = outline_form(document, outline(document))

    found = [(clause["marker"], clause["path"]) for clause in form["parts"][0]["children"]]
    assert found == [("一", "一")]
    assert form["parts"][0]["children"][0]["children"][0]["path"] == "一/(一)"
