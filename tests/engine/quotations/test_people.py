"""Who speaks: ordinary people, whose words stand in no document, and those who speak for an office."""

from __future__ import annotations

import time

import pytest

from luoshi.engine.quotations import Kind, Library, Verdict, check_quotations
from tests.gold.study import library

WORDS = "水渠修到田头，干部就要走到田头，不能坐等汇报"
ORDINARY = (
    "我们组的老段把椅子往后一推：",
    "交通局的同志当场算给我看，说：",
    "镇上小学的马校长说：",
    "隔壁组的组长总结道：",
    "老教师的那句话",
    "群众最反感的一句话就是",
    "一名基层干部在座谈会上吐槽：",
    "来自水务局的学员王芳说：",
    "我认识一位姓田的护林员。他笑了笑：",
    "讨论时，几位同志不约而同地谈到：",
)
OF_AN_OFFICE = (
    "省长在调研时对村民们说：",
    "方案要求老师们做到：",
    "《意见》对教师队伍建设提出：",
    "教师法规定：",
    "沈书记告诉我们：",
    "党校校长强调：",
    "群众工作部门要求：",
    "县委书记走访老乡，他强调：",
    "报告号召全体党员：",
)


@pytest.mark.parametrize("words_before", ORDINARY)
def test_what_ordinary_people_say_need_not_stand_anywhere(words_before: str) -> None:
    assert check_quotations(f"{words_before}“{WORDS}。”", library()).quotations == ()


@pytest.mark.parametrize("words_before", OF_AN_OFFICE)
def test_what_an_office_says_must_stand_somewhere(words_before: str) -> None:
    told = check_quotations(f"{words_before}“{WORDS}。”", library()).quotations

    marked = [(one.verdict, one.text) for one in told if one.kind is Kind.MARKED]
    assert marked == [(Verdict.NOT_FOUND, f"{WORDS}。")]


def test_a_villager_who_speaks_as_a_document_does_is_shown_its_place() -> None:
    essay = "老支书说：“让数据多跑路、群众少跑腿，把办事窗口搬到群众家门口。”"

    (quotation,) = check_quotations(essay, library()).quotations

    assert quotation.source is not None
    assert (quotation.verdict, quotation.source.document) == (Verdict.EXACT_BUT_PUNCTUATION, "governance")


def test_a_name_is_ordinary_only_where_the_text_makes_it_so() -> None:
    known = check_quotations(f"村民李大山来过。李大山说：“{WORDS}。”", library()).quotations
    unknown = check_quotations(f"李大山说：“{WORDS}。”", library()).quotations

    assert ([one.verdict for one in known], [one.verdict for one in unknown]) == ([], [Verdict.NOT_FOUND])


def test_what_two_trainees_retell_is_no_resemblance() -> None:
    essay = f"老支书说：“{WORDS}。”"

    assert [span.of(essay) for span in check_quotations(essay, library()).spans] == [f"{WORDS}。"]


@pytest.mark.parametrize("hostile", ["一位" * 20_000, "村民王" * 15_000, "他说：“" * 12_000, "老师，说：" * 10_000])
def test_many_people_take_no_long_time(hostile: str) -> None:
    start = time.process_time()

    check_quotations(hostile, Library.of([]))

    assert time.process_time() - start < 5
