"""Finds by when something is to be done, whether it goes on without end, and in what period it comes round."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from luoshi.engine.dates import find_moments
from luoshi.engine.findings import Deadline
from luoshi.engine.lexicon import any_of
from luoshi.engine.plain import find_stretches, plain
from luoshi.engine.rhythm import find_ongoing, find_recurring
from luoshi.engine.terms import Term, find_terms
from luoshi.engine.timeframe import TimeFrame, find_time_frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from luoshi.engine.dates import Moment
    from luoshi.engine.document import Span

__all__ = ["TimeFrame", "find_deadlines", "find_ongoing", "find_recurring", "find_time_frame"]

# A statement begins before the date, or ends behind it.
_OPENS = "(?:^|[，,。;:(\\[〔【\n|、！？]|于|在|力争|争取|确保|计划|拟|预计|将|并|限|定于|[:是为])$"
_SHUT = "$|[。;)\\]〕】\n|]"
_STATED = "(?:^|[(\\[〔【\n|;。:]|(?:时限|时间)[为是]?)$"
_MONTH = "(?:1[0-2]|[1-9])月"
_WELL = "(?:正式|顺利|陆续|如期|按期|完全|整体|集中)"
_DONE = any_of("deadline_verbs", "done")
_WORK = any_of("deadline_verbs")
_FIGURE = "[0-9.]{1,12}(?!.{0,12}的)"  # 达到500万元以上的企业 is a condition
_OPENED = "(?:竣工|完工|封顶|通车|通水|通气|通航|投用|启用|投入使用|投产|开学|交付使用)(?!的)"
_ENDS = ("year_end", "year_tail", "part", "this_month")
_OTHER = "(?:次|翌|来|下一?|上一?|去|前|(?<!应)当|同|历|往|跨|隔|该|首)"
_YEARS = ("year", "relative")
_SEASONS = ("half", "quarter", "quarters")
_WEEKDAY = "(?:\\((?:星期|周)[一二三四五六日天]\\))?"
_MOST = 10_000  # dates read in one window; prose has fewer
_REACH = 20  # characters looked at on each side of a date


@dataclass(frozen=True, slots=True)
class Sign:
    """What must stand around a date: `before` ends where the date begins, `after` begins where it ends.

    `last` names the smallest parts of the dates that are meant (empty: all dates); `is_single` leaves ranges out.
    """

    id: str
    example: str
    before: str = ""
    after: str = ""
    last: tuple[str, ...] = ()
    is_single: bool = False


# Dates by which nothing is to be done; they go before all others.
EXCEPTIONS = (
    Sign("not.baseline", "能耗比2020年底下降5%。", before="(?:比|较|相较于?|对照|超过|高于|低于|优于)$"),
    Sign("not.baseline", "在2020年基础上翻一番。", after="末?底?的?(?:同期|水平|基础上|基数|基期|相比|数据|存量|为基)"),
    Sign("not.since", "2021年起逐步推开。", after="起|以来|以后|之后|后(?!续)|开始|至今|迄今|及以后"),
    Sign("not.since", "自2021年6月开展监测。", before="自$", after="(?!之?前|以前)"),
    Sign("not.since", "从2021年起逐年提高。", before="(?:从|始于)$", after="(?!之?前|以前)", is_single=True),
    Sign(
        "not.validity",
        "本办法有效期至2026年12月31日。",
        before=f"{any_of('deadline_validity')}(?:时间|日期|期限|限)?(?:自|从|为|是|:|，|暂定|截止|执行|实施){{0,2}}(?:至|到)?$",
    ),
    Sign("not.validity", "自2023年1月1日起至2025年12月31日。", before="(?<!即日)起,?，?(?:施行|执行)?,?，?[至到]$"),
    Sign("not.validity", "本意见2025年12月31日前有效。", after="之?前?(?:有效|期间有效|施行|失效|废止|止有效)"),
    Sign(
        "not.recurring",
        "每年3月底前报送计划。",
        before="每(?:年度?|季度?|半年|学期|学年|月|周|个月|[0-9一二两三]年)"
        "(?:的|于|在|首月|[0-9一二三四五六七八九十、和及与日月底前末]){0,9}$",
    ),
    Sign(
        "not.other_year",
        "次年3月底前完成清算。",
        before="(?:次|翌|来|下一?|上一?|去|前|当|同|历|往|跨|隔|该|首)年度?的?$",
    ),
    Sign(
        "not.other_year",
        "去年底全部开工。",
        before="(?:次|翌|来|上一?|去|前|(?<!应)当|同|历|往|跨|隔|该)$",
        last=("year_end",),
    ),
    Sign("not.done", "2017年底已建成。", after="之?前?(?:已|曾|原)"),
    Sign(
        "not.threshold",
        "2025年1月1日前成立的企业。",
        after=f"(?:之前|以前|前|后)?(?:新|已|已经|依法|仍未|未|尚未){{0,2}}{any_of('deadline_thresholds')}"
        f"(?:(?:并|且|或|、){any_of('deadline_thresholds')})?(?:使用)?的",
    ),
    Sign(
        "not.title",
        "落实行动计划（2024—2026年）。",
        before=f"{any_of('deadline_titles')}[(〔\\[]$",
        after="[)〕\\]]",
    ),
    Sign(
        "not.title",
        "报送2024—2025年河湖管护工作计划。",
        after="(?:(?!制定|编制|印发|出台|实施|完成|形成|落实|建[成设]|推[进动])[^，。;、:\n]){2,20}(?:工作|年度|实施)(?:计划|方案|要点)(?=[，。;、报送]|$)",
        last=_YEARS,
    ),
    Sign(
        "not.edition",
        "制定2022年度抽查计划。",
        after='度|版|级|届|的|工作(?!机制)|重点|政府|预算|中央|第[0-9一二三四五六七八九十]|一号文件|全国[“"]?两会',
        last=_YEARS,
    ),
    Sign(
        "not.edition",
        "落实“十四五”时期经济社会发展主要目标。",
        after="之年|的|经济社会|国民经济|发展(?:目标|规划)|主要(?:目标|指标|任务)|重点(?:任务|项目|工程)|规划|目标",
        last=("plan",),
    ),
    Sign(
        "not.review",
        "列入年底绩效考核。",
        after="(?:绩效|考核|总结|述职|评比|评优|考评|评议|决算|结转|清算)",
        last=("year_end", "year_tail"),
    ),
)

# Dates by which something is to be done; the first that fits names the rule.
RULES = (
    Sign(
        "due.before",
        "2025年6月30日前完成。",
        after=f"{_WEEKDAY}(?:之前|以前|前(?![期述后身沿景列])|止|截止|为止|截?至)",
    ),
    Sign("due.until", "到2025年，覆盖率达到90%。", before="(?:到|至|截至|截止到?|截止(?:日期|时间)(?:为|是|:)?)$"),
    Sign("due.assured", "确保2023年9月1日新校区开学。", before="(?:确保|力争|争取|务必)(?:于|在)?$", last=("day",)),
    Sign("due.year_end", "年底完成全部改造任务。", last=("year_end", "year_tail")),
    Sign("due.month_end", "6月底取得成效。", last=("part", "this_month")),
    Sign("due.five_years", "“十四五”期间新建10座泵站。", last=("plan",)),
    Sign(
        "due.stated",
        "（2023年6月，市教育局负责）",
        before=_STATED,
        after=f"{_SHUT}|，|、牵头|、责任",
    ),
    Sign("due.followed", "12月取得明显成效。", before=_OPENS, after=f"{_WELL}{{0,2}}{_DONE}"),
    Sign("due.year_work", "2024年支持三个园区改造。", before=_OPENS, after=f"，|,|{_WORK}", last=(*_YEARS, *_SEASONS)),
    Sign(
        "due.year_result",
        "2025年农村自来水普及率达到95%以上。",
        before=_OPENS,
        after=f"[^，,。；;:(]{{2,18}}(?:达到?|提高到|提升到|增加到|增长|下降到?|降到|降至|控制在|不低于|超过|突破)(?:约|不低于)?{_FIGURE}",
        last=("year", "relative"),
        is_single=True,
    ),
    Sign("due.opened", "新馆9月下旬竣工，新校12月投用。", after=_OPENED, last=("month", "part")),
    Sign(
        "due.year_list",
        "2024年、2025年分别完成40%和60%。",
        before=_OPENS,
        after="[、和](?=20[0-9]{2}[年、])|分别",
        last=_YEARS,
    ),
    Sign(
        "due.month_list",
        "完成时限：6月、12月",
        before=f"{_STATED}|[月日底][、和]$",
        after=f"[、和](?={_MONTH})|{_SHUT}",
        last=("month",),
    ),
)
RANGE_RULE = Sign("due.range", "2023—2025年每年改造100个小区。", before=f"{_OPENS}|从$")


@dataclass(frozen=True, slots=True)
class _Shaped:
    """A sign with its patterns made ready."""

    sign: Sign
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None

    def fits(self, moment: Moment, before: str, after: str) -> bool:
        """Whether the sign, one for dates that end so, stands between the words `before` and `after` this one."""
        if self.sign.is_single and moment.first is not None:
            return False
        if self.after and not self.after.match(after):
            return False
        return self.before is None or self.before.search(before) is not None


def _shape(sign: Sign) -> _Shaped:
    return _Shaped(
        sign,
        re.compile(sign.before) if sign.before else None,
        re.compile(sign.after) if sign.after else None,
    )


def _merged(exceptions: tuple[Sign, ...]) -> Iterator[Sign]:
    """Those for all dates that look at one side only, as one sign for each side: whichever holds, the date is none."""
    after: list[str] = []
    before: list[str] = []
    for sign in exceptions:
        if sign.last or sign.is_single or (sign.before and sign.after):
            yield sign
        else:
            (after if sign.after else before).append(f"(?:{sign.before or sign.after})")
    yield Sign("not.after", "", after="|".join(after))
    yield Sign("not.before", "", before="|".join(before))


_EXCEPTIONS = tuple(map(_shape, _merged(EXCEPTIONS)))
_RULES = tuple(map(_shape, RULES))


@cache
def _signs_for(last: str) -> tuple[tuple[_Shaped, ...], tuple[_Shaped, ...]]:
    """The exceptions and the rules that a date may fit whose last part is `last`."""

    def fitting(signs: tuple[_Shaped, ...]) -> tuple[_Shaped, ...]:
        return tuple(shaped for shaped in signs if not shaped.sign.last or last in shaped.sign.last)

    return fitting(_EXCEPTIONS), fitting(_RULES)


_RANGE = _shape(RANGE_RULE)
# Titles and names; a quotation that holds a whole sentence is none.
_NAMES = re.compile('《[^《》\n]{1,80}》|“[^“”"。;\n]{1,60}[”"]|「[^「」\n]{1,60}」')
_SOME_DATE = re.compile("[日天周]之?以?内|五.?[规期时末收]|20[0-9]{2}[./-]")


def find_deadlines(text: str, span: Span, frame: TimeFrame) -> tuple[Deadline, ...]:
    """The end dates of completion that `text` states within `span`, in its order.

    `frame` says which year a bare 6月底前 means and when the document was signed; dates that it cannot resolve are
    left out, as are past facts, thresholds in rules, validity periods and dates in titles.
    """
    window = plain(text, span)
    if not _may_tell_date(window.text):
        return ()
    found = [*_from_moments(window.text, frame), *find_terms(window.text, frame)]
    return tuple(
        Deadline(term.due_on, (place := window.span(term.start, term.end)).of(text), place, term.rule)
        for term in sorted(found, key=lambda term: term.start)
    )


def _may_tell_date(text: str) -> bool:
    return "年" in text or "月" in text or "季" in text or _SOME_DATE.search(text) is not None


def _from_moments(text: str, frame: TimeFrame) -> Iterator[Term]:
    moments = find_moments(text, most=_MOST)
    names = find_stretches(_NAMES, text) if moments else None
    year: int | None = None
    for moment in moments:
        if names and names.hold(moment.begin, moment.end):
            continue
        rule = _rule_for(text, moment)
        due_on = frame.resolve(moment, year) if rule else None
        if rule is None or due_on is None or _is_past(text, moment, due_on, frame):
            continue
        year = due_on.year if moment.year or moment.years_on is not None else year
        yield Term(moment.begin, moment.end + _limit_length(text, moment.end), due_on, rule)


def _rule_for(text: str, moment: Moment) -> str | None:
    before = text[max(0, moment.begin - _REACH) : moment.begin]
    after = text[moment.end : moment.end + _REACH]
    exceptions, rules = _signs_for(moment.names[-1])
    for shaped in exceptions:
        if shaped.fits(moment, before, after):
            return None
    for shaped in rules:
        if shaped.fits(moment, before, after):
            return shaped.sign.id
    return RANGE_RULE.id if moment.first is not None and _RANGE.fits(moment, before, after) else None


def _is_past(text: str, moment: Moment, due_on: date, frame: TimeFrame) -> bool:
    """Whether a date lies before the work: 2017年底建成, 截至2020年6月, and behind 截至 without a year too."""
    is_state = text.endswith(("截至", "截止"), 0, moment.begin)
    if moment.year is None:
        return is_state and frame.signed_on is not None and due_on <= frame.signed_on
    if frame.first_year is not None and due_on.year < frame.first_year:
        return True
    if frame.signed_on is None or due_on > frame.signed_on:
        return False
    return is_state or not _LIMIT.match(text, moment.end)


def _limit_length(text: str, at: int) -> int:
    limit = _LIMIT.match(text, at)
    return len(limit[0]) if limit else 0


_LIMIT = re.compile("之前|以前|前|止|截止|为止|之内|以内|内")
