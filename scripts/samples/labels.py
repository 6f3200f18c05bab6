"""What a sample is expected to give: the labels of its measures, its indicators, and its trace to the superior text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scripts.samples.source import Block, Source

TARGET = re.compile(r"^(?P<text>[^=]+)=(?P<value>[0-9.]+)(?P<unit>\D+)$")
GOAL = re.compile(r"^(?P<comparator>≥|≤|>=|<=)?(?P<value>[0-9.]+)$")
COMPARATORS = {"≥": ">=", "≤": "<=", ">=": ">=", "<=": "<=", None: "="}


@dataclass(frozen=True)
class Trace:
    """Where a measure comes from: the clause of the superior document with its words, or the reason why from none."""

    measure: str
    clause: str
    words: str


def note_of(block: Block) -> str:
    """The annotation as it is printed behind the words of an item."""
    if block.fact("note"):
        return block.fact("note")
    style = block.fact("style") or block.style
    lead, responsible, support = (join_names(block.names(role)) for role in ("lead", "responsible", "support"))
    when = block.fact("when")
    if style in {"prose", "bare", ""}:
        return ""
    if style == "charge":
        return f"（{responsible}负责）"
    if style == "phrase":
        return f"（{'，'.join(filter(None, (lead + '牵头', support and support + '配合', when)))}）"
    labelled = (("牵头单位", lead), ("责任单位", responsible), ("配合单位", support), ("完成时限", when))
    words = "；".join(f"{label}：{value}" for label, value in labelled if value)
    rule = block.fact("rule")
    return f"（{words}。{rule}）" if rule else f"（{words}）"


def join_names(names: list[str]) -> str:
    """Names with 、 between them, and ， before a closing 各… as official lists have it."""
    if len(names) > 1 and names[-1].startswith("各"):
        return "、".join(names[:-1]) + "，" + names[-1]
    return "、".join(names)


def labels_of(source: Source) -> dict[str, Any]:
    """The labels of a document in the form {"document", "title", …, "measures": […], "indicators": […]}."""
    signed_on = source.facts.get("signed_on")
    return {
        "document": source.facts["slug"],
        "title": source.title,
        "doc_number": source.facts.get("doc_number"),
        "issued_on": signed_on,
        "measures": measures_of(source),
        "indicators": indicators_of(source),
    }


def measures_of(source: Source) -> list[dict[str, Any]]:
    measures, first_leads = [], False
    for block in source.items():
        first_leads = first_leads or bool(block.fact("rule"))
        measures.append(measure_of(block, first_leads=first_leads))
    return measures


def measure_of(block: Block, *, first_leads: bool) -> dict[str, Any]:
    lead, responsible, support = (block.names(role) for role in ("lead", "responsible", "support"))
    if block.fact("note"):
        responsible = names_in_note(block.fact("note"))
    if first_leads and responsible:
        lead, support, responsible = responsible[:1], responsible[1:], []
    return {
        "clause": block.path,
        "text": block.text,
        "lead": lead,
        "responsible": responsible,
        "support": support,
        "due": [day for day in block.fact("due").split("、") if day],
        "ongoing": block.fact("ongoing") == "yes",
        "recurring": block.fact("recurring") == "yes",
        "targets": [target_of(target) for target in block.fact("targets").split("；") if target],
    }


def names_in_note(note: str) -> list[str]:
    return [name for name in re.split("[、，]", note.strip("（）").removeprefix("责任单位：")) if name]


def target_of(words: str) -> dict[str, Any]:
    match = TARGET.match(words)
    if match is None:
        raise ValueError(f"no target: {words}")
    return {"text": match["text"], "value": number(match["value"]), "unit": match["unit"]}


def number(words: str) -> int | float:
    return float(words) if "." in words else int(words)


def indicators_of(source: Source) -> list[dict[str, Any]]:
    found = []
    for block in source.blocks:
        found += [indicator_in_prose(words) for words in block.facts.get("indicator", [])]
        if block.kind == "indicators":
            found += indicators_in_table(block)
    return found


def indicator_in_prose(words: str) -> dict[str, Any]:
    name, unit, baseline, *targets = words.split("｜")
    return {
        "name": name,
        "unit": unit,
        "baseline": value_of(*baseline.split(":")) if baseline else None,
        "targets": [value_of(*target.split(":")) for target in targets],
        "nature": "",
    }


def value_of(year: str, words: str) -> dict[str, Any]:
    match = GOAL.match(words)
    if match is None:
        raise ValueError(f"no value: {words}")
    return {"year": int(year), "value": number(match["value"]), "comparator": COMPARATORS[match["comparator"]]}


def indicators_in_table(block: Block) -> list[dict[str, Any]]:
    header, *rows = block.cells
    years = [re.sub(r"\D", "", cell) for cell in header]
    return [
        {
            "name": row[1],
            "unit": row[2],
            "baseline": value_of(years[3], row[3]),
            "targets": [value_of(years[column], row[column]) for column in (4, 5)],
            "nature": row[6],
        }
        for row in rows
    ]


def traces_of(plan: Source, superior: Source) -> list[Trace]:
    """For every measure of `plan` the words of `superior` which ask for it, or ("", reason) for a local addition."""
    clauses = {item.path: item for item in superior.items()}
    traces = []
    for block in plan.items():
        if block.fact("local"):
            traces.append(Trace(block.path, "", block.fact("local")))
            continue
        clause, _, sentence = block.fact("from").partition("#")
        traces.append(Trace(block.path, clause, clauses[clause].sentences()[int(sentence) - 1]))
    return traces


def clauses_without_measure(plan: Source, superior: Source) -> list[str]:
    used = {trace.clause for trace in traces_of(plan, superior)}
    return [item.path for item in superior.items() if item.path not in used]
