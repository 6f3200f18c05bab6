"""What waits for a person: one table of kinds, each a condition on measures, with the next step and its urgency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.common import clock
from luoshi.ledger.models import Extension, Measure, Obstacle, Part, Plan, Report, UrgingSlip, Verification
from luoshi.ledger.queries.counting import count_each
from luoshi.ledger.queries.measures import measures_visible_to
from luoshi.ledger.states import AT_WORK, OPEN, Decision, ReportState, State
from luoshi.ledger.verbs import STEPS
from luoshi.units.duties import duties_of
from luoshi.units.queries.units import held_subtrees
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from luoshi.accounts.models import User
    from luoshi.units.duties import Duties

REPORT_AHEAD = timedelta(days=7)
"""A report is asked for on the desk this long before its day."""
SHOWN = 5
"""Rows of one kind on the desk; the rest is one click away."""
COUNTED = 1_000
"""Rows of one kind that the desk counts: nobody's morning is more, and its list tells how many there are."""
PROBED = 40
"""Among so many the most urgent are looked for before a long list is put in order."""


@dataclass(frozen=True)
class Kind:
    """One kind of thing to do.

    `day` names the field of the measure by which it is late; `verb` is the step that the button takes: a verb of the
    life cycle, the report, or the part of the measure's page in which it is done.
    """

    code: str
    label: _StrOrPromise
    action: _StrOrPromise
    verb: str
    roles: tuple[str, ...]
    condition: Callable[[Duties, User, date], Q]
    day: str = "due_on"
    first: str = ""  # where the rows have a day that is never missing and stands in an index

    def step_url(self, measure: Measure) -> str:
        """Where the step is taken: its form at once where there is one."""
        if self.verb in STEPS:
            return reverse("ledger:step", args=[measure.pk, self.verb])
        if self.verb == "report":
            return reverse("ledger:report", args=[measure.pk])
        return f"{reverse('ledger:measure', args=[measure.pk])}#{self.verb}-title"


@dataclass(frozen=True)
class Waiting:
    """A kind with what of it waits: how many, and the most urgent."""

    kind: Kind
    count: int
    measures: tuple[Measure, ...]

    @property
    def told(self) -> str:
        """The count in words that never say less than there is."""
        return told(self.count)


def told(count: int) -> str:
    """A count of the desk in words: from `COUNTED` on it only says that there are more."""
    return str(count) if count < COUNTED else f"{COUNTED - 1}+"


