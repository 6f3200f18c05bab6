"""References: which other documents a text names, by title and number, and what it says of them."""

from __future__ import annotations

import time

import pytest

from luoshi.engine import read_bytes
from luoshi.engine.document import Document
from luoshi.engine.lexicon import load_table, load_words
from luoshi.engine.references import find_references, keys_of, name_key, number_key, strongest

HEAD = "滨川市人民政府办公室\n关于印发《滨川市贯彻落实〈云岭省农村供水意见〉工作方案》的通知\n滨政办发〔2026〕7号\n各县人民政府：\n"


def read(body: str, head: str = "滨川市农村供水工作方案\n") -> Document:
    return read_bytes(f"{head}{body}\n滨川市人民政府\n2026年3月2日\n".encode(), name="plan.txt")


def named(body: str) -> list[tuple[str, str, str]]:
    return [(found.kind.value, found.name, found.number) for found in find_references(read(body))]


@pytest.mark.parametrize("row", load_table("reference_cues"), ids=lambda row: row[0])
def test_every_cue_is_understood_in_its_example(row: tuple[str, ...]) -> None:
    _cue, kind, side, example = row

    (found,) = find_references(read(example))

    assert (found.kind.value, found.rule) == (
        kind,
        "reference.cites.before" if kind == "cites" else f"reference.{kind}.{side}",
    )


