"""Writes of posts: filling, ending, delegating, handing over; and of portfolio fields."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.units.duties import forget_duties
from luoshi.units.models import Delegation, Field, Post, Unit
from luoshi.units.queries.people import administrators_everywhere
from luoshi.units.rules import RULES
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from luoshi.accounts.models import User

ONE_DAY = timedelta(days=1)

# Called inside the transaction with the post that was handed over, the successor's and who did it: people are told.
after_hand_over: list[Callable[[Post, Post, User], object]] = []
# Called with the same once the successor's post has begun, by the clock without anybody: what waits for the predecessor
# in person goes to the successor, and not a day before.
on_taking_over: list[Callable[[Post, Post, User | None], object]] = []


@transaction.atomic
def add_post(post: Post, *, by: User) -> Post:
    """Fill a post that has been put together but not saved yet."""
    require(RULES, "post.add", by, post)
    if not post.unit.is_open:
        raise UnmetConditionError("unit_closed", _("这个单位已停用，不能再设置职责。"))
    return install(post, by=by)


@transaction.atomic(savepoint=False)
def install(post: Post, *, by: User | None) -> Post:
    """Save a new post and write it into the history of unit and person; the caller has checked the right."""
    same = Post.objects.on(post.starts_on).filter(user=post.user, unit=post.unit, role=post.role, field=post.field)
    if same.exists():
        raise UnmetConditionError("post_held", _("%(name)s已担任这一职责。") % {"name": post.user})
    post.save()
    _note(post, "post.add", by=by)
    forget_duties(post.user)
    return post


@transaction.atomic(savepoint=False)
def install_many(posts: Sequence[Post], *, by: User | None) -> None:
    """Save new posts with a bounded number of queries; the caller has checked right, units and that none is held."""
    made = Post.objects.bulk_create(posts, batch_size=history.CHUNK)
    history.record_many([change for post in made for change in _changes(post, "post.add")], by=by)
    for post in made:
        forget_duties(post.user)


@transaction.atomic
def end_post(post: Post, *, last_day: date, by: User) -> Post:
    """End a post after its last day; one administrator of the whole must remain."""
    require(RULES, "post.end", by, post)
    return _end(lock(Post.objects.select_related("user", "unit", "field"), post.pk), last_day=last_day, by=by)


@transaction.atomic
def hand_over(post: Post, *, to: User, on: date, by: User) -> Post:
    """Pass a post on: from the day on somebody else holds it, with everything that hangs on the post."""
    require(RULES, "post.hand_over", by, post)
    post = lock(Post.objects.select_related("user", "unit", "field"), post.pk)
    if to.pk == post.user_id:
        raise UnmetConditionError("same_person", _("请选择另一位接任的人员。"))
    successor = install(
        Post(user=to, unit=post.unit, role=post.role, field=post.field, title=post.title, starts_on=on), by=by
    )
    _end(post, last_day=max(on - ONE_DAY, post.starts_on), by=by)
    _note(post, "post.hand_over", by=by, to=str(to))
    for follow in after_hand_over:
        follow(post, successor, by)
    if on <= clock.today():
        _take_over(post, successor, by)
    else:
        successor.taken_from = post
        successor.save(update_fields=["taken_from"])
    return successor


def take_over_due() -> int:
    """What waits in posts whose successors begin today, or began while no clock ran, goes to them; returns how many."""
    due = list(Post.objects.on(clock.today()).exclude(taken_from=None).values_list("pk", flat=True))
    for pk in due:
        with transaction.atomic():
            new = lock(Post.objects.select_related("user", "unit", "field"), pk)
            if new.taken_from_id is None:
                continue  # another clock was quicker
            old = Post.objects.select_related("user", "unit", "field").get(pk=new.taken_from_id)
            _take_over(old, new, None)
            new.taken_from = None
            new.save(update_fields=["taken_from"])
    return len(due)


def _take_over(old: Post, new: Post, by: User | None) -> None:
    for follow in on_taking_over:
        follow(old, new, by)


@transaction.atomic
def delegate(delegation: Delegation, *, by: User) -> Delegation:
    """Let somebody act in a post for a time; put together but not saved yet."""
    post = delegation.post
    require(RULES, "post.delegate", by, post)
    if delegation.user_id == post.user_id:
        raise UnmetConditionError("same_person", _("请选择另一位代行的人员。"))
    if delegation.ends_on < delegation.starts_on:
        raise UnmetConditionError("ends_before_start", _("结束日期不能早于开始日期。"))
    delegation.save()
    days = {"starts_on": delegation.starts_on.isoformat(), "ends_on": delegation.ends_on.isoformat()}
    _note(post, "post.delegate", by=by, to=str(delegation.user), reason=delegation.reason, **days)
    forget_duties(delegation.user)
    return delegation


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: User) -> None:
    """Take a delegation back: from now on it counts no more."""
    require(RULES, "delegation.end", by, delegation)
    delegation = lock(Delegation.objects.select_related("post__unit", "post__user", "user"), delegation.pk)
    yesterday = clock.today() - ONE_DAY
    if delegation.starts_on > yesterday:
        delegation.delete()
    else:
        Delegation.objects.filter(pk=delegation.pk).update(ends_on=min(delegation.ends_on, yesterday))
    _note(delegation.post, "post.delegation_end", by=by, to=str(delegation.user))


@transaction.atomic
def add_field(owner: Unit, *, name: str, units: Iterable[Unit], by: User) -> Field:
    """A new portfolio field of an area, at the end of the list."""
    require(RULES, "field.add", by, owner)
    if Field.objects.filter(owner=owner, name=name).exists():
        raise UnmetConditionError("field_taken", _("已有名为“%(name)s”的分管领域。") % {"name": name})
    field = Field.objects.create(owner=owner, name=name, position=Field.objects.filter(owner=owner).count())
    field.units.set(units)
    history.record(field, "field.add", by=by, after=_field_facts(field))
    return field


@transaction.atomic
def change_field(field: Field, *, name: str, units: Iterable[Unit], seen: int | None, by: User) -> Field:
    """Rename a field or change which units belong to it."""
    require(RULES, "field.change", by, field)
    field = lock(Field.objects.select_related("owner"), field.pk)
    check_version(field, seen)
    before = _field_facts(field)
    field.name = name
    next_version(field)
    field.save(update_fields=["name", "version"])
    field.units.set(units)
    history.record_change(field, "field.change", by=by, before=before, after=_field_facts(field))
    return field


def _end(post: Post, *, last_day: date, by: User) -> Post:
    if last_day < post.starts_on:
        raise UnmetConditionError("ends_before_start", _("结束日期不能早于开始日期。"))
    _keep_an_administrator(post, last_day)
    post.ends_on = last_day
    post.save(update_fields=["ends_on"])
    _note(post, "post.end", by=by, ends_on=last_day.isoformat())
    forget_duties(post.user)
    return post


def _keep_an_administrator(post: Post, last_day: date) -> None:
    """The day after, somebody else must still administer the whole."""
    if post.role != Role.ADMINISTRATOR or post.unit.parent_id is not None:
        return
    others = administrators_everywhere(max(last_day + ONE_DAY, clock.today())).exclude(pk=post.pk)
    if not others.exclude(user=post.user).exists():
        raise UnmetConditionError("last_administrator", _("至少要保留一名系统管理员，请先指定另一人。"))


def _note(post: Post, verb: str, *, by: User | None, **params: str) -> None:
    """Write a step of a post into the history of its unit and of its person."""
    history.record_many(_changes(post, verb, **params), by=by)


def _changes(post: Post, verb: str, **params: str) -> list[history.Change]:
    facts = {
        "person": str(post.user),
        "unit": str(post.unit),
        "role": post.role,
        "field": str(post.field or ""),
        "since": post.starts_on.isoformat(),
    }
    return [history.Change(subject, verb, params={**facts, **params}) for subject in (post.unit, post.user)]


def _field_facts(field: Field) -> dict[str, Any]:
    names = list(field.units.order_by("path").values_list("name", flat=True))
    return {"name": field.name, "units": names}
