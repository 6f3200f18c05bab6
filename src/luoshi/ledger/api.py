"""API of the ledger: the list with the page's filters, one measure, its reports, and every step of its life."""

from datetime import date

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate
from pydantic import ConfigDict

from luoshi.accounts.http import signed_in
from luoshi.accounts.models import User
from luoshi.common import clock
from luoshi.common.api_days import Day
from luoshi.common.errors import UnmetConditionError
from luoshi.ledger.actions import reporting, sharing
from luoshi.ledger.actions.door import Paper
from luoshi.ledger.actions.steps import offer_for, take
from luoshi.ledger.milestone_api import MilestoneOut
from luoshi.ledger.models import Measure, Part, Report
from luoshi.ledger.queries.filters import LedgerFilter, filtered, ordered
from luoshi.ledger.queries.measures import measures_visible_to, with_light
from luoshi.ledger.queries.offers import offers_for
from luoshi.ledger.queries.page import entries_of, page_measures
from luoshi.ledger.queries.people import verifiers_for
from luoshi.ledger.queries.reports import newest_first, reports_visible_to
from luoshi.ledger.states import Grade, Light, Matter, SlipColour, State
from luoshi.ledger.verbs import STEPS
from luoshi.units.queries.units import units_visible_to

router = Router(tags=["measures"])
LONGEST = 4000
LARGEST = 2**63 - 1


class FilterIn(Schema):
    """The filters of the ledger page; all that are given have to hold."""

    q: str = Field("", max_length=100, description="Words of the text, the aim or the code")
    plan: int | None = Field(None, ge=1, le=LARGEST)
    field: int | None = Field(None, ge=0, le=LARGEST, description="A portfolio field; 0 for measures without one")
    unit: int | None = Field(None, ge=1, le=LARGEST, description="The accountable unit, with the units below it")
    part: str = Field("", pattern="^(any)?$", description="`any`: units with any part, not only the accountable one")
    state: list[State] = []
    light: Light | None = None
    section: str = Field("", max_length=400, description="First heading over the measures; `-` for those without one")
    due: str = Field("", pattern="^(overdue|none|within7|within30|within90)?$")
    matter: Matter | None = None
    late: bool = Field(False, description="Late by the first due date")
    mine: bool = False
    sort: str = Field("", pattern="^-?(number|due|light|state|unit|claimed|verified|since)?$")

    def wanted(self) -> LedgerFilter:
        """The filter that the pages use too."""
        given = self.model_dump()
        plain = ("q", "plan", "field", "unit", "part", "section", "due", "late", "mine", "sort")
        return LedgerFilter(
            **{name: given[name] for name in plain},
            state=tuple(self.state),
            light=self.light or "",
            matter=self.matter or "",
        )


class UnitRef(Schema):
    """A unit by number and name."""

    id: int
    name: str


class MeasureOut(Schema):
    """A measure as the list shows it; percentages are whole numbers, `light` is that of today."""

    id: int
    code: str
    text: str
    plan_id: int
    parent_id: int | None
    field_id: int | None
    accountable: UnitRef | None
    matter: str
    state: str
    light: str
    due_on: date | None
    first_due_on: date | None
    next_report_on: date | None
    claimed: int
    evidenced: int
    verified: int
    judgement: str
    grade: str
    version: int


class PartOut(Schema):
    """A unit's part; `unit` is empty while the printed name is not known."""

    id: int
    unit: UnitRef | None
    printed: str
    role: str
    is_accountable: bool
    is_signed: bool
    promised_on: date | None

    @staticmethod
    def resolve_is_signed(part: Part) -> bool:
        return part.signed_at is not None


class PointOut(Schema):
    """An acceptance point and what a verifier found of it."""

    id: int
    text: str
    wants_evidence: bool
    finding: str


class StepOut(Schema):
    """A step that the person may take now, with the values that it needs and those that it would take."""

    verb: str
    label: str
    needs: list[str]
    may_take: list[str]
    by_paper: bool = Field(description="Only as a record of an approval on paper")


class DetailOut(MeasureOut):
    """A measure with its parts, acceptance points and milestones, and the steps that may be taken now."""

    aim: str
    clause_path: str
    headings: str
    parts: list[PartOut]
    points: list[PointOut]
    milestones: list[MilestoneOut]
    steps: list[StepOut]


class PaperIn(Schema):
    """An approval given on paper."""

    approver: str = Field(min_length=1, max_length=60)
    approved_on: Day


class StepIn(Schema):
    """The values of a step; which it needs and takes is told by the measure (`steps`)."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field("", max_length=2000)
    note: str = Field("", max_length=2000)
    text: str = Field("", max_length=2000)
    suggestion: str = Field("", max_length=120)
    person: str = Field("", max_length=60)
    promised_on: Day | None = None
    due_on: Day | None = None
    due_wanted: Day | None = None
    exception_reason: str = Field("", max_length=300)
    grade: Grade | None = None
    colour: SlipColour | None = None
    unit: int | None = Field(None, description="Number of a unit")
    verifier: int | None = Field(None, description="Number of a person")
    into: int | None = Field(None, description="Number of a measure")
    paper: PaperIn | None = None


class SharesIn(Schema):
    """Which units get a share of a measure; the measure's own words and date unless others are given."""

    model_config = ConfigDict(extra="forbid")

    units: list[int] = Field(min_length=1, max_length=300, description="Numbers of units")
    text: str = Field("", max_length=LONGEST)
    due_on: Day | None = None


