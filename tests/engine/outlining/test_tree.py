"""How clauses nest, and where parts begin."""

from __future__ import annotations

import pytest

from luoshi.engine import outline, read_bytes


def paths(text: str) -> list[str]:
    """The numbering paths of all marked clauses, in the order of the text."""
    document = read_bytes(text.encode(), name="plan.txt")
    return [clause.path for clause in outline(document).walk() if clause.marker and clause.path]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("一、甲\n（一）乙\n1.丙\n（1）丁\n①戊\n二、己", ["一", "一/(一)", "一/(一)/1", "一/(一)/1/(1)", "一/(一)/1/(1)/①", "二"]),
        ("一、甲\n（一）乙\n二、丙\n（二）丁\n（三）戊", ["一", "一/(一)", "二", "二/(二)", "二/(三)"]),
        ("一、甲\n1.乙\n2.丙\n二、丁\n3.戊", ["一", "一/1", "一/2", "二", "二/3"]),
        ("一、甲\n（一）乙\n（三）丙\n（七）丁", ["一", "一/(一)", "一/(三)", "一/(七)"]),
        ("第一章 总则\n第一条 甲。\n第二条 乙。\n（一）丙；\n第二章 分则\n第三条 丁。", [
            "第一章", "第一章/第一条", "第一章/第二条", "第一章/第二条/(一)", "第二章", "第二章/第三条",
        ]),
        ("1.甲\n（一）乙。\n（二）丙。\n2.丁\n（一）戊。", ["1", "1/(一)", "1/(二)", "2", "2/(一)"]),
        ("一、甲\n第一条 乙。\n第二条 丙。\n二、丁\n第三条 戊。", ["一", "一/第一条", "一/第二条", "二", "二/第三条"]),
        ("1 甲\n1.1 乙\n1.1.1 丙\n1.2 丁", ["1.1", "1.1/1.1.1", "1.2"]),
        ("一、甲\n（一）乙\n1.丙。\n专栏1 丁工程\n2.戊。", ["一", "一/(一)", "一/(一)/1", "一/(一)/专栏1", "一/(一)/2"]),
    ],
)  # fmt: skip
def test_clauses_nest_as_printed(lines: str, expected: list[str]) -> None:
    assert paths(f"滨川市工作方案\n{lines}") == expected


def test_enumerating_words_and_dashes_add_nothing_to_the_path() -> None:
    text = "滨川市工作方案\n一、目标\n——教育。巩固。\n一是改造。\n二是新建。\n二、任务"

    assert paths(text) == ["一", "一", "一", "一", "二"]


def test_markdown_headings_nest_by_level() -> None:
    text = "# 滨川市工作方案\n\n## 重点任务\n\n### 教育\n\n1. 新建学校。\n\n### 水利\n\n2. 疏浚河道。\n"

    document = read_bytes(text.encode(), name="plan.md")
    part = outline(document).parts[0]

    top = part.children[0]
    assert part.heading.of(document.text) == "滨川市工作方案"
    assert top.heading.of(document.text) == "重点任务"
    assert [child.heading.of(document.text) for child in top.children] == ["教育", "水利"]


def test_text_that_lost_its_line_breaks_gets_its_clauses_back() -> None:
    filler = "各单位要按照职责认真抓好落实，及时总结经验，确保各项工作按期完成。" * 6
    first = f"一、重点任务（一）新建学校。{filler}（二）疏浚河道。{filler}（三）改造管网。{filler}"
    text = f"滨川市工作方案\n{first}二、保障措施（一）加强领导。{filler}"

    assert paths(text) == ["一", "一/(一)", "一/(二)", "一/(三)", "二", "二/(一)"]


def test_half_width_numbers_in_a_lost_text_are_found() -> None:
    filler = "各单位要按照职责认真抓好落实,及时总结经验,确保各项工作按期完成。" * 6

    assert paths(f"滨川市工作方案\n一、任务(一)新建学校。{filler}(二)疏浚河道。{filler}(三)改造管网。{filler}") == [
        "一", "一/(一)", "一/(二)", "一/(三)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("一、教育（一）甲。F二、水利（二）乙。F（三）丙。F", ["一", "一/(一)", "二", "二/(二)", "二/(三)"]),
        ("一、教育F牵头单位：市教育局2．甲。F3．乙。F", ["一"]),
        ("一、教育1．甲。F牵头单位：市教育局2．乙。F二、水利3．丙。F", ["一", "一/1", "一/2", "二", "二/3"]),
        ("一、总体要求全面推进统一、规范的管理。F二、任务（一）甲。F", ["一", "二", "二/(一)"]),
        ("一、教育F按照第（一）项、第（二）项执行。F二、水利F三、交通F", ["一", "二", "三"]),
    ],
)
def test_lost_lines_begin_where_numbers_count_on(body: str, expected: list[str]) -> None:
    filler = "各单位要按照职责认真抓好落实，确保各项工作按期完成。" * 8

    assert paths("滨川市工作方案\n" + body.replace("F", filler)) == expected


