"""Settling links between documents, entering them by hand, and what follows from a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.engine.references import name_key, number_key
from luoshi.library.announcing import on_new_version
from luoshi.library.comparing import differences, stretches_of
from luoshi.library.models import Change, Clause, Document, Link
from luoshi.library.rules import RULES
from luoshi.library.states import LINK_MOVES, LinkKind, LinkState, ReadingState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.accounts.models import User

UNDOING = frozenset({LinkKind.SUPERSEDES, LinkKind.AMENDS, LinkKind.ABOLISHES})
"""The kinds by which words that others have built on may change or go."""


@transaction.atomic
def confirm_link(link: Link, *, by: User) -> Link:
    """Take a link that was found in the text for right."""
    return _settle(link, "confirm", by=by)


@transaction.atomic
def drop_link(link: Link, *, by: User) -> Link:
    """Take a link for wrong; it stays, and is not offered again."""
    return _settle(link, "drop", by=by)


@transaction.atomic
def add_link(
    source: Document,
    *,
    kind: str,
    by: User,
    target: Document | None = None,
    name: str = "",
    clauses: Sequence[Clause] = (),
) -> Link:
    """Enter by hand that `source` bears on a document of the library, or on one that is only known by name.

    `clauses` are those that an amendment or abolition names; none means all of them.
    """
    require(RULES, "link.add", by, source)
    if target == source:
        raise UnmetConditionError("link_to_itself", _("不能把文件与它自己关联。"))
    shown = target.title if target else name.strip()
    if not shown:
        raise UnmetConditionError("link_without_target", _("请选择文件库中的文件，或写出文件名称。"))
    link, is_new = Link.objects.get_or_create(
        source=source,
        target_name=shown[:300],
        kind=LinkKind(kind),
        defaults={
            "target": target,
            "name_key": name_key(shown)[:300],
            "number_key": number_key(target.doc_number) if target else "",
            "rule": "hand",
        },
    )
    if not is_new and link.state == LinkState.CONFIRMED:
        raise IllegalMoveError("link_known", _("这条关系已经有了。"))
    if target and link.target_id != target.pk:
        link.target = target
        link.save(update_fields=["target"])
    link.clauses.set(clauses)
    return _settle(link, "confirm", by=by)


@transaction.atomic
def supersede(new: Document, old: Document, *, by: User) -> Link:
    """Declare a document the new version of another: a link that the text offers already, or one of our own."""
    require(RULES, "link.add", by, new)
    found = (
        Link.objects.filter(source=new, target=old, kind=LinkKind.SUPERSEDES).select_related("source__owner").first()
    )
    if found is None:
        return add_link(new, kind=LinkKind.SUPERSEDES, target=old, by=by)
    return found if found.state == LinkState.CONFIRMED else _settle(found, "confirm", by=by)


def _settle(link: Link, verb: str, *, by: User) -> Link:
    require(RULES, "link.settle", by, link)
    link = lock(Link.objects.select_related("source__owner"), link.pk)
    move = LINK_MOVES[verb]
    if link.state not in move.sources:
        raise IllegalMoveError("link_settled", _("这条关系已经处理过了，请刷新页面查看。"))
    link.state, link.settled_by = move.target, by
    link.save()
    params = {"name": link.target_name, "kind": link.kind}
    history.record(link.source, f"document.link_{verb}", by=by, params=params)
    link.changes.all().delete()
    if verb == "confirm":
        _take_effect(link, by=by)
    return link


def _take_effect(link: Link, *, by: User) -> None:
    """Keep which words of the target changed or went, and tell those who have built on them."""
    target = link.target
    if target is None or link.kind not in UNDOING or target.state != ReadingState.READY:
        return
    found = _new_words(link, target) if link.kind == LinkKind.SUPERSEDES else _named(link, target)
    changes = Change.objects.bulk_create(found, batch_size=500)
    history.record(target, f"document.{link.kind}", by=by, params={"name": link.source.title, "count": len(changes)})
    on_new_version.announce(link, changes, by)


def _new_words(link: Link, target: Document) -> list[Change]:
    old, new = list(target.clauses.all()), list(link.source.clauses.all())
    return [
        Change(
            link=link,
            clause_id=found.old.clause,
            new_clause_id=found.new.clause if found.new else None,
            start=found.old.start,
            end=found.old.end,
            new_start=found.new.start if found.new else None,
            new_end=found.new.end if found.new else None,
        )
        for found in differences(stretches_of(target, old), stretches_of(link.source, new))
    ]


def _named(link: Link, target: Document) -> list[Change]:
    """The clauses that an amendment or abolition names, with all below them; the whole text if it names none."""
    clauses = list(link.clauses.filter(document=target))
    if not clauses:
        return [Change(link=link, start=0, end=len(target.text))]
    return [Change(link=link, clause=clause, start=clause.start, end=clause.end) for clause in clauses]
