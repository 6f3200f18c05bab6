"""What a report says beside its verdicts: places, clauses, differences, faults of the marks."""

from __future__ import annotations

import json
import time

import pytest

from luoshi.engine.document import Span
from luoshi.engine.quotations import Fault, Library, LibraryDocument, Verdict, as_json, check_quotations

OPINION = LibraryDocument(
    "opinion",
    "滨川市关于办好乡村学校食堂的意见",
    "一、总体要求\n校长每周至少与学生同餐三次，食堂账目每学期公示一次。\n二、保障措施\n市财政按每生每天五元给予补助。",
    ((0, "一"), (36, "二")),
)
LIBRARY = Library.of([OPINION])


def test_difference_tells_both_places() -> None:
    essay = "意见要求：“校长每月至少与学生同餐三次”。"

    (quotation,) = check_quotations(essay, LIBRARY).quotations

    (edit,) = quotation.difference
    assert (edit.op, edit.quoted, edit.original) == ("replace", "月", "周")
    assert edit.span.of(essay) == "月"
    assert edit.source.of(OPINION.text) == "周"


def test_source_names_clause_and_span() -> None:
    (quotation,) = check_quotations("意见明确：“市财政按每生每天五元给予补助”。", LIBRARY).quotations

    assert quotation.source is not None
    assert (quotation.source.document, quotation.source.clause) == ("opinion", "二")
    assert quotation.source.span.of(OPINION.text) == "市财政按每生每天五元给予补助"


def test_claim_is_kept_as_the_essay_words_it() -> None:
    essay = "《滨川市关于办好乡村学校食堂的意见》提出：“食堂账目每学期公示一次”。"

    title, quotation = check_quotations(essay, LIBRARY).quotations

    assert title.source is not None
    assert quotation.claimed_source == "《滨川市关于办好乡村学校食堂的意见》"
    assert quotation.claimed_documents == ("opinion",)


def test_joined_passage_has_a_place_for_every_piece() -> None:
    essay = "意见说：“校长每周至少与学生同餐三次，市财政按每生每天五元给予补助”。"

    (quotation,) = check_quotations(essay, LIBRARY).quotations

    assert quotation.verdict is Verdict.JOINED
    assert [place.clause for place in quotation.places] == ["一", "二"]


def test_marks_are_reported_with_their_place() -> None:
    essay = "意见提出：”食堂账目**公示一次“。"

    report = check_quotations(essay, LIBRARY)

    assert [(mark.fault, mark.text) for mark in report.marks] == [
        (Fault.REVERSED, "”食堂账目**公示一次“"),
        (Fault.MASK, "**"),
    ]


def test_spans_are_what_resemblance_leaves_out() -> None:
    essay = "意见要求：“食堂账目每学期公示一次”。我很赞同。"

    assert check_quotations(essay, LIBRARY).spans == (Span(6, 17),)


def test_last_words_of_a_document_are_found_beside_another_document() -> None:
    library = Library.of([OPINION, LibraryDocument("other", "另一份通知", "完全不相干的一段话。" * 20)])

    (quotation,) = check_quotations("意见明确：“按每生每天五元给予补助”。", library).quotations

    assert (quotation.verdict, quotation.claimed_documents) == (Verdict.EXACT, ("opinion",))


def test_empty_essay_and_empty_library_give_nothing() -> None:
    assert check_quotations("", LIBRARY).quotations == ()
    assert check_quotations("我们要抓紧。", Library.of([])).quotations == ()


def test_json_has_the_documented_fields() -> None:
    report = check_quotations("意见提出：“食堂账目每学期公示两次”。", LIBRARY)

    told = json.loads(json.dumps(as_json(report, essay="a.txt", library="b"), ensure_ascii=False))

    assert list(told) == ["essay", "library", "quotations", "marks"]
    assert [one["verdict"] for one in told["quotations"]] == ["altered"]
    assert [edit["original"] for edit in told["quotations"][0]["difference"]] == ["一"]


@pytest.mark.parametrize(
    "hostile",
    [
        "“" * 20_000,
        "”“" * 10_000,
        "《" * 20_000,
        "《甲》" * 5_000,
        "报告指出，" * 4_000,
        "报告" * 10_000 + "，",
        "…" * 20_000,
        "*" * 20_000 + "X" * 20_000,
        "意见要求：“" + "食堂账目每学期公示一次" * 300 + "”",
        "\n" * 20_000,
        "滨政办发〔2023〕" * 3_000,
        "“" * 60_000,
        "“\n" * 30_000,
        "强调：“" * 15_000,
        "指出，" * 20_000,
        "《" * 30_000 + "》" * 30_000,
        "《意见》要求" * 8_000 + "，",
        "意见要求：“" + "食堂账目每学期公示二次" * 1_000 + "”",
    ],
    ids=range(18),
)
def test_hostile_essays_take_no_long_time(hostile: str) -> None:
    start = time.process_time()

    check_quotations(hostile, LIBRARY)

    assert time.process_time() - start < 5


def test_long_altered_passage_is_told_in_one_piece() -> None:
    original = "".join(f"第{number}所学校的食堂账目每学期公示一次。" for number in range(1, 301))
    library = Library.of([LibraryDocument("ledger", "学校食堂账目公示清单", original)])
    essay = "清单写道：“" + original.replace("第150所学校的食堂", "第150所学校的餐厅") + "”"

    (quotation,) = check_quotations(essay, library).quotations

    assert (quotation.verdict, [edit.original for edit in quotation.difference]) == (Verdict.ALTERED, ["食堂"])