class ReportIn(Schema):
    """What a unit reports for the present cycle; `version` is that of the draft that was seen, 0 if there was none."""

    unit: int
    claimed: int = Field(ge=0, le=100)
    done: str = Field(min_length=1, max_length=LONGEST)
    obstacle: str = Field("", max_length=2000)
    asked_for: str = Field("", max_length=1000)
    version: int | None = None


class ReportOut(Schema):
    """A report of one cycle."""

    id: int
    unit: UnitRef
    cycle_on: date
    state: str
    claimed: int
    done: str
    obstacle: str
    asked_for: str
    return_reason: str
    version: int


class ChangedOut(Schema):
    """One field that an entry of the history changed, in words."""

    label: str
    before: str
    after: str


class EntryOut(Schema):
    """An entry of the history in words."""

    sentence: str
    actor: str
    at: str
    changes: list[ChangedOut]


@router.get("/", response=list[MeasureOut], summary="Measures that one sees and that pass the filters")
@paginate
def list_measures(request: HttpRequest, filters: Query[FilterIn]) -> object:
    user, today, wanted = signed_in(request), clock.today(), filters.wanted()
    rows = with_light(filtered(measures_visible_to(user), wanted, user=user, today=today), today)
    return ordered(rows, wanted).select_related("accountable")


@router.get("/{int:pk}", response=DetailOut, summary="One measure with parts, points, milestones and steps")
def get_measure(request: HttpRequest, pk: int) -> object:
    return _detail(_measure(request, pk), signed_in(request))


@router.post("/{int:pk}/steps/{verb}", response=DetailOut, summary="Take a step of the life cycle or beside it")
def take_step(request: HttpRequest, pk: int, verb: str, values: StepIn) -> object:
    user, measure = signed_in(request), _measure(request, pk)
    if verb not in STEPS:
        raise Http404
    offer = offer_for(measure, verb, by=user)
    paper = Paper(values.paper.approver, values.paper.approved_on) if values.paper else None
    if offer.by_paper and paper is None:
        raise UnmetConditionError("paper_missing", _("这一步由他人审批。请附上纸质审批的审批人和日期。"))
    take(measure, verb, by=user, values=_rows(values, measure, user), paper=paper)
    return _detail(_measure(request, pk), user)


@router.post("/{int:pk}/shares", response=list[MeasureOut], summary="Break a measure down: a share for each unit")
def share_out(request: HttpRequest, pk: int, sent: SharesIn) -> object:
    user, measure = signed_in(request), _measure(request, pk)
    units = list(units_visible_to(user).filter(pk__in=sent.units))
    if len(units) != len(set(sent.units)):
        raise Http404
    made = sharing.share_out(measure, units=units, by=user, text=sent.text, due_on=sent.due_on)
    shares = Measure.objects.filter(pk__in=[share.pk for share in made])
    return with_light(shares, clock.today()).select_related("accountable")


@router.get("/{int:pk}/reports", response=list[ReportOut], summary="Reports on a measure, the latest cycle first")
@paginate
def list_reports(request: HttpRequest, pk: int) -> object:
    measure = _measure(request, pk)
    return newest_first(reports_visible_to(signed_in(request)).filter(measure=measure))


@router.post("/{int:pk}/reports", response=ReportOut, summary="Hand in the report of the present cycle")
def submit_report(request: HttpRequest, pk: int, sent: ReportIn) -> Report:
    user, measure = signed_in(request), _measure(request, pk)
    unit = get_object_or_404(units_visible_to(user), pk=sent.unit)
    words = reporting.Words(sent.claimed, sent.done, sent.obstacle, sent.asked_for)
    return reporting.submit_report(measure, unit, words, by=user, seen=sent.version)


@router.get("/{int:pk}/history", response=list[EntryOut], summary="What happened to a measure, the newest first")
def list_history(request: HttpRequest, pk: int) -> object:
    return [
        {
            "sentence": entry.sentence,
            "actor": str(entry.actor or ""),
            "at": entry.at.isoformat(),
            "changes": entry.changes,
        }
        for entry in entries_of(_measure(request, pk))
    ]


def _measure(request: HttpRequest, pk: int) -> Measure:
    return get_object_or_404(page_measures(signed_in(request), clock.today()), pk=pk)


def _detail(measure: Measure, user: User) -> object:
    """The measure with the steps in the form of the schema."""
    measure.steps = [  # type: ignore[attr-defined]  # told beside the row, for the schema to read
        {
            "verb": offer.step.verb,
            "label": str(offer.step.label),
            "needs": list(offer.step.needs),
            "may_take": list(offer.step.may_take),
            "by_paper": offer.by_paper,
        }
        for offer in offers_for(user, measure)
    ]
    return measure


def _rows(values: StepIn, measure: Measure, user: User) -> dict[str, object]:
    """The values with rows in place of numbers; only rows that the person sees."""
    given = values.model_dump(exclude={"paper"}, exclude_none=True)
    if values.unit is not None:
        given["unit"] = get_object_or_404(units_visible_to(user).filter(closed_on=None), pk=values.unit)
    if values.verifier is not None:
        given["verifier"] = get_object_or_404(verifiers_for(measure.plan), pk=values.verifier)
    if values.into is not None:
        given["into"] = get_object_or_404(measures_visible_to(user), pk=values.into)
    return given
