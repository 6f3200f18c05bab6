"""Suspect sources: what a new version changes, what it does not, and how it is confirmed or followed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.common import history
from luoshi.common.errors import IllegalMoveError, MissingRightError
from luoshi.ledger.actions.commenting import settle_source
from luoshi.ledger.actions.plans import make_plan
from luoshi.ledger.actions.suspects import follow_change
from luoshi.ledger.models import Plan, Source
from luoshi.ledger.queries.suspects import count_suspects, shown, suspects_visible_to, with_measures
from luoshi.ledger.queries.traces import measures_from, uses_of
from luoshi.library.actions import links
from luoshi.library.actions.documents import add_document
from luoshi.library.models import Change, Document
from luoshi.library.states import LinkKind
from luoshi.notices.models import Notice
from luoshi.samples import sample_path
from luoshi.units.states import Role
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

TEXT = """滨川市农村供水工作方案
一、重点任务
（一）改造水厂。年底前改造老旧水厂12座。（牵头单位：市教育局）
（二）修复管网。2026年6月底前修复管网30公里。（牵头单位：市教育局）
（三）建好台账。2026年9月底前建立供水台账。（牵头单位：市教育局）
2026年3月2日
"""


@pytest.fixture
def take_in(office: Unit, supervisor: User) -> Callable[..., Document]:
    def take(text: str, **given: object) -> Document:
        content = text.encode()
        return add_document(BytesIO(content), name="方案.txt", size=len(content), owner=office, by=supervisor, **given)

    return take


@pytest.fixture
def old(take_in: Callable[..., Document]) -> Document:
    return take_in(TEXT)


@pytest.fixture
def water(old: Document, office: Unit, supervisor: User, today: object) -> Plan:
    """A plan of three measures, broken down from the old version."""
    return make_plan(old, owner=office, by=supervisor)


def trace_rows() -> list[list[str]]:
    """Which clause of the opinion each measure of the city's plan follows from: path, clause, words."""
    lines = sample_path("trace.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [row for row in (line.split("\t") for line in lines) if row[1] != "local"]


def suspects(user: User) -> list[str]:
    return [source.measure.text[:4] for source in with_measures(suspects_visible_to(user))]


def test_only_the_measure_of_the_changed_clause_is_suspect(
    water: Plan, old: Document, take_in: Callable[..., Document], supervisor: User
) -> None:
    text = (
        TEXT.replace("30公里", "50公里")
        .replace("（一）改造", "（一）新建水源。新建水源2处。\n（二）改造")
        .replace("（三）建好", "（四）建好")
    )

    take_in(text, supersedes=old)

    assert suspects(supervisor) == ["修复管网"]
    assert [entry.verb for entry in history.entries_of(water.measures.get(number=2))][-1] == "measure.source_suspect"


def test_a_county_undoes_nothing_of_the_city(
    water: Plan, old: Document, county: Unit, person: Callable[..., User], supervisor: User
) -> None:
    keeper = person("keeper", county, Role.SUPERVISOR)
    text = "青山县供水规定\n一、市方案不再执行。\n".encode()
    own = add_document(BytesIO(text), name="规定.txt", size=len(text), owner=county, by=keeper)

    links.add_link(own, kind=LinkKind.ABOLISHES, target=old, by=keeper)

    assert suspects(supervisor) == []
    assert not Notice.objects.filter(code="sources.suspect").exists()


def test_a_changed_annotation_makes_a_measure_suspect_too(
    water: Plan, old: Document, take_in: Callable[..., Document], supervisor: User
) -> None:
    take_in(TEXT.replace("台账。（牵头单位：市教育局）", "台账。（牵头单位：市水利局）"), supersedes=old)

    assert suspects(supervisor) == ["建好台账"]


def test_the_office_is_told_once(
    water: Plan, old: Document, take_in: Callable[..., Document], supervisor: User
) -> None:
    take_in(TEXT.replace("30公里", "50公里").replace("12座", "15座"), supersedes=old)

    (notice,) = Notice.objects.filter(user=supervisor, code="sources.suspect")
    assert (notice.params["count"], notice.url) == (2, reverse("ledger:suspects"))


def test_a_confirmed_source_is_suspect_no_more(
    water: Plan, old: Document, take_in: Callable[..., Document], supervisor: User
) -> None:
    take_in(TEXT.replace("30公里", "50公里"), supersedes=old)

    settle_source(suspects_visible_to(supervisor).get(), by=supervisor)

    assert count_suspects(supervisor) == 0
    assert history.entries_of(water.measures.get(number=2)).last().verb == "source.settle"  # type: ignore[union-attr]  # it is there


def test_a_source_follows_to_the_new_words(
    water: Plan, old: Document, take_in: Callable[..., Document], supervisor: User
) -> None:
    new = take_in(TEXT.replace("30公里", "50公里"), supersedes=old)
    source, change = suspects_visible_to(supervisor).get(), Change.objects.get()

    source = follow_change(source, change, by=supervisor)

    assert (source.document, source.is_suspect, "50公里" in source.quote) == (new, False, True)
    with pytest.raises(IllegalMoveError):
        follow_change(source, change, by=supervisor)


def test_a_liaison_may_neither_confirm_nor_follow(
    water: Plan, old: Document, take_in: Callable[..., Document], liaison: User
) -> None:
    take_in(TEXT.replace("30公里", "50公里"), supersedes=old)
    source = Source.objects.get(is_suspect=True)

    with pytest.raises(MissingRightError):
        settle_source(source, by=liaison)
    with pytest.raises(MissingRightError):
        follow_change(source, Change.objects.get(), by=liaison)


def test_an_abolished_clause_makes_its_measures_suspect(
    water: Plan, old: Document, take_in: Callable[..., Document], supervisor: User
) -> None:
    notice = take_in("关于废止有关条款的通知\n经研究，废止有关条款。\n2026年8月1日\n")
    clause = old.clauses.get(path="一/(三)")

    links.add_link(notice, kind=LinkKind.ABOLISHES, target=old, clauses=[clause], by=supervisor)

    assert suspects(supervisor) == ["建好台账"]


def test_old_and_new_words_stand_side_by_side(
    water: Plan, old: Document, take_in: Callable[..., Document], supervisor: User
) -> None:
    take_in(TEXT.replace("30公里", "55公里"), supersedes=old)

    (suspect,) = shown(list(with_measures(suspects_visible_to(supervisor))), supervisor)

    assert [piece.text for piece in suspect.old if piece.is_changed] == ["30"]
    assert [piece.text for piece in suspect.new if piece.is_changed] == ["55"]


def test_the_revised_opinion_of_the_story_makes_five_measures_suspect(
    office: Unit, supervisor: User, today: object
) -> None:
    documents = {}
    for name in ("province-opinion", "city-plan"):
        content = sample_path(f"{name}.docx").read_bytes()
        documents[name] = add_document(
            BytesIO(content), name=f"{name}.docx", size=len(content), owner=office, by=supervisor
        )
    plan = make_plan(documents["city-plan"], owner=office, by=supervisor)
    opinion = documents["province-opinion"]
    for path, above, words in trace_rows():
        measure, start = plan.measures.get(clause_path=path), opinion.text.index(words)
        Source.objects.create(
            measure=measure,
            document=opinion,
            clause=opinion.clauses.get(path=above),
            quote=words,
            start=start,
            end=start + len(words),
            digest="",
        )
    content = sample_path("province-opinion-revised.docx").read_bytes()

    add_document(BytesIO(content), name="new.docx", size=len(content), owner=office, by=supervisor, supersedes=opinion)

    assert Source.objects.filter(is_suspect=True).values("measure").distinct().count() == 5


def test_the_page_takes_the_same_queries_for_many_as_for_one(
    water: Plan,
    old: Document,
    take_in: Callable[..., Document],
    supervisor: User,
    client: Client,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    take_in(TEXT.replace("30公里", "50公里"), supersedes=old)
    source = Source.objects.get(is_suspect=True)
    client.force_login(supervisor)
    for count in (1, 30):
        while Source.objects.filter(is_suspect=True).count() < count:
            source.pk = None
            source.save()
        with django_assert_max_num_queries(16):
            page = client.get(reverse("ledger:suspects"))

    assert page.content.decode().count("已核对，仍然成立") == 25


def test_the_page_confirms_and_follows(
    water: Plan, old: Document, take_in: Callable[..., Document], supervisor: User, client: Client
) -> None:
    take_in(TEXT.replace("30公里", "50公里").replace("12座", "15座"), supersedes=old)
    client.force_login(supervisor)
    one, two = suspects_visible_to(supervisor).order_by("start")

    client.post(reverse("ledger:confirm_suspect", args=[one.pk]))
    change = Change.objects.get(start__lte=two.start, end__gte=two.end)
    client.post(reverse("ledger:follow_suspect", args=[two.pk]), {"change": change.pk})

    assert count_suspects(supervisor) == 0


def test_the_uses_of_a_clause_are_those_that_one_sees(
    water: Plan, old: Document, supervisor: User, liaison: User, stranger: User
) -> None:
    clause, whole = old.clauses.get(path="一/(一)"), old.clauses.get(path="一")

    assert [measure.text[:4] for measure in measures_from(clause, supervisor, TODAY)] == ["改造水厂"]
    assert len(measures_from(whole, supervisor, TODAY)) == 3
    assert sum(uses_of(old, supervisor).values()) == 3
    assert (list(measures_from(clause, stranger, TODAY)), uses_of(old, stranger)) == ([], {})


def test_a_fragment_tells_the_uses_of_a_clause(water: Plan, old: Document, supervisor: User, client: Client) -> None:
    client.force_login(supervisor)
    clause = old.clauses.get(path="一/(一)")

    page = client.get(reverse("ledger:clause_measures", args=[clause.pk])).content.decode()
    counts = client.get(reverse("ledger:clause_counts", args=[old.pk])).json()

    assert (water.measures.get(number=1).code in page, counts[str(clause.pk)]) == (True, 1)