def counts_for(user: User, rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each kind has for the desk, up to `COUNTED`, with one query."""
    return count_each(rows, by=user, at_most=COUNTED)


def _own(duties: Duties) -> Q:
    """The accountable unit is one that the person acts for."""
    return Q(accountable__in=duties.unit_ids(Role.LIAISON, Role.UNIT_HEAD))


def _office(duties: Duties, *roles: str) -> Q:
    return _plans_of(duties, duties.unit_paths(*roles))


def _led(duties: Duties) -> Q:
    """The fields led, or everything of the unit where the post names no field."""
    whole = tuple(duty.unit_path for duty in duties.of(Role.LEADER) if duty.field_id is None)
    return Q(field__in=duties.field_ids()) | _plans_of(duties, whole)


def _plans_of(duties: Duties, tops: tuple[str, ...]) -> Q:
    return Q(plan__in=Plan.objects.filter(held_subtrees(duties, tops, prefix="owner__")))


def _of(rows: QuerySet[Any]) -> Q:
    """The measures of these rows: numbers to look among, not a question per measure of a long ledger."""
    return Q(pk__in=rows.order_by().values("measure"))


def _slip(duties: Duties, _user: User, _today: date) -> Q:
    units = duties.unit_ids(Role.LIAISON, Role.UNIT_HEAD)
    return _of(UrgingSlip.objects.filter(unit__in=units, answered_at=None))


def _part(duties: Duties, _user: User, _today: date) -> Q:
    units = duties.unit_ids(Role.LIAISON, Role.UNIT_HEAD)
    unsigned = Part.objects.filter(unit__in=units, is_accountable=False, signed_at=None)
    return _of(unsigned.filter(measure__state__in=AT_WORK))  # the state of these few, not all measures in the state


def _returned(duties: Duties, _user: User, _today: date) -> Q:
    units = duties.unit_ids(Role.LIAISON, Role.UNIT_HEAD)
    return _of(Report.objects.filter(unit__in=units, state=ReportState.RETURNED))


def _to_release(duties: Duties, _user: User, _today: date) -> Q:
    units = duties.unit_ids(Role.UNIT_HEAD)
    return _of(Report.objects.filter(unit__in=units, state=ReportState.WAITING))


def _extension(duties: Duties, _user: User, _today: date) -> Q:
    return _of(Extension.objects.filter(decision=Decision.OPEN)) & (_office(duties, Role.OFFICE_HEAD) | _led(duties))


def _obstacle(duties: Duties, user: User, _today: date) -> Q:
    unanswered = Obstacle.objects.filter(answered_at=None, settled_at=None)
    either = unanswered.filter(
        Q(owner=user.pk) | Q(owner=None)
    )  # said first: these few are looked up, not all measures
    return _of(either) & (_of(unanswered.filter(owner=user.pk)) | _office(duties, Role.SUPERVISOR, Role.OFFICE_HEAD))


def _to_verify(_duties: Duties, user: User, _today: date) -> Q:
    return _of(Verification.objects.filter(verifier=user.pk, found_at=None, accepted_at=None))


def _found(duties: Duties, _user: User, _today: date) -> Q:
    found = Verification.objects.filter(is_spot_check=False, found_at__isnull=False, accepted_at=None)
    return Q(state=State.VERIFYING) & _of(found) & _office(duties, Role.OFFICE_HEAD)


_UNIT = (Role.LIAISON, Role.UNIT_HEAD)
KINDS: tuple[Kind, ...] = (
    Kind("slip", _("催办单待回复"), _("回复"), "slips", _UNIT, _slip),
    Kind(
        "sign",
        _("待签收"),
        _("签收"),
        "sign",
        _UNIT,
        lambda duties, _user, _today: Q(state=State.ASSIGNED) & _own(duties),
        day="sign_by",
    ),
    Kind("returned", _("报告被退回"), _("修改重报"), "report", _UNIT, _returned, day="next_report_on"),
    Kind(
        "report",
        _("本期待报送"),
        _("填写进展"),
        "report",
        _UNIT,
        lambda duties, _user, today: (
            Q(state__in=AT_WORK - {State.ASSIGNED}, next_report_on__lte=today + REPORT_AHEAD) & _own(duties)
        ),
        day="next_report_on",
    ),
    Kind("release", _("报告待审签"), _("审签"), "reports", (Role.UNIT_HEAD,), _to_release, day="next_report_on"),
    Kind("part", _("配合事项待确认"), _("确认"), "parts", _UNIT, _part, day="sign_by"),
    Kind("verify", _("待核查"), _("填写核查意见"), "verifications", (), _to_verify),
    Kind("obstacle", _("困难问题待答复"), _("答复"), "obstacles", (), _obstacle),
    Kind("extension", _("延期申请待决定"), _("决定"), "extensions", (Role.OFFICE_HEAD, Role.LEADER), _extension),
    Kind(
        "review",
        _("待审核"),
        _("审核交办"),
        "assign",
        (Role.OFFICE_HEAD, Role.LEADER),
        lambda duties, _user, _today: Q(state=State.IN_REVIEW) & (_office(duties, Role.OFFICE_HEAD) | _led(duties)),
    ),
    Kind(
        "appoint",
        _("申请办结，待指定核查人"),
        _("指定核查人"),
        "appoint_verifier",
        (Role.OFFICE_HEAD,),
        lambda duties, _user, _today: Q(state=State.CLOSE_REQUESTED) & _office(duties, Role.OFFICE_HEAD),
    ),
    Kind("found", _("核查完毕，待办结"), pgettext_lazy("verb", "办结"), "close", (Role.OFFICE_HEAD,), _found),
    Kind(
        "sign_off",
        _("已办结，待销号"),
        pgettext_lazy("verb", "销号"),
        "sign_off",
        (Role.OFFICE_HEAD,),
        lambda duties, _user, _today: Q(state=State.CLOSED) & _office(duties, Role.OFFICE_HEAD),
    ),
    Kind(
        "refused",
        _("被退办，待重新确定"),
        _("处理"),
        "parts",
        (Role.SUPERVISOR,),
        lambda duties, _user, _today: Q(state=State.IN_REVIEW, bounces__gt=0) & _office(duties, Role.SUPERVISOR),
    ),
    Kind(
        "draft",
        _("拟立项，待提交审核"),
        _("提交审核"),
        "submit",
        (Role.SUPERVISOR,),
        lambda duties, _user, _today: Q(state=State.PROPOSED) & _office(duties, Role.SUPERVISOR),
    ),
    Kind(
        "urge",
        _("红灯未催办"),
        _("催办"),
        "urge",
        (Role.SUPERVISOR,),
        lambda duties, _user, today: (
            Q(state__in=OPEN, red_on__lte=today)
            & ~_of(UrgingSlip.objects.filter(at__gte=clock.start_of(today - timedelta(days=14))))
            & _office(duties, Role.SUPERVISOR)
        ),
        first="red_on",
    ),
    Kind(
        "red",
        _("分管的红灯任务"),
        _("过问"),
        "comments",
        (Role.LEADER,),
        lambda duties, _user, today: Q(state__in=OPEN, red_on__lte=today) & _led(duties),
        first="red_on",
    ),
)
"""In order of urgency."""


def kind_of(code: str) -> Kind | None:
    """The kind with this code."""
    return next((kind for kind in KINDS if kind.code == code), None)


def waiting_for(user: User, kind: Kind, today: date) -> QuerySet[Measure]:
    """All measures of one kind that wait for a person, the most urgent first."""
    visible = measures_visible_to(user).filter(kind.condition(duties_of(user), user, today))
    order = kind.first or F(kind.day).asc(nulls_last=True)
    return visible.select_related("plan", "accountable").order_by(order, "pk")


def waiting_rows(user: User, today: date) -> dict[str, QuerySet[Measure]]:
    """What may wait for the person, by the code of its kind, in order of urgency."""
    duties = duties_of(user)
    kinds = [kind for kind in KINDS if not kind.roles or duties.holds(*kind.roles)]
    return {kind.code: waiting_for(user, kind, today) for kind in kinds}


def all_waiting(user: User, today: date, *, counts: Mapping[str, int] | None = None) -> list[Waiting]:
    """Every kind of which something waits, in order of urgency, with its first rows: one query for all counts.

    A caller who has counted `waiting_rows` already hands the counts in.
    """
    rows = waiting_rows(user, today)
    known = counts_for(user, rows) if counts is None else counts
    found = ((kind_of(code), known[code], of) for code, of in rows.items() if known[code])
    return [Waiting(kind, count, _first_of(of, kind)) for kind, count, of in found if kind]


def _first_of(rows: QuerySet[Measure], kind: Kind) -> tuple[Measure, ...]:
    """The most urgent, found by their numbers first: thousands are put in order without being read whole."""
    numbers = rows.select_related(None).values_list("pk", flat=True)
    found: list[int] = []
    if kind.first:  # the day stands in an index, and the first of all measures are mostly the ones
        early = Measure.objects.filter(**{f"{kind.first}__isnull": False}).order_by(kind.first, "pk")
        found = list(numbers.filter(pk__in=list(early.values_list("pk", flat=True)[:PROBED]))[:SHOWN])
    if len(found) < SHOWN:
        found = list(numbers[:SHOWN])
    known = Measure.objects.select_related("plan", "accountable").in_bulk(found)
    return tuple(known[number] for number in found if number in known)
