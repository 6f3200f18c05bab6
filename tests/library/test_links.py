"""Links between documents: found in the text, settled, entered by hand, completed by what comes later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.common import history
from luoshi.common.errors import IllegalMoveError, MissingRightError, UnmetConditionError
from luoshi.library.actions import links as actions
from luoshi.library.actions.documents import change_facts
from luoshi.library.models import Document, Link
from luoshi.library.queries.links import clauses_named, links_into, links_out_of
from luoshi.library.states import LinkKind, LinkState

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

OPINION = """中共云岭省委文件
云政发〔2026〕3号
云岭省农村供水意见
各市人民政府：
一、加快建设
（一）改造水厂。各市改造老旧水厂。
2026年1月5日
"""


def test_the_documents_of_the_story_find_each_other(take_sample: Callable[[str], Document]) -> None:
    opinion, plan = take_sample("province-opinion.docx"), take_sample("city-plan.docx")
    revised = take_sample("province-opinion-revised.docx")

    found = {(link.source, link.kind, link.target) for link in Link.objects.all()}

    assert found == {(plan, LinkKind.IMPLEMENTS, opinion), (revised, LinkKind.SUPERSEDES, opinion)}


def test_a_link_waits_for_its_document(plan: Document, take_in: Callable[..., Document]) -> None:
    assert Link.objects.get().target is None

    opinion = take_in(OPINION, name="意见.txt")

    link = Link.objects.get()
    assert (link.source, link.target, link.state) == (plan, opinion, LinkState.OFFERED)


def test_a_corrected_number_completes_a_link(
    plan: Document, take_in: Callable[..., Document], supervisor: User
) -> None:
    other = take_in(OPINION.replace("云政发〔2026〕3号\n", "").replace("农村供水意见", "农村用水意见"), name="b.txt")
    assert Link.objects.get(source=plan).target is None

    change_facts(other, seen=None, by=supervisor, doc_number="云政发[2026]3号")

    assert Link.objects.get(source=plan).target == other


def test_the_number_tells_two_documents_of_one_title_apart(plan: Document, take_in: Callable[..., Document]) -> None:
    take_in(OPINION.replace("3号", "30号"), name="b.txt")

    assert Link.objects.get(source=plan).target is None


def test_a_county_document_is_not_meant_by_the_city(
    plan: Document, take_in: Callable[..., Document], county: Unit, bureau: Unit, administrator: User
) -> None:
    own = take_in(PLAN_OF_BUREAU, name="a.txt", owner=bureau, by=administrator)
    take_in(
        OPINION.replace("云岭省", "青山县").replace("云政发", "青政发"), name="b.txt", owner=county, by=administrator
    )

    assert Link.objects.get(source=own).target is None  # a sister's library is out of reach


PLAN_OF_BUREAU = "市教育局工作安排\n根据《青山县农村供水意见》，安排如下。\n一、工作\n做好配合。\n"


@pytest.mark.parametrize("by_role", ["supervisor", "liaison"])
def test_only_who_keeps_the_library_settles(by_role: str, plan: Document, request: pytest.FixtureRequest) -> None:
    by, link = request.getfixturevalue(by_role), Link.objects.get()

    if by_role == "liaison":
        with pytest.raises(MissingRightError):
            actions.confirm_link(link, by=by)
        return
    assert actions.confirm_link(link, by=by).state == LinkState.CONFIRMED


def test_a_settled_link_leaves_its_entry_and_is_not_settled_twice(plan: Document, supervisor: User) -> None:
    link = actions.confirm_link(Link.objects.get(), by=supervisor)

    with pytest.raises(IllegalMoveError):
        actions.confirm_link(link, by=supervisor)
    assert [entry.verb for entry in history.entries_of(plan)] == ["document.add", "document.link_confirm"]


def test_a_dropped_link_can_be_taken_up_again(plan: Document, supervisor: User) -> None:
    link = actions.drop_link(Link.objects.get(), by=supervisor)

    assert actions.confirm_link(link, by=supervisor).settled_by == supervisor


def test_links_are_entered_by_hand(plan: Document, take_in: Callable[..., Document], supervisor: User) -> None:
    other = take_in(OPINION, name="意见.txt")

    link = actions.add_link(other, kind=LinkKind.AMENDS, target=plan, by=supervisor)
    waiting = actions.add_link(other, kind=LinkKind.CITES, name="尚未入库的办法", by=supervisor)

    assert [(shown.link, shown.other) for shown in links_into(plan, supervisor)] == [(link, other)]
    assert [shown.other for shown in links_out_of(other, supervisor) if shown.link == waiting] == [None]


def test_links_by_hand_need_a_target(plan: Document, supervisor: User) -> None:
    with pytest.raises(UnmetConditionError, match="请选择"):
        actions.add_link(plan, kind=LinkKind.CITES, by=supervisor)
    with pytest.raises(UnmetConditionError, match="自己"):
        actions.add_link(plan, kind=LinkKind.CITES, target=plan, by=supervisor)


def test_the_other_end_is_shown_only_to_those_who_see_it(
    take_in: Callable[..., Document], bureau: Unit, administrator: User, county_liaison: User, plan: Document
) -> None:
    own = take_in(OPINION, name="a.txt", owner=bureau, by=administrator)
    actions.add_link(own, kind=LinkKind.IMPLEMENTS, target=plan, by=administrator)

    assert links_into(plan, county_liaison) == []
    assert [shown.other for shown in links_into(plan, administrator)] == [own]


@pytest.mark.parametrize(
    ("typed", "paths", "unknown"),
    [
        ("一（一）", ["一/(一)"], []),
        ("一/(一)、一(二)", ["一/(一)", "一/(二)"], []),
        ("二；九", ["二"], ["九"]),
        ("", [], []),
    ],
)
def test_clauses_are_named_as_people_write_them(
    typed: str, paths: list[str], unknown: list[str], plan: Document
) -> None:
    found, missing = clauses_named(plan, typed)

    assert ([clause.path for clause in found], missing) == (paths, unknown)
