"""An index into which documents come and go answers as one that was built at once."""

from __future__ import annotations

import random

import pytest

from luoshi.engine.linking import LinkClause, LinkDocument, LinkIndex, Related

TOPICS = ("校车安全", "农村供水", "高标准农田", "河道清淤", "村医待遇", "社区养老", "就业帮扶", "食堂账目")
DEEDS = ("每季度检查一次", "年底前全部完成改造", "建立台账逐项销号", "由县级政府负责", "按月向社会公布", "纳入年度考核")
PLACES = ("乡镇", "县区", "街道", "学校", "村组")
Told = list[tuple[str, str, float, tuple[object, ...]]]


def _document(number: int, chance: random.Random, *, of: int) -> LinkDocument:
    """An invented document; some name another by title, by number, or in their own title."""
    other = chance.randrange(of)
    title = f"滨川市第{number}号{chance.choice(TOPICS)}工作方案"
    if chance.random() < 0.2:
        title = f"滨川市贯彻《云岭省第{other}号办法》的工作方案"
    clauses = []
    for place in range(chance.randrange(1, 6)):
        words = "".join(f"{chance.choice(PLACES)}{chance.choice(TOPICS)}{chance.choice(DEEDS)}。" for _ in range(3))
        if chance.random() < 0.4:
            words = f"落实《云岭省第{other}号办法》第{chance.randrange(1, 6)}条，{words}"
        if chance.random() < 0.2:
            words = f"按照云政发〔2026〕{other}号要求，{words}"
        clauses.append(LinkClause(f"第{place + 1}条", words, chance.choice(TOPICS)))
    # Two documents of one name now and then: then neither can be cited by it.
    names = (f"云岭省第{chance.choice((number, other))}号办法",)
    return LinkDocument(f"d{number}", title, tuple(clauses), doc_number=f"云政发〔2026〕{number}号", names=names)


def _answers(index: LinkIndex, documents: dict[str, LinkDocument]) -> Told:
    found = [
        one
        for key, document in sorted(documents.items())
        for clause in document.clauses
        for one in index.related(key, clause.path)
    ]
    return [
        _plain(one) for one in [*found, *index.related_to_text("学校校车安全每季度检查一次，落实《云岭省第1号办法》。")]
    ]


def _plain(one: Related) -> tuple[str, str, float, tuple[object, ...]]:
    return one.document, one.path, round(one.score, 5), one.reasons


@pytest.mark.parametrize("seed", range(12))
def test_whatever_came_and_went_the_answers_are_those_of_a_new_index(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- the same every time
    index, held = LinkIndex(), {}

    for _step in range(40):
        number = chance.randrange(15)
        key = f"d{number}"
        if key in held and chance.random() < 0.4:
            index.remove(key)
            del held[key]
        else:
            held[key] = _document(number, chance, of=15)
            index.add(held[key])
        if chance.random() < 0.2:
            assert _answers(index, held) == _answers(LinkIndex(held.values()), held)

    assert _answers(index, held) == _answers(LinkIndex(held.values()), held)
    assert [key in index for key in ("d1", "nothing")] == ["d1" in held, False]


def test_nothing_is_left_of_what_was_removed() -> None:
    chance = random.Random(5)  # noqa: S311 -- the same every time
    index = LinkIndex([_document(number, chance, of=9) for number in range(9)])

    for number in range(9):
        index.remove(f"d{number}")

    assert (index.size, index.related_to_text("校车安全，落实《云岭省第1号办法》第1条。")) == (0, ())


def test_removing_what_is_not_there_does_nothing() -> None:
    index = LinkIndex()

    index.remove("d1")

    assert (index.size, "d1" in index) == (0, False)


def test_a_document_without_clauses_comes_and_goes() -> None:
    index = LinkIndex([LinkDocument("d1", "滨川市工作方案", ())])

    index.add(LinkDocument("d2", "云岭省第1号办法", (LinkClause("一", "、。"),)))
    index.remove("d2")

    assert index.size == 0
