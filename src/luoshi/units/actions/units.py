"""Writes of the tree of units and of aliases."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.units import paths
from luoshi.units.models import Alias, Post, Unit
from luoshi.units.queries.units import subtree
from luoshi.units.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from luoshi.accounts.models import User

FIELDS = ("name", "level", "kind", "code")


@transaction.atomic
def add_unit(parent: Unit, *, by: User, **values: Any) -> Unit:
    """A new unit below another one, at the end of its siblings (values: see FIELDS)."""
    require(RULES, "unit.add", by, parent)
    return plant(parent, by=by, **values)


@transaction.atomic(savepoint=False)
def plant(parent: Unit | None, *, by: User | None, **values: Any) -> Unit:
    """Put a unit into the tree and write it into the history; the caller has checked the right."""
    return plant_many([(parent, values)], by=by)[0]


@transaction.atomic(savepoint=False)
def plant_many(seeds: Sequence[tuple[Unit | None, Mapping[str, Any]]], *, by: User | None) -> list[Unit]:
    """Put units below parents in the tree with a bounded number of queries; the caller has checked the right."""
    if any(parent is not None and parent.depth >= paths.DEPTH for parent, _values in seeds):
        raise UnmetConditionError("too_deep", _("单位最多%(depth)s级，不能再往下添加。") % {"depth": paths.DEPTH})
    places = _next_places({parent.pk if parent else None for parent, _values in seeds})
    units = []
    for parent, values in seeds:
        key = parent.pk if parent else None
        units.append(Unit(parent=parent, position=places[key], **values))
        places[key] += 1
    with _names_taken([unit.name for unit in units]):
        Unit.objects.bulk_create(units, batch_size=history.CHUNK)
    for unit in units:
        unit.path = (unit.parent.path or "" if unit.parent else "") + paths.step_of(unit.pk)
    Unit.objects.bulk_update(units, ["path"], batch_size=history.CHUNK)
    changes = [history.Change(unit, "unit.add", after=history.snapshot(unit, ("parent", *FIELDS))) for unit in units]
    history.record_many(changes, by=by)
    return units


@transaction.atomic
def change_unit(unit: Unit, *, seen: int | None, by: User, **values: Any) -> Unit:
    """Change a unit's facts (see FIELDS); `seen` is the version that the form was opened with."""
    require(RULES, "unit.change", by, unit)
    unit = lock(Unit.objects.all(), unit.pk)
    check_version(unit, seen)
    before = history.snapshot(unit, values)
    for name in FIELDS:
        if name in values:
            setattr(unit, name, values[name])
    after = history.snapshot(unit, values)
    if before == after:
        return unit
    next_version(unit)
    _save_named(unit)
    history.record_change(unit, "unit.change", by=by, before=before, after=after)
    if "name" in before and before["name"] != unit.name:
        _remember_name(unit, before["name"], by=by)
    return unit


@transaction.atomic
def move_unit(unit: Unit, parent: Unit, *, by: User) -> Unit:
    """Hang a unit with everything below it under another one."""
    require(RULES, "unit.move", by, unit)
    require(RULES, "unit.add", by, parent)
    unit, parent = lock(Unit.objects.all(), unit.pk), lock(Unit.objects.all(), parent.pk)
    old, new = unit.path or "", (parent.path or "") + paths.step_of(unit.pk)
    if paths.is_within(parent.path or "", old):
        raise IllegalMoveError("move_into_itself", _("不能把单位移到它自己或它的下级之下。"))
    if unit.parent_id is None:
        raise IllegalMoveError("move_root", _("最上级单位不能移动。"))
    if old == new:
        return unit
    _check_depth(old, new)
    before = history.snapshot(unit, ("parent",))
    places = {"old": str(unit.parent), "new": str(parent)}
    unit.parent = parent
    next_version(unit)
    _save_named(unit)
    Unit.objects.filter(subtree(old)).update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    unit.refresh_from_db()
    after = history.snapshot(unit, ("parent",))
    history.record_change(unit, "unit.move", by=by, before=before, after=after, params=places)
    return unit


@transaction.atomic
def close_unit(unit: Unit, *, by: User) -> Unit:
    """Take a unit out of use; what it did stays. Units below it and posts in it have to be dealt with first."""
    require(RULES, "unit.close", by, unit)
    unit = lock(Unit.objects.all(), unit.pk)
    if not unit.is_open:
        raise IllegalMoveError("already_closed", _("这个单位已经停用。"))
    if unit.parent_id is None:
        raise IllegalMoveError("close_root", _("最上级单位不能停用。"))
    if unit.children.filter(closed_on=None).exists():
        raise UnmetConditionError("has_children", _("请先移走或停用它的下级单位。"))
    if Post.objects.on(clock.today()).filter(unit=unit).exists():
        raise UnmetConditionError("has_posts", _("请先结束或移交这个单位的人员职责。"))
    return _set_closed(unit, closed_on=clock.today(), verb="unit.close", by=by)


