"""Tells seven months of delivery through the same actions that people use, each on its day by the right person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from luoshi.accounts.models import User
from luoshi.common import clock
from luoshi.demo import class_story, hours, results, shares, timetable
from luoshi.demo.tables import rows_of
from luoshi.ledger.actions import (
    checking,
    drafting,
    evidencing,
    extending,
    matters,
    obstacles,
    parts,
    plans,
    reporting,
    resting,
    reviewing,
    submitting,
    tracing,
    unit_steps,
    urging,
)
from luoshi.ledger.models import AcceptancePoint, Measure, Obstacle, Part, Plan
from luoshi.ledger.states import Cycle, Grade, PartRole, State
from luoshi.library.actions import links
from luoshi.library.actions.documents import add_document
from luoshi.notices.actions import read_all
from luoshi.samples import sample_path
from luoshi.units.actions.posts import install_many
from luoshi.units.duties import know_duties
from luoshi.units.models import Post, Unit
from luoshi.units.states import Level, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from luoshi.demo.city import City
    from luoshi.library.models import Document

MONTHS = 7
_SHARES_REPORT = (4, 7)
"""The months in which the counties report: the quarters."""
_LAST_READ = 8
"""Days ago that everybody has read all notices."""
_YESTERDAY, _ENDED = timedelta(days=1), timedelta(days=12)
"""How long ago the last reports came in, and how long ago what had come to its end was closed."""
_SINCE = date(2026, 1, 1)
_liaisons: dict[int, User] = {}
"""By unit who acts for it: asked for hundreds of times while the story is told."""


@dataclass(frozen=True)
class Fate:
    """What happens to one measure in the end."""

    name: str
    claimed: int
    words: str


def tell_story(city: City, today: date) -> Plan:
    """Documents, breakdown, assignment and seven months of reports up to `today`."""
    begin = _months_before(today, MONTHS)
    _liaisons.clear()
    for post in Post.objects.filter(role=Role.LIAISON).select_related("user").order_by("-pk"):
        _liaisons[post.unit_id] = post.user
    with hours.on_day(begin, 9, 12):
        opinion, document = (_take_in(city, name) for name in ("province-opinion.docx", "city-plan.docx"))
        plan = _draft(city, document, begin)
        with hours.later(11, 20):
            _trace(city, plan, opinion)
        with hours.later(15, 40):
            submitting.submit_plan(plan, by=city.people["duban"])
        with hours.later(16, 25):
            submitting.assign_measures(plan.measures.all(), by=city.people["zhuren"])
    fates = {
        int(row[0]): Fate(row[1], int(row[2]), row[3] if len(row) > 3 else "")
        for row in rows_of("luoshi.demo", "delivery.tsv")
    }
    measures = list(plan.measures.select_related("accountable", "plan__owner").order_by("number"))
    _sign(city, measures, fates, begin)
    with hours.on_day(begin + timedelta(days=4), 15, 10):
        timetable.lay_down(measures, day_of=lambda month: _months_before(today, MONTHS - month), liaison_of=_liaison)
    handed_on = _hand_on(measures, fates, begin, today)
    lessons = class_story.days_of(city, opinion, document, today)
    for month in range(1, MONTHS + 1):
        day = _months_before(today, MONTHS - month)
        class_story.tell_until(day, lessons)
        _tell_month(measures, fates, day, month)
        if month in _SHARES_REPORT:
            _report_shares(handed_on, day if month < MONTHS else today - _YESTERDAY, month)
    class_story.tell_until(today, lessons)
    _end(city, measures, fates, today)
    with hours.on_day(today - timedelta(days=_LAST_READ), 17, 5):
        for person in city.people.values():
            read_all(person, until=clock.now())
    with hours.on_day(today - timedelta(days=2), 9, 50):
        _register_matters(city)
    with hours.on_day(today - _YESTERDAY, 15, 5):
        revised = _take_in(city, "province-opinion-revised.docx")
        links.supersede(revised, opinion, by=city.people["duban"])
    with hours.on_day(today - _YESTERDAY, 16, 20):
        results.tell_results(plan, today, by=city.people["duban"])
    return plan


def _take_in(city: City, name: str) -> Document:
    path = sample_path(name)
    with path.open("rb") as file:
        return add_document(file, name=name, size=path.stat().st_size, owner=city.office, by=city.people["duban"])


def _draft(city: City, document: Document, begin: date) -> Plan:
    clerk = city.people["duban"]
    plan = plans.make_plan(document, owner=city.office, by=clerk)
    defaults = plans.Defaults(
        default_due_on=date(begin.year, 12, 31),
        cycle=Cycle.MONTHLY,
        cycle_day=28,
        profile=plan.profile,
    )
    plan = plans.set_defaults(plan, defaults, seen=plan.version, by=clerk)
    fields = {row[0]: city.fields[row[2]] for row in rows_of("luoshi.samples", "fields.tsv")[1:]}
    points: list[AcceptancePoint] = []
    for measure in plan.measures.all():
        field = next((field for path, field in fields.items() if measure.clause_path.startswith(path)), None)
        drafting.edit_measure(measure, by=clerk, field=field)
        points.append(AcceptancePoint(measure=measure, text="完成", wants_evidence=measure.number % 9 == 0))
    AcceptancePoint.objects.bulk_create(points)
    _name_collective_units(city, plan)
    parts.confirm_parts(plan, by=clerk)
    return plan


def _trace(city: City, plan: Plan, opinion: Document) -> None:
    """The words of the province behind each measure; what the city added itself has none."""
    measures = {measure.clause_path: measure for measure in plan.measures.all()}
    for path, clause, words in rows_of("luoshi.samples", "trace.tsv")[1:]:
        if clause == "local":
            tracing.note_local(measures[path], reason=words, by=city.people["duban"])
        else:
            tracing.trace_to(measures[path], opinion, words=words, by=city.people["duban"])


def _name_collective_units(city: City, plan: Plan) -> None:
    """各县（区）人民政府 are the nine counties; what names no unit at all goes to the office that wrote the plan."""
    clerk = city.people["duban"]
    counties = list(Unit.objects.filter(parent=city.root, level=Level.COUNTY).order_by("position"))
    for part in Part.objects.filter(measure__plan=plan, unit=None).select_related("measure__plan"):
        parts.spread_part(part, units=counties, by=clerk)
    for measure in plan.measures.filter(accountable=None):
        parts.set_part(measure, unit=city.units["滨川市民政局"], role=PartRole.LEAD, by=clerk)


def _sign(city: City, measures: list[Measure], fates: dict[int, Fate], begin: date) -> None:
    with hours.on_day(begin + timedelta(days=2), 10, 24):
        for measure in measures:
            fate = fates.get(measure.number)
            if fate and fate.name == "reassigned":
                _refuse_and_reassign(city, measure)
        _name_liaisons(Unit.objects.filter(parts__measure__in=measures).distinct().order_by("pk"))
        signed = [one for one in measures if one.number not in fates or fates[one.number].name != "unsigned"]
        with shares.on_one_day(signed, _liaison) as pen:
            for measure in pen.measures.values():
                unit_steps.sign(measure, by=_liaison(measure.accountable), pen=pen)
                others = [part for part in measure.parts.all() if part.unit and not part.is_accountable]
                for part in others[: 2 if measure.number % 5 else 0]:
                    unit_steps.sign_part(part, by=_liaison(part.unit), pen=pen)


def _hand_on(measures: list[Measure], fates: dict[int, Fate], begin: date, today: date) -> list[Measure]:
    with hours.on_day(begin + timedelta(days=9), 9, 47):
        made = shares.hand_on(measures, busy=set(fates), today=today, liaison_of=_liaison)
    with hours.on_day(begin + timedelta(days=11), 14, 32):
        shares.sign_shares(made, liaison_of=_liaison)
    return made


def _report_shares(made: list[Measure], day: date, month: int) -> None:
    words = [row[1] for row in rows_of("luoshi.demo", "sentences.tsv") if row[0] == "middle"]
    with hours.on_day(day, 15, 18):
        shares.report_shares(made, words, share_done=month / MONTHS, liaison_of=_liaison)


def _refuse_and_reassign(city: City, measure: Measure) -> None:
    other = measure.parts.filter(is_accountable=False).exclude(unit=None).select_related("unit").first()
    if other is None or other.unit is None:
        return
    unit_steps.refuse(
        measure, by=_liaison(measure.accountable), reason="该事项主要职责不在我单位，建议由业务主管单位牵头。"
    )
    measure.refresh_from_db()
    Part.objects.filter(measure=measure, is_accountable=True).update(is_accountable=False)
    parts.make_accountable(other, by=city.people["duban"])
    measure.refresh_from_db()
    reviewing.assign(measure, by=city.people["zhuren"])


def _tell_month(measures: list[Measure], fates: dict[int, Fate], day: date, month: int) -> None:
    """The reports of a month and what was done of the timetables, in the last month on days before today.

    What comes to its end reports the last time before that, the rest the day before today.
    """
    if month < MONTHS:
        with hours.on_day(day, 10, 8):
            _report_month(measures, fates, day, month)
    else:
        with hours.on_day(day - _ENDED, 10):
            ending = {one.pk for one in measures if _comes_to_its_end(one, fates.get(one.number))}
        with hours.on_day(day - _ENDED - _YESTERDAY, 9, 5):
            _report_month([one for one in measures if one.pk in ending], fates, day, month)
        with hours.on_day(day - _YESTERDAY, 10, 8):
            _report_month([one for one in measures if one.pk not in ending], fates, day, month)
    with hours.on_day(day if month < MONTHS else day - _YESTERDAY, 16, 2):
        timetable.tick(measures, month=month, liaison_of=_liaison)


def _comes_to_its_end(measure: Measure, fate: Fate | None) -> bool:
    """Whether something of its own happens to a measure when the story ends."""
    if fate:
        return fate.name in _FATES
    return measure.due_on is not None and measure.due_on < clock.today() and bool(_ENDS[measure.number % len(_ENDS)])


def _report_month(measures: list[Measure], fates: dict[int, Fate], day: date, month: int) -> None:
    """Every open measure reports a few days before the cycle ends; those behind stop after the third month."""
    sentences = rows_of("luoshi.demo", "sentences.tsv")
    stage = "early" if month <= 2 else "middle" if month <= 5 else "late"
    choices = [row[1] for row in sentences if row[0] == stage]
    told = results.last_words() if month == MONTHS else {}
    with shares.on_one_day(measures, _liaison) as pen:
        for measure in (pen.measures[one.pk] for one in measures):
            fate = fates.get(measure.number)
            silent = fate and (fate.name == "unsigned" or (fate.name == "behind" and month > 3))
            if (
                silent
                or measure.state not in (State.SIGNED, State.IN_PROGRESS, State.STANDING)
                or not measure.accountable
            ):
                continue
            if measure.next_report_on is None or measure.next_report_on > day + timedelta(days=27):
                continue
            ceiling = _ceiling(measure, fate, day)
            claimed = min(ceiling, round(ceiling * month / MONTHS) + (measure.number * 5 + month * 3) % 6)
            words = (
                fate.words
                if fate and fate.words and month == MONTHS
                else told.get(measure.number) or choices[(measure.number + month) % len(choices)]
            )
            has_obstacle = bool(fate and fate.name == "obstacle" and month == MONTHS)
            reporting.submit_report(
                measure,
                measure.accountable,
                reporting.Words(
                    claimed=max(claimed, measure.claimed),
                    done=words,
                    obstacle="用地预审和林地手续办理时间较长，影响开工。" if has_obstacle else "",
                    asked_for="请市自然资源和规划局协调加快审批。" if has_obstacle else "",
                ),
                by=_liaison(measure.accountable),
                pen=pen,
            )


def _end(city: City, measures: list[Measure], fates: dict[int, Fate], today: date) -> None:
    """Bring the measures with a fate of their own to where they stand today."""
    rows = Measure.objects.filter(pk__in=[one.pk for one in measures], accountable__isnull=False)
    with hours.on_day(today - _ENDED, 10):
        know_duties([*_liaisons.values(), *city.people.values()])
        for measure in rows.select_related("plan__owner", "accountable").order_by("number"):
            fate = fates.get(measure.number)
            _FATES.get(fate.name if fate else _ordinary(measure), _nothing)(city, measure)


def _ordinary(measure: Measure) -> str:
    """What becomes of a measure without a fate of its own: most that were due by now are done, a few are overdue."""
    if measure.state != State.IN_PROGRESS or measure.due_on is None or measure.due_on >= clock.today():
        return ""
    return _ENDS[measure.number % len(_ENDS)]


def _ceiling(measure: Measure, fate: Fate | None, day: date) -> int:
    """How far a measure has come by the end of the story, in per cent."""
    if fate:
        return fate.claimed
    if measure.due_on and measure.due_on <= day:
        return 100 if measure.number % 5 != 3 else 80
    return 45 + measure.number * 7 % 45


def _close_requested(city: City, measure: Measure) -> None:
    if measure.state == State.STANDING:
        with hours.later(9):
            resting.end_standing(
                measure, due_on=clock.today(), by=city.people["zhuren"], reason="阶段性任务完成，转入办结程序。"
            )
    with hours.later(9, 20):
        _show(measure)
    unit_steps.request_close(measure, by=_liaison(measure.accountable), note="任务已全部完成。")


def _verifying(city: City, measure: Measure) -> None:
    _close_requested(city, measure)
    with hours.later(11, 5):
        checking.appoint_verifier(measure, verifier=city.people["hecha"], by=city.people["zhuren"])


def _closed(city: City, measure: Measure) -> None:
    _verifying(city, measure)
    verification = measure.verifications.get()
    points = dict.fromkeys(measure.points.values_list("pk", flat=True), "fulfilled")
    with hours.later(15, 35):
        checking.record_finding(
            verification,
            by=city.people["hecha"],
            finding="现场核实，资料齐全，任务完成。",
            grade=Grade.COMPLETE,
            points=points,
        )
    with hours.later(16, 40):
        checking.close(measure, by=city.people["zhuren"])


def _signed_off(city: City, measure: Measure) -> None:
    _closed(city, measure)
    with hours.later(17, 10):
        checking.sign_off(measure, by=city.people["zhuren"])


def _returned(city: City, measure: Measure) -> None:
    _verifying(city, measure)
    with hours.later(15, 35):
        checking.return_verification(measure, by=city.people["hecha"], reason="两个点位未见验收记录，请补充后再报。")


def _suspended(city: City, measure: Measure) -> None:
    resting.suspend(measure, by=_leader_of(city, measure), reason="上级资金计划调整，待明确后恢复。")


def _extended(city: City, measure: Measure) -> None:
    if measure.due_on is None or measure.due_on < clock.today():
        return
    wanted = measure.due_on + timedelta(days=90)
    extension = extending.ask_extension(
        measure, due_wanted=wanted, reason="汛期和招标影响工期，申请顺延。", by=_liaison(measure.accountable)
    )
    with hours.later(14, 50):
        extending.decide_extension(extension, granted=True, by=city.people["zhuren"], answer="同意，务必倒排工期。")


def _urged(city: City, measure: Measure) -> None:
    slip = urging.urge(measure, by=city.people["duban"], text="进度落后于时间表，请说明原因并加快推进。")
    with hours.later(16, 15):
        urging.answer_slip(slip, by=_liaison(measure.accountable), answer="已组建专班，每周调度，月底前补齐进度。")


def _answered(city: City, measure: Measure) -> None:
    obstacle = Obstacle.objects.filter(measure=measure).first()
    if obstacle and measure.number % 2:
        obstacles.pass_obstacle(obstacle, to=_leader_of(city, measure), by=city.people["duban"])


def _behind(city: City, measure: Measure) -> None:
    urging.urge(measure, by=city.people["duban"], text="已连续数月未报送进展，请立即反馈。")


def _nothing(_city: City, _measure: Measure) -> None:
    return


_FATES = {
    "close_requested": _close_requested,
    "verifying": _verifying,
    "closed": _closed,
    "signed_off": _signed_off,
    "returned": _returned,
    "suspended": _suspended,
    "extended": _extended,
    "urged": _urged,
    "obstacle": _answered,
    "behind": _behind,
}


_ENDS = ("signed_off", "closed", "signed_off", "", "signed_off")
"""What becomes, in turn, of those that were due: one of five is overdue."""


def _show(measure: Measure) -> None:
    """Put a short record of completion on every acceptance point."""
    words = f"{measure.code} 办结说明\n{measure.text}\n各项任务已完成，资料归档备查。\n".encode()
    for point in measure.points.all():
        evidencing.add_file(
            measure,
            measure.accountable or measure.plan.owner,
            BytesIO(words),
            name=f"{measure.code}办结说明.txt",
            size=len(words),
            by=_liaison(measure.accountable),
            point=point,
        )


def _register_matters(city: City) -> None:
    clerk = city.people["duban"]
    for matter, text, unit, origin in (
        (
            "instruction",
            "核查群众反映的沅滨区老旧小区加装电梯进度问题，提出处理意见。",
            "滨川市住房和城乡建设局",
            "市长批示〔2026〕46号",
        ),
        (
            "meeting",
            "研究城区中小学午餐午休服务保障办法，报市政府审定。",
            "滨川市教育局",
            "市政府常务会议纪要〔2026〕18号",
        ),
    ):
        measure = matters.register_matter(
            city.office, matter=matter, text=text, unit=city.units[unit], by=clerk, origin=origin
        )
        reviewing.submit(measure, by=clerk)
        with hours.later(11, 15):
            reviewing.assign(measure, by=city.people["zhuren"])


def _liaison(unit: Unit | None) -> User:
    """The unit's liaison; one is named where the cast has none."""
    if unit is None:
        raise ValueError("a measure of the story has no unit")
    if unit.pk not in _liaisons:
        _name_liaisons([unit])
    return _liaisons[unit.pk]


def _name_liaisons(units: Iterable[Unit]) -> None:
    """Of units for which the cast has none."""
    without = [unit for unit in units if unit.pk not in _liaisons]
    people = [User(username=f"unit{unit.pk}", name=f"{unit.name}联络员") for unit in without]
    pairs = list(zip(without, User.objects.create_many(people), strict=True))
    posts = [Post(user=user, unit=unit, role=Role.LIAISON, starts_on=_SINCE) for unit, user in pairs]
    install_many(posts, by=None)
    _liaisons.update({unit.pk: user for unit, user in pairs})


def _leader_of(city: City, measure: Measure) -> User:
    post = Post.objects.filter(role=Role.LEADER, field=measure.field).select_related("user").first()
    return post.user if post else city.people["lishizhang"]


def _months_before(day: date, months: int) -> date:
    """The 20th of the month that lies so many months back; today's own day for none."""
    if months == 0:
        return day
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 20)