def test_text_behind_a_lost_heading_is_its_body() -> None:
    filler = "各单位要按照职责认真抓好落实，确保各项工作按期完成。" * 8
    text = f"滨川市工作方案\n一、总体要求全面推进各项改革。{filler}二、任务（一）新建学校。{filler}"

    document = read_bytes(text.encode(), name="plan.txt")

    assert [clause.heading.of(document.text) for clause in outline(document).walk()][1] == "总体要求"


def test_numbers_never_stand_under_a_bullet() -> None:
    assert paths("• 加入收藏\n• 关闭\n一、任务\n（一）新建学校。\n——完善设施。\n（二）疏浚河道。") == [
        "一", "一/(一)", "一/(一)", "一/(二)",
    ]  # fmt: skip


@pytest.mark.parametrize("date", ["2026年底前建成。", "6月底前建成。", "12345热线升级。"])
def test_number_of_an_item_before_a_date_is_no_decimal(date: str) -> None:
    assert paths(f"滨川市工作方案\n一、任务\n1.{date}\n2.{date}") == ["一", "一/1", "一/2"]


@pytest.mark.parametrize("word", ["任务", "专项行动", "重点工程", "举措"])
@pytest.mark.parametrize("count", ["一二", "12"])
def test_counted_tasks_are_headings_with_a_number(word: str, count: str) -> None:
    one, two = (f"{word}{number}" for number in count)

    found = paths(
        f"滨川市工作方案\n二、任务\n{one}：教育\n（一）新建。\n{two}：水利\n提高能力。\n（一）疏浚。\n三、保障"
    )

    assert found == ["二", f"二/{one}", f"二/{one}/(一)", f"二/{two}", f"二/{two}/(一)", "三"]


def test_numbers_before_a_mere_space_count_if_they_count_on() -> None:
    assert paths("滨川市十件实事\n1 新建公园\n2 改造公厕\n3 整治积水") == ["1", "2", "3"]


def test_lone_number_before_a_space_is_none() -> None:
    assert paths("滨川市工作方案\n一、任务\n12 月底前建成。\n20 所学校改造。") == ["一"]


def test_short_paragraph_keeps_its_inline_numbers() -> None:
    text = "滨川市工作方案\n一、重点任务\n做好以下工作：（一）新建学校；（二）疏浚河道。"

    assert paths(text) == ["一"]


def test_plan_behind_its_notice_is_a_part() -> None:
    notice = "关于印发滨川市管网改造方案的通知\n各县区人民政府：\n现印发给你们。\n2026年3月2日"
    text = f"{notice}\n滨川市管网改造方案\n一、任务\n附件\n任务分工表\n一、清单"

    document = read_bytes(text.encode(), name="notice.txt")
    parts = outline(document).parts

    assert [(part.marker, part.heading.of(document.text)) for part in parts] == [
        ("", "关于印发滨川市管网改造方案的通知"),
        ("", "滨川市管网改造方案"),
        ("附件", "附件"),
    ]


def test_reference_to_an_attachment_begins_no_part() -> None:
    text = "关于管网改造的通知\n一、任务\n附件：1.任务分工表\n2.联络员名单\n滨川市人民政府\n2026年3月2日"

    document = read_bytes(text.encode(), name="notice.txt")

    assert len(outline(document).parts) == 1


def test_deep_nesting_costs_no_recursion() -> None:
    lines = "\n".join(f"{'#' * (1 + i % 6)} 标题{i}" for i in range(10_000))

    document = read_bytes(lines.encode(), name="deep.md")

    assert sum(1 for _ in outline(document).walk()) == 10_000


def test_short_text_of_one_paragraph_gets_its_clauses_back() -> None:
    text = "关于防汛工作的通知 各村：一、排查山塘，6月10日前完成。二、储备编织袋1万条。三、组织演练2次。"

    assert paths(text) == ["一", "二", "三"]


def test_sentence_is_no_heading_of_its_part() -> None:
    document = read_bytes("请各单位于6月底前完成排查。".encode(), name="note.txt")

    (part,) = outline(document).parts

    assert [span.of(document.text) for span in part.body] == ["请各单位于6月底前完成排查。"]


@pytest.mark.parametrize("caption", ["附件：任务清单", "附件 任务清单", "附表：任务清单"])
def test_an_attachment_named_in_one_line_begins_at_its_table(caption: str) -> None:
    page = (
        f"<p>滨川市工作方案</p><p>一、疏浚河道。</p><p>{caption}</p><table><tr><td>序号</td><td>任务</td></tr></table>"
    )

    found = outline(read_bytes(f"<html><body>{page}</body></html>".encode(), name="plan.html"))

    assert [part.marker for part in found.parts] == ["", "附件"]


def test_sections_with_items_in_one_short_paragraph_have_lost_their_breaks() -> None:
    body = "一、任务（一）疏浚河道。9月底前完成。（市水务局）（二）巡查堤防。（市应急局）二、保障（一）加强督查。（市政府办）"
    text = f"滨川市工作方案\n滨政发〔2026〕7号\n各县（区）人民政府：\n滨川市人民政府\n{body}"

    assert paths(text) == ["一", "一/(一)", "一/(二)", "二", "二/(一)"]
