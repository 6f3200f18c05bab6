"""Working on proposed measures: editing, splitting, joining, adding from the text or by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import check_version, lock, next_version
from luoshi.ledger.actions.door import facts_of, need, need_reason, refresh_light
from luoshi.ledger.actions.parts import settle_accountable
from luoshi.ledger.actions.plans import code_of, next_number, refuse_archived
from luoshi.ledger.actions.reviewing import set_due
from luoshi.ledger.models import Measure, Part, Plan, Source
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import DONE, DRAFT, DueSource
from luoshi.library.digests import digest_of
from luoshi.library.models import Clause
from luoshi.library.queries.documents import HEAVY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from luoshi.accounts.models import User

EDITABLE = ("text", "aim", "field", "standing_wanted", "judgement")


@transaction.atomic
def edit_measure(measure: Measure, *, by: User, seen: int | None = None, **values: Any) -> Measure:
    """Change words, aim, field or standing of a measure that is not done (values: see EDITABLE), of a draft also
    the date by hand (`due_on`); of an assigned measure a date is moved by an extension only."""
    measure = _locked(measure, by=by, seen=seen)
    before = facts_of(measure)
    for name in EDITABLE:
        if name in values:
            setattr(measure, name, values[name])
    measure.text = need(measure.text, "text_missing", _("措施内容不能为空。"))
    if "due_on" in values and values["due_on"] != measure.due_on:
        _set_due_by_hand(measure, values["due_on"])
    if measure.state in DRAFT:
        measure.doubts = []
    return _saved(measure, "edit", by=by, before=before)


@transaction.atomic
def look_over(measure: Measure, *, by: User, seen: int | None = None) -> Measure:
    """Somebody has looked at what the engine was not sure of, and it is right."""
    measure = _locked(measure, by=by, seen=seen, drafts_only=True)
    measure.doubts = []
    next_version(measure)
    measure.save(update_fields=["doubts", "version"])
    history.record(measure, "measure.look_over", by=by)
    return measure


def _set_due_by_hand(measure: Measure, due_on: date | None) -> None:
    if measure.state not in DRAFT:
        raise IllegalMoveError("assigned_already", _("已交办的措施不能直接改期，请走延期程序。"))
    if due_on is None:
        measure.due_on = measure.first_due_on = None
        measure.due_source = DueSource.NONE
    else:
        set_due(measure, due_on, DueSource.HAND)


@transaction.atomic
def split_measure(measure: Measure, *, at: int, by: User, seen: int | None = None) -> tuple[Measure, Measure]:
    """Cut a draft in two at a character of its words; both keep the units, each its own stretch of the source."""
    measure = _locked(measure, by=by, seen=seen, drafts_only=True)
    first, second = measure.text[:at].strip(), measure.text[at:].strip()
    if not first or not second:
        raise UnmetConditionError("split_place", _("请把光标放在要拆开的两句话之间。"))
    before = facts_of(measure)
    new = _copy(measure, second, by=by)
    sources = list(measure.sources.all())
    measure.text = first
    for source in sources:
        _split_source(source, measure.text, new)
    _saved(measure, "split", by=by, before=before, into=new.code)
    history.record(
        new, "measure.propose", by=by, after={"text": new.text, "state": new.state}, params={"of": measure.code}
    )
    return measure, new


@transaction.atomic
def join_measures(measures: Sequence[Measure], *, by: User) -> Measure:
    """Make one draft of several: the first takes in words, units and sources of the others, which are dropped."""
    if len({measure.plan_id for measure in measures}) != 1 or len(measures) < 2:
        raise UnmetConditionError("join_two", _("请在同一方案里选择两项以上措施再合并。"))
    rows = [
        _locked(measure, by=by, seen=None, drafts_only=True) for measure in sorted(measures, key=lambda m: m.number)
    ]
    first, *rest = rows
    before = facts_of(first)
    first.text = "\n".join(measure.text for measure in rows)
    named = {part.unit_id for part in first.parts.all()}
    for other in rest:
        other.sources.update(measure=first)
        for part in other.parts.all():
            if part.unit_id not in named:
                named.add(part.unit_id)
                _copy_part(part, first)
        other_before = facts_of(other)
        other.state, other.merged_into = "merged", first
        _saved(other, "join", by=by, before=other_before, into=first.code)
    settle_accountable(first)
    return _saved(first, "edit", by=by, before=before)


@transaction.atomic
def add_from_selection(plan: Plan, *, start: int, end: int, by: User) -> Measure:
    """A measure from words that somebody marked in the plan's document."""
    require(RULES, "measure.add", by, plan)
    if plan.document is None:
        raise UnmetConditionError("no_document", _("这个方案没有来源文件。"))
    words = plan.document.text[start:end]
    text = need(words, "selection_empty", _("请先在原文中选中一段文字。"))
    measure = new_draft(plan, text, by=by)
    inside = Clause.objects.filter(document=plan.document, start__lte=start, end__gte=start).order_by("start", "depth")
    clause = inside.last()
    measure.clause_path = clause.path if clause else ""
    measure.save()
    Source.objects.create(
        measure=measure,
        document=plan.document,
        clause=clause,
        quote=text,
        start=start,
        end=end,
        digest=digest_of(text),
    )
    history.record(measure, "measure.propose", by=by, after={"text": text, "state": measure.state})
    return measure