@pytest.mark.parametrize("noun", load_words("reference_nouns"))
def test_every_noun_ends_the_name_of_a_document(noun: str) -> None:
    assert [name for _kind, name, _number in named(f"根据《云岭省农村供水{noun}》办理。")] == [f"云岭省农村供水{noun}"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("根据《云岭省供水条例》（云岭省人大常委会公告第12号）制定。", [("implements", "云岭省供水条例", "")]),
        ("落实《供水意见》（云政发〔2026〕3号）。", [("implements", "供水意见", "云政发〔2026〕3号")]),
        ("落实《供水意见》(云政发[2026] 3号)。", [("implements", "供水意见", "云政发[2026] 3号")]),
        ("根据国发〔2018〕42号文件精神办理。", [("implements", "", "国发〔2018〕42号")]),
        ("按照云政办发〔2025〕11号要求办理。", [("implements", "", "云政办发〔2025〕11号")]),
        ("见国务院令第123号。", [("cites", "", "国务院令第123号")]),
        ("《供水工作意见》另行通报情况。", [("cites", "供水工作意见", "")]),
        (
            "根据《甲地供水条例》《乙地供水办法》和《丙地供水规定》，制定本方案。",
            [("implements", f"{place}", "") for place in ("甲地供水条例", "乙地供水办法", "丙地供水规定")],
        ),
        (
            "《甲地供水条例》、《乙地供水办法》同时废止。",
            [("supersedes", "甲地供水条例", ""), ("supersedes", "乙地供水办法", "")],
        ),
        (
            "本办法施行后，《甲地供水办法》（滨政发〔2019〕2号）同时废止。",
            [("supersedes", "甲地供水办法", "滨政发〔2019〕2号")],
        ),
        (
            "根据《甲地供水条例》制定，《乙地供水办法》同时废止。",
            [("implements", "甲地供水条例", ""), ("supersedes", "乙地供水办法", "")],
        ),
        ("不再执行《外来企业管理规定》。", [("cites", "外来企业管理规定", "")]),
        ("修订《城市供水应急预案》，年底前完成。", [("cites", "城市供水应急预案", "")]),
        ("落实《供水工作意见（试行）》。", [("implements", "供水工作意见（试行）", "")]),
        (
            "落实《云岭省“十五五”供水规划（2026—2030年）》。",
            [("implements", "云岭省“十五五”供水规划（2026—2030年）", "")],
        ),
        ("根据《关于贯彻〈供水条例〉的意见》办理。", [("implements", "关于贯彻〈供水条例〉的意见", "")]),
        ("根据《关于贯彻《供水条例》的意见》办理。", [("implements", "关于贯彻《供水条例》的意见", "")]),
        ("填写《供水申报表》，签订《安全承诺书》。", []),
        ("《供水许可证》有效期五年。", []),
        ("出台《农村供水管理办法》。", []),
        (
            "根据《云岭省供水管理条例》（以下简称《条例》）和《条例》规定办理。",
            [("implements", "云岭省供水管理条例", "")],
        ),
        ("本《方案》自印发之日起施行。", []),
        ("《滨川市农村供水工作方案》已经市政府同意。", []),
        ("《甲县供水办法》《乙县供水办法》已经同意，现印发给你们。", []),
        ("未闭合的《供水办法，没有右书名号。", []),
        ("多余的供水办法》不算。", []),
        ("第3号、2026年3号、〔2026〕不是文号。", []),
        ("水位10〔2026〕3号井。", []),
    ],
)
def test_documents_are_named(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert named(body) == expected


def test_the_span_covers_title_and_number() -> None:
    document = read("为落实《供水意见》（云政发〔2026〕3号），制定本方案。")

    (found,) = find_references(document)

    assert document.words(found.span) == "《供水意见》（云政发〔2026〕3号"


def test_what_stands_inside_the_own_title_is_named_and_the_own_title_is_not() -> None:
    document = read("为落实《云岭省农村供水意见》，制定本方案。", head=HEAD)

    found = {(found.kind.value, found.name) for found in find_references(document)}

    assert found == {("implements", "云岭省农村供水意见")}


def test_a_document_does_not_name_itself_by_its_number() -> None:
    assert (
        find_references(read("滨政办发〔2026〕7号印发后执行。", head=HEAD.replace("云岭省农村供水意见", "意见"))) == ()
    )


def test_of_several_mentions_the_one_that_says_most_stands() -> None:
    body = "见《甲地供水办法》（滨政发〔2019〕2号）。根据《甲地供水办法》办理。《甲地供水办法》同时废止。"

    (found,) = strongest(find_references(read(body)))

    assert (found.kind.value, found.number) == ("supersedes", "滨政发〔2019〕2号")


def test_two_documents_of_one_title_are_told_apart_by_their_numbers() -> None:
    body = "见《年度供水计划》（滨政发〔2024〕2号）和《年度供水计划》（滨政发〔2025〕2号）。"

    assert [found.number for found in strongest(find_references(read(body)))] == [
        "滨政发〔2024〕2号",
        "滨政发〔2025〕2号",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("关于《供水》工作的意见", "关于〈供水〉 工作的意见"),
        ("中共云岭省委　云岭省人民政府意见", "中共云岭省委 云岭省人民政府意见"),
    ],
)
def test_titles_are_compared_without_marks_and_spaces(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("number", ["国发〔2018〕42号", "国发[2018] 42 号", "国发（2018）第42号", "国发【2018】42号"])
def test_numbers_are_compared_without_their_brackets(number: str) -> None:
    assert number_key(number) == "国发〔2018〕42号"


def test_a_document_is_known_by_what_it_issues_and_by_its_number() -> None:
    keys = keys_of("滨川市人民政府关于印发《滨川市供水方案（试行）》的通知", "滨政发〔2026〕1号")

    assert {name_key("滨川市供水方案"), name_key("滨川市供水方案（试行）"), "滨政发〔2026〕1号"} <= set(keys)


@pytest.mark.parametrize(
    "hostile",
    [
        "《" * 20_000,
        "《甲" * 10_000,
        "根据" * 20_000,
        "〈《" * 10_000 + "》〉" * 10_000,
        "甲" * 40_000,
        "《甲地意见》" * 3_000,
    ],
)
def test_hostile_text_takes_no_longer_than_its_length(hostile: str) -> None:
    document = Document("a", "txt", "", hostile, ())

    began = time.process_time()
    find_references(document)

    assert time.process_time() - began < 3
