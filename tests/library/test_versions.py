"""New versions: changed words are told, inserted clauses make no others look changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.library.actions import links as actions
from luoshi.library.announcing import on_new_version
from luoshi.library.models import Change, Document, Link
from luoshi.library.states import LinkKind, LinkState
from tests.library.conftest import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from luoshi.accounts.models import User

NEW = PLAN.replace("7号", "17号")


@pytest.fixture
def heard() -> Iterator[list[tuple[Link, Sequence[Change]]]]:
    """What is announced while a test runs."""
    found: list[tuple[Link, Sequence[Change]]] = []

    def listen(link: Link, changes: Sequence[Change], by: User) -> None:
        found.append((link, changes))

    on_new_version.register(listen)
    yield found
    on_new_version._listeners.remove(listen)


def changed(old: Document, new: Document, *, by: User) -> list[tuple[str, str]]:
    """Old and new words of every change, from the point on where a clause begins."""
    link = actions.supersede(new, old, by=by)
    return [
        (
            old.text[change.start : change.end].strip()[:12],
            new.text[change.new_start : change.new_end].strip()[:12] if change.new_start is not None else "",
        )
        for change in link.changes.all()
    ]


def test_an_inserted_clause_makes_no_other_look_changed(
    plan: Document, take_in: Callable[..., Document], supervisor: User
) -> None:
    text = NEW.replace("（一）改造", "（一）新建水源。新建水源3处。\n（二）改造").replace("（二）修复", "（三）修复")
    new = take_in(text, name="new.txt")

    assert [old for old, _new in changed(plan, new, by=supervisor) if "水厂" in old or "管网" in old] == []


def test_changed_and_vanished_words_are_told(
    plan: Document, take_in: Callable[..., Document], supervisor: User
) -> None:
    text = NEW.replace("改造12座水厂", "改造15座水厂").replace(
        "（二）修复管网。2026年6月底前修复管网30公里。（牵头单位：市水利局）\n", ""
    )
    new = take_in(text, name="new.txt")

    found = changed(plan, new, by=supervisor)

    assert ("改造老旧水厂。年底前改造", "改造老旧水厂。年底前改造") in found
    assert ("修复管网。2026年6月", "") in found


def test_a_moved_clause_is_not_changed(plan: Document, take_in: Callable[..., Document], supervisor: User) -> None:
    lines = NEW.splitlines()
    one, two = (
        next(i for i, x in enumerate(lines) if x.startswith("（一）改造")),
        next(i for i, x in enumerate(lines) if x.startswith("（二）修复")),
    )
    lines[one], lines[two] = lines[two].replace("（二）", "（一）"), lines[one].replace("（一）", "（二）")
    new = take_in("\n".join(lines), name="new.txt")

    assert [old for old, _new in changed(plan, new, by=supervisor) if "水厂" in old or "管网" in old] == []


def test_two_versions_of_the_story_differ_in_few_places(
    take_sample: Callable[[str], Document], supervisor: User
) -> None:
    opinion, revised = take_sample("province-opinion.docx"), take_sample("province-opinion-revised.docx")

    found = changed(opinion, revised, by=supervisor)

    assert [old[:9] for old, _new in found] == ["推动职业教育对接产", "建设高标准农田。新", "提高热线和信访办理"]


def test_an_upload_declared_as_new_version_is_compared_at_once(
    plan: Document, take_in: Callable[..., Document], heard: list[tuple[Link, Sequence[Change]]]
) -> None:
    new = take_in(NEW.replace("12座", "15座"), name="new.txt", supersedes=plan)

    ((link, changes),) = heard
    assert (link.source, link.target, link.kind, link.state) == (new, plan, LinkKind.SUPERSEDES, LinkState.CONFIRMED)
    assert any("12座" in plan.text[change.start : change.end] for change in changes)


def test_an_abolition_names_whole_clauses(
    plan: Document, take_in: Callable[..., Document], supervisor: User, heard: list[tuple[Link, Sequence[Change]]]
) -> None:
    notice = take_in("关于废止有关条款的通知\n经研究，决定废止有关条款。\n2026年8月1日\n", name="n.txt")
    clause = plan.clauses.get(path="一")

    actions.add_link(notice, kind=LinkKind.ABOLISHES, target=plan, clauses=[clause], by=supervisor)

    ((_link, (change,)),) = heard
    assert (change.start, change.end, change.new_start) == (clause.start, clause.end, None)


@pytest.mark.parametrize("kind", [LinkKind.CITES, LinkKind.IMPLEMENTS])
def test_other_links_change_nothing(
    kind: str, plan: Document, take_in: Callable[..., Document], supervisor: User, heard: list[object]
) -> None:
    other = take_in(NEW, name="new.txt")

    actions.add_link(other, kind=kind, target=plan, by=supervisor)

    assert heard == []


def test_a_link_taken_back_forgets_its_changes(
    plan: Document, take_in: Callable[..., Document], supervisor: User
) -> None:
    new = take_in(NEW.replace("12座", "15座"), name="new.txt")
    link = actions.supersede(new, plan, by=supervisor)

    actions.drop_link(link, by=supervisor)

    assert Change.objects.count() == 0