@transaction.atomic
def add_by_hand(plan: Plan, *, text: str, reason: str, by: User) -> Measure:
    """A local addition: a measure without a source, with the reason for it."""
    require(RULES, "measure.add", by, plan)
    measure = new_draft(plan, need(text, "text_missing", _("措施内容不能为空。")), by=by)
    measure.local_reason = need_reason(reason)[:300]
    measure.save()
    history.record(measure, "measure.propose", by=by, after={"text": measure.text}, params={"reason": reason})
    return measure


def new_draft(plan: Plan, text: str, *, by: User) -> Measure:
    """A proposed measure with the next number of its plan; the caller has checked the right and writes the history."""
    plan = lock(Plan.objects.select_related("owner", "document", "profile"), plan.pk)
    refuse_archived(plan)
    number = next_number(plan)
    measure = Measure(
        plan=plan,
        number=number,
        code=code_of(plan, number),
        matter=plan.matter,
        text=text,
        state_since=clock.now(),
        created_by=by,
    )
    if plan.default_due_on:
        set_due(measure, plan.default_due_on, DueSource.DEFAULT)
    measure.save()
    return measure


def _copy(measure: Measure, text: str, *, by: User) -> Measure:
    """A second measure with the same units, dates and place in the outline."""
    new = new_draft(measure.plan, text, by=by)
    for name in (
        "clause_path",
        "headings",
        "field",
        "due_on",
        "first_due_on",
        "due_source",
        "standing_wanted",
        "accountable",
    ):
        setattr(new, name, getattr(measure, name))
    new.save()
    for part in measure.parts.all():
        _copy_part(part, new, keep_accountable=True)
    return new


def _copy_part(part: Part, measure: Measure, *, keep_accountable: bool = False) -> None:
    Part.objects.create(
        measure=measure,
        unit=part.unit,
        printed=part.printed,
        role=part.role,
        position=measure.parts.count(),
        is_accountable=part.is_accountable and keep_accountable,
        is_assumed=part.is_assumed and keep_accountable,
    )


def _split_source(source: Source, first: str, new: Measure) -> None:
    """The words of the first half keep the row; the second half gets the rest of the stretch."""
    cut = source.quote.find(first)
    if cut < 0:
        return
    rest_at = cut + len(first)
    rest = source.quote[rest_at:]
    lead = len(rest) - len(rest.lstrip())
    Source.objects.create(
        measure=new,
        document=source.document,
        clause=source.clause,
        quote=rest.strip(),
        start=source.start + rest_at + lead,
        end=source.end,
        digest=digest_of(rest),
    )
    source.quote, source.end, source.digest = first, source.start + rest_at, digest_of(first)
    source.save()


def _locked(measure: Measure, *, by: User, seen: int | None, drafts_only: bool = False) -> Measure:
    require(RULES, "measure.edit", by, measure)
    rows = Measure.objects.select_related("plan__owner", "plan__profile", "plan__document")
    measure = lock(rows.defer(*(f"plan__document__{name}" for name in HEAVY)), measure.pk)
    check_version(measure, seen)
    check_open(measure)
    if drafts_only and measure.state not in DRAFT:
        raise IllegalMoveError("not_in_draft", _("“%(code)s”已经交办，不能再这样修改。") % {"code": measure.code})
    return measure


def check_open(measure: Measure) -> None:
    """Refuse what comes after the closing."""
    if measure.state in DONE:
        raise IllegalMoveError("done_already", _("“%(code)s”已经办结，不能再修改。") % {"code": measure.code})


def _saved(measure: Measure, verb: str, *, by: User, before: dict[str, object], **params: str) -> Measure:
    refresh_light(measure)
    next_version(measure)
    measure.save()
    history.record_change(measure, f"measure.{verb}", by=by, before=before, after=facts_of(measure), params=params)
    return measure
