"""Notes: anchored by their words, private, shared by choice, carried into a new version, never in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from luoshi.common.errors import MissingRightError, StaleFormError, UnmetConditionError
from luoshi.common.models import Entry
from luoshi.library.actions.links import supersede
from luoshi.library.actions.purging import purge_document
from luoshi.training.actions.notes import add_note, change_note, keep_place, remove_note
from luoshi.training.models import Note, ReadingPlace
from luoshi.training.queries.notes import notes_on, notes_visible_to, place_of
from tests.training.conftest import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import Group

WORDS = "修复农村供水管网30公里"


def note_of(document: Document, by: User, words: str = WORDS, **given: object) -> Note:
    start = document.text.index(words)
    return add_note(document, start=start, end=start + len(words), by=by, **given)  # type: ignore[arg-type]  # as given


def test_a_note_keeps_its_words_and_what_stands_around_them(document: Document, trainee: User) -> None:
    note = note_of(document, trainee, quote="修复农村供水 管网30公里", text="找水利局核实长度")

    assert (note.quote, note.prefix[-6:], note.suffix[:2]) == (WORDS, "6年6月底前", "。（")
    assert note.clause is not None
    assert note.clause.path.endswith("(二)")


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 3), (-1, 4), (0, 10**9), (0, 5_000)])
def test_a_stretch_outside_the_text_is_refused(start: int, end: int, document: Document, trainee: User) -> None:
    with pytest.raises(UnmetConditionError):
        add_note(document, start=start, end=end, by=trainee)


def test_words_that_are_not_there_are_refused(document: Document, trainee: User) -> None:
    with pytest.raises(UnmetConditionError, match="与正文不一致"):
        note_of(document, trainee, quote="修复农村供水管网90公里")


def test_a_note_is_its_authors_alone_until_shared(
    document: Document, trainee: User, peer: User, outsider: User, class_head: User, group: Group
) -> None:
    note = note_of(document, trainee, text="先问清长度")

    seen = {user.username: notes_visible_to(user).count() for user in (trainee, peer, outsider, class_head)}
    change_note(note, text=note.text, colour="green", is_shared=True, seen=note.version, by=trainee)
    after = {user.username: notes_visible_to(user).count() for user in (trainee, peer, outsider, class_head)}

    assert seen == {"trainee": 1, "peer": 0, "outsider": 0, "class_head": 0}
    assert after == {"trainee": 1, "peer": 1, "outsider": 0, "class_head": 0}


def test_only_the_author_changes_and_removes(document: Document, trainee: User, peer: User, group: Group) -> None:
    note = note_of(document, trainee, is_shared=True)

    with pytest.raises(MissingRightError):
        change_note(note, text="x", colour="blue", is_shared=False, seen=None, by=peer)
    with pytest.raises(MissingRightError):
        remove_note(note, by=peer)


def test_two_devices_do_not_overwrite_each_other(document: Document, trainee: User) -> None:
    note = note_of(document, trainee, text="一")
    change_note(note, text="二", colour="yellow", is_shared=False, seen=1, by=trainee)

    with pytest.raises(StaleFormError):
        change_note(note, text="三", colour="yellow", is_shared=False, seen=1, by=trainee)


def test_without_a_group_nothing_is_shared(document: Document, trainee: User) -> None:
    with pytest.raises(UnmetConditionError, match="还没有分到小组"):
        note_of(document, trainee, is_shared=True)


def test_a_note_follows_its_words_into_a_new_version(
    document: Document, take_in: Callable[..., Document], trainee: User, class_head: User
) -> None:
    note_of(document, trainee)
    note_of(document, trainee, "对运行超过二十年的12座水厂进行改造")
    note_of(document, trainee, "各县人民政府")
    changed = PLAN.replace("7号", "17号").replace("（二）修复", "（二）新建水源。\n（三）修复")
    changed = changed.replace("12座水厂进行改造", "15座水厂进行改造").replace("各县人民政府：\n", "")
    new = take_in(changed, name="新方案.txt")
    supersede(new, document, by=class_head)

    shown = notes_on(new, trainee)

    assert [(one.note.quote[:4], new.text[one.start : one.end] if one.start else None) for one in shown] == [
        ("对运行超", "对运行超过二十年的15座水厂进行改造"),
        ("修复农村", WORDS),
        ("各县人民", None),
    ]
    assert [one.is_exact for one in shown] == [False, True, True]
    assert [one.is_orphaned for one in notes_on(document, trainee)] == [False] * 3


def test_the_history_holds_nothing_that_can_be_read(document: Document, trainee: User) -> None:
    note = note_of(document, trainee, text="只给自己看的话")
    change_note(note, text="改过的话", colour="pink", is_shared=False, seen=1, by=trainee)
    remove_note(note, by=trainee)

    told = "".join(str(entry.body) for entry in Entry.objects.all() if entry.verb.startswith("note."))
    assert [words for words in (WORDS, "只给自己看的话", "改过的话") if words in told] == []
    assert Note.objects.count() == 0


def test_a_purge_takes_the_words_out_of_the_notes(document: Document, trainee: User, office_head: User) -> None:
    note = note_of(document, trainee, text="自己的话")

    purge_document(document, reason="误传", by=office_head)

    note.refresh_from_db()
    assert (note.quote, note.prefix, note.suffix, note.text) == ("", "", "", "自己的话")


def test_a_place_is_one_row_without_time_or_count(document: Document, trainee: User) -> None:
    keep_place(document, 40, by=trainee)
    keep_place(document, 10**9, by=trainee)

    assert place_of(trainee, document) == len(document.text)
    assert {field.name for field in ReadingPlace._meta.get_fields()} == {"id", "user", "document", "offset"}
    assert ReadingPlace.objects.count() == 1