@transaction.atomic
def reopen_unit(unit: Unit, *, by: User) -> Unit:
    """Put a closed unit into use again."""
    require(RULES, "unit.close", by, unit)
    unit = lock(Unit.objects.all(), unit.pk)
    if unit.is_open:
        raise IllegalMoveError("not_closed", _("这个单位没有停用。"))
    return _set_closed(unit, closed_on=None, verb="unit.reopen", by=by)


@transaction.atomic
def add_alias(unit: Unit, text: str, *, by: User, is_everywhere: bool = False) -> Alias:
    """A further name, understood by texts of the unit above (and below it), or everywhere."""
    require(RULES, "unit.alias", by, unit)
    if is_everywhere:
        require(RULES, "unit.alias_everywhere", by, unit)
    text = text.strip()
    scope = None if is_everywhere else unit.parent
    taken = Alias.objects.filter(text=text, scope=scope).select_related("unit").first()
    if taken is not None:
        sentence = _("“%(text)s”已经是“%(unit)s”的别名。") % {"text": text, "unit": taken.unit}
        raise UnmetConditionError("alias_taken", sentence)
    namesake = Unit.objects.filter(parent=scope, name=text).exclude(pk=unit.pk).first() if scope else None
    if namesake is not None or text == unit.name:
        raise UnmetConditionError("alias_is_name", _("“%(text)s”已经是单位的名称。") % {"text": text})
    alias = Alias.objects.create(unit=unit, scope=scope, text=text)
    history.record(unit, "unit.alias_add", by=by, params={"text": text})
    return alias


@transaction.atomic(savepoint=False)
def add_first_aliases(names: Sequence[tuple[Unit, str]], *, by: User | None) -> None:
    """The further names of new units, with a bounded number of queries; the caller has checked the right."""
    wanted = [Alias(unit=unit, scope=unit.parent, text=text) for unit, text in names if text != unit.name]
    others = Alias.objects.filter(text__in={alias.text for alias in wanted})
    taken: set[tuple[str, int | None]] = {(alias.text, alias.scope_id) for alias in others}
    for alias in wanted:
        if (alias.text, alias.scope_id) in taken:
            raise UnmetConditionError("alias_taken", _("“%(text)s”已经是别的单位的别名。") % {"text": alias.text})
        taken.add((alias.text, alias.scope_id))
    Alias.objects.bulk_create(wanted, batch_size=history.CHUNK)
    changes = [history.Change(alias.unit, "unit.alias_add", params={"text": alias.text}) for alias in wanted]
    if changes:
        history.record_many(changes, by=by)


@transaction.atomic
def remove_alias(alias: Alias, *, by: User) -> None:
    """Forget a further name."""
    require(RULES, "unit.alias", by, alias.unit)
    alias = lock(Alias.objects.select_related("unit"), alias.pk)
    history.record(alias.unit, "unit.alias_remove", by=by, params={"text": alias.text})
    alias.delete()


def _remember_name(unit: Unit, old: str, *, by: User) -> None:
    """A renamed unit is still understood under its old name, which texts go on using."""
    Alias.objects.filter(unit=unit, text=unit.name).delete()
    if not Alias.objects.filter(text=old, scope=unit.parent).exists():
        Alias.objects.create(unit=unit, scope=unit.parent, text=old)
        history.record(unit, "unit.alias_add", by=by, params={"text": old})


def _set_closed(unit: Unit, *, closed_on: Any, verb: str, by: User) -> Unit:
    before = history.snapshot(unit, ("closed_on",))
    unit.closed_on = closed_on
    next_version(unit)
    unit.save(update_fields=["closed_on", "version"])
    history.record_change(unit, verb, by=by, before=before, after=history.snapshot(unit, ("closed_on",)))
    return unit


def _check_depth(old: str, new: str) -> None:
    longest = Unit.objects.filter(subtree(old)).aggregate(longest=Max(Length("path")))["longest"]
    if longest - len(old) + len(new) > paths.STEP * paths.DEPTH:
        raise UnmetConditionError("too_deep", _("移动后层级过深，单位最多%(depth)s级。") % {"depth": paths.DEPTH})


def _next_places(parents: set[int | None]) -> dict[int | None, int]:
    """Where the next child of each parent stands among its siblings."""
    condition = Q(parent__in=[pk for pk in parents if pk is not None])
    if None in parents:
        condition |= Q(parent=None)
    last = Unit.objects.filter(condition).values_list("parent").annotate(last=Max("position")).order_by()
    return {**dict.fromkeys(parents, 0), **{parent: place + 1 for parent, place in last}}


def _save_named(unit: Unit) -> None:
    with _names_taken([unit.name]):
        unit.save()


@contextmanager
def _names_taken(names: Sequence[str]) -> Iterator[None]:
    """A name or a code that is taken is the user's mistake, not ours."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = _("同一上级之下已有名为“%(name)s”的单位，或单位代码已被使用。")
        raise UnmetConditionError("unit_taken", sentence % {"name": "、".join(names[:5])}) from error
