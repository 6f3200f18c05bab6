"""The signs that an amount is a result to be reached, and those that it is a standard, a threshold or a fact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.lexicon import any_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.engine.amounts import Amount
    from luoshi.engine.target_clauses import Around

_BY = any_of("target_changes", "both")
_WORD = any_of("target_comparators", "before")
_SMALL = 10  # a smaller number in Chinese numerals is mostly part of a name: 三个清单
_FEW = 5  # a smaller count without a known verb is mostly a circumstance
BANDWIDTH = "兆"  # 万兆 and 千兆 are the only bare scales that are targets

WORD_BEHIND = re.compile(f"(?!内[街河涝部环外陆审训设控需销])(?:{any_of('target_comparators', 'after')})")
MOVED_TO = re.compile(f"{any_of('target_changes')}(?:到|至|在|为)(?:{_WORD})?$")
MOVED_BY = re.compile(f"{_BY}(?:{_WORD})?$")
COMPARED = re.compile(f"{_WORD}$")
_AT_LEAST = re.compile("(?:至少.{0,6}|不少于|不低于|不得少于|不得低于|最少)$")
_CIRCUMSTANCE = re.compile("对|按|以|从|在|为|因|由|经|向|与|和|会同|通过|属|若|如|每(?!年)|当|自|凡|其")
_RULES_WORD = re.compile(
    "组成|不得|可以|应当|原则上|限报|限额|以内|不足|不满|超过|任期|专家组|评委|提交|一式|之一|以上的"
)
_DESCRIBED = re.compile(
    "(?:全长|总长|长度?|面积|占地|规模|投资|高度?|宽度?|容量|能力|直径|距离|半径)(?:约|近|超|超过|达|达到)?$"
)
_SHORTENED = re.compile("压缩|缩短|压减|控制|减少|缩减|降|精简|限时")
_RATE = re.compile("(?:率|占比|比重|比例|覆盖|满意度|占[^，。;]{0,10})(?:均|分别|要)?$")
_OF_TOTAL = re.compile(
    "(?:达到?|占到?|覆盖|完成|实现|不[低少高]于|不超过|高于)[^，。;]{1,24}总(?:数|量|额|人数|面积|里程)的$"
)
_NO_BUDGET = re.compile("预算单位|(?:一般)?公共预算收入|预算内?收入")
_STAFF = frozenset("人名个")
_QUOTA = re.compile("(?:每|同一)[^，。；;]{1,10}(?:不超过|不得超过|限报?)$|每增加[^，。；;]{1,30}增加$")
"""每县不超过3个: how many may be put forward."""
_TEAM = re.compile(
    "(?:联合|专项|综合|暗访|明查暗访)?(?:督导|督查|督察|检查|核查|巡查|调研|考核|验收|工作|指导|评估|暗访|服务)组"
)
"""成立6个督导组: those who watch over the work."""
_YEARLY = re.compile(
    "(?:全年|当年)[^，。;、]{2,16}(?:面积|产量|总产|总量|数量|里程|装机|装机容量|规模|人数|人次|客流量|吞吐量)$"
)
_SUBJECT = re.compile(
    "(?:以上|左右)?的?[^，。;]{0,24}?(?:实现|达到|纳入|完成|建成|接入|通过|开通|覆盖|配备|提供|安装|加装|发放|免费|进行|达标|全部|全面|基本)"
)
_REFUSED = re.compile(any_of("target_refusals", "any"))
_REFUSED_VALUE = re.compile(any_of("target_refusals", "value"))
_REFUSED_MONEY = re.compile(any_of("target_refusals"))
_NOT_BEFORE = re.compile(
    r"(?:第|(?<!提)前|等|这|上述|以下|其他|其余|(?<![一-鿿])各|每|某|现有|已有|原有|共有|共|已|最高|最多|高达|的前|[A-Za-z×-])$"
)
_EDGE = 3
"""Characters right before an amount that `_NOT_BEFORE` looks at."""
_BASELINE = re.compile("(?:由|从|自)(?:目前|现在|原来|20[0-9]{2}年底?)?的?$")
_SCOPE = re.compile(r"(?:对|在|向|为|给|面向|针对|围绕|聚焦|依托)全[国省市区县州旗镇乡校院]$")
"""对全市56家企业开展诊断: among whom something is done, and how many of them there are."""
_CONDITION = re.compile("^(?:对(?![口标接外内照])|凡|对于|针对|符合|满足|如|若|年满|已满)")
_ATTRIBUTE = re.compile("及?以[上下]的?[一-鿿]")
_ENDS_IN_SIZE = re.compile("(?:直径|口径|管径|跨径|孔径|宽|长|高|深|厚)")
"""3.5米口径望远镜: of what size something is."""
_EACH_HAS = re.compile("(?:每|各|全部|所有)[^，。;]{1,24}(?:有|设有)$")
_HEADS = re.compile("(?:人数|人次|户数|数量|总数|存量|保有量|总量)(?:约|均)?$")
_LIFE = re.compile("寿命[^，。;]{0,6}$")
_SUM = re.compile("(?:共|累计|年均|全年|每年|当年)[^，。;、]{1,24}$")
_LARGE = 1000
_OF_SUBJECT = re.compile("以[上下].{0,40}的[一-鿿]{2,8}(?:都|均|全部|应|须)")
"""30名以上…老人的行政村都建有互助点: which ones are meant."""
_NUMBER_FOLLOWS = re.compile("[^、和及与]*[0-9]")


@dataclass(frozen=True, slots=True)
class TargetRule:
    """A sign that an amount is a result to be reached, with an example."""

    id: str
    example: str
    fits: Callable[[Amount, Around], bool]


def is_refused(amount: Amount, around: Around) -> bool:
    """Whether the surroundings show a standard, a threshold, an ordinal, a baseline or a fact."""
    clause = around.before + "|" + around.after
    if _NOT_BEFORE.search(around.tail[-_EDGE:]) or _REFUSED.search(clause) or _is_of_staff(amount, around):
        return True
    if amount.kind in {"share", "money"} and _REFUSED_VALUE.search(clause):
        return True
    if (
        _SCOPE.search(around.tail)
        or _BASELINE.search(around.tail)
        or (_CONDITION.match(around.before) and "的" in around.after)
    ):
        return True
    if amount.is_han and _is_in_name(amount, around):
        return True
    bound = _ATTRIBUTE.match(around.after)
    is_condition = bound is not None and (bound[0].endswith("时") or around.tail.endswith(("全部", "所有")))
    if bound and (is_condition or amount.kind == "money" or _NUMBER_FOLLOWS.match(around.after, bound.end())):
        return True
    if around.after.startswith("的") and _is_threshold(around):
        return True
    if _describes(amount, around):
        return True
    return amount.kind == "money" and bool(_REFUSED_MONEY.search(_NO_BUDGET.sub("", around.sentence)))


def _describes(amount: Amount, around: Around) -> bool:
    """全长35公里的隧道, 2米口径望远镜, 30名以上…老人的村都建有…: how large or which something is."""
    if amount.kind == "count":
        return _OF_SUBJECT.match(around.after) is not None
    if amount.kind == "measure" and _ENDS_IN_SIZE.match(around.after):
        return True
    is_described = amount.kind in {"measure", "money"} and around.after.startswith("的")
    return is_described and _DESCRIBED.search(around.tail) is not None


def _is_of_staff(amount: Amount, around: Around) -> bool:
    """编制50人以上的机关, 成立6个督导组: how many posts there are, and who goes to look."""
    if amount.unit not in _STAFF:
        return False
    return around.tail.endswith("编制") or bool(_TEAM.match(around.after) or _QUOTA.search(around.before))


def _is_threshold(around: Around) -> bool:
    """不超过300平方米的房屋, 按不低于5%的比例: a condition or a rate, unless a verb of result stands before."""
    if around.after.startswith("的比例"):
        return True
    return bool(COMPARED.search(around.tail)) and around.verb is None


def _is_in_name(amount: Amount, around: Around) -> bool:
    """Whether Chinese numerals are part of a name (三个清单, 千家万户); 至少三个 and 达到万兆 are numbers."""
    if amount.is_scale:
        return amount.unit != BANDWIDTH or not (around.raw == "、" or around.before.endswith(("达到", "达")))
    if amount.kind == "share" and MOVED_BY.search(around.tail):
        return False
    return amount.value < _SMALL and not _AT_LEAST.search(around.tail) and not WORD_BEHIND.match(around.after)


def _is_bounded(around: Around) -> bool:
    return bool(COMPARED.search(around.tail)) or bool(WORD_BEHIND.match(around.after))


def _is_compared(amount: Amount, around: Around) -> bool:
    if amount.kind == "time":
        is_told = _SHORTENED.search(around.before) or (amount.unit.endswith("岁") and _LIFE.search(around.before))
        return bool(is_told) and _is_bounded(around)
    if not amount.unit and (amount.value < _SMALL or not _ends_clause(around)):
        return False
    if amount.kind == "level":
        return around.tail.endswith("达到") and _ends_clause(around)
    return amount.kind != "signal" and bool(COMPARED.search(around.tail))


def _ends_clause(around: Around) -> bool:
    """Whether nothing but a word such as 以上 stands between the amount and the end of its clause."""
    word = WORD_BEHIND.match(around.after)
    return around.after[word.end() if word else 0 :][:1] in {"", "，", "、"}


def _is_moved(amount: Amount, around: Around) -> bool:
    if not amount.unit and (amount.value < _SMALL or not WORD_BEHIND.match(around.after) or not _ends_clause(around)):
        return False
    return bool(MOVED_TO.search(around.tail))


def _is_change(amount: Amount, around: Around) -> bool:
    return amount.kind in {"share", "count", "measure", "time"} and bool(MOVED_BY.search(around.tail))


def _is_bounded_behind(amount: Amount, around: Around) -> bool:
    """以上, 左右 at the end of the clause; before a noun (以上的企业) only for shares, or with a verb of result."""
    word = WORD_BEHIND.match(around.after)
    if word is None or amount.kind in {"time", "level"} or word[0] == "内":
        return False
    if not amount.unit:
        return amount.value >= _LARGE and bool(_HEADS.search(around.tail)) and _ends_clause(around)
    if amount.kind == "money":
        return bool(_SUM.match(around.before)) and _ends_clause(around)
    return word.end() == len(around.after) or amount.kind == "share" or around.verb == "result"


def _is_rate(amount: Amount, around: Around) -> bool:
    return amount.kind == "share" and bool(_RATE.search(around.tail))


def _is_of_total(amount: Amount, around: Around) -> bool:
    return amount.kind == "share" and bool(_OF_TOTAL.search(around.before))


def _is_made(amount: Amount, around: Around) -> bool:
    if amount.kind in {"time", "signal", "level", ""} or (
        amount.kind == "turn" and (amount.is_han or amount.value < 2)
    ):
        return False
    if amount.kind == "share" and around.before.endswith("的"):
        return False
    return around.verb == "result"


def _is_counted(amount: Amount, around: Around) -> bool:
    """A count without a known verb: asked for, unless the clause speaks of a rule, a circumstance or a composition."""
    if amount.kind != "count" or amount.is_han or amount.value < _FEW or around.verb is not None:
        return False
    return not (_CIRCUMSTANCE.match(around.before) or _RULES_WORD.search(around.before + "|" + around.after))


def _is_yearly(amount: Amount, around: Around) -> bool:
    return amount.kind in {"count", "measure"} and not amount.is_han and bool(_YEARLY.match(around.before))


def _is_each(amount: Amount, around: Around) -> bool:
    return amount.kind in {"count", "place"} and not amount.is_han and bool(_EACH_HAS.search(around.before))


def _is_subject(amount: Amount, around: Around) -> bool:
    if amount.kind not in {"count", "share", "measure"} or around.verb == "counting":
        return False
    return bool(_SUBJECT.match(around.after))


RULES = (
    TargetRule("target.moved_to", "覆盖率提高到95%。", _is_moved),
    TargetRule("target.compared", "群众满意率不低于90%。", _is_compared),
    TargetRule("target.changed_by", "单位产值能耗下降13.5%。", _is_change),
    TargetRule("target.bounded", "专业人才总数5万人以上。", _is_bounded_behind),
    TargetRule("target.rate", "行政村通达率100%。", _is_rate),
    TargetRule("target.of_total", "示范村达到全市行政村总数的80%。", _is_of_total),
    TargetRule("target.made", "新建泵站10座。", _is_made),
    TargetRule("target.subject", "80%的乡镇建成养老服务中心。", _is_subject),
    TargetRule("target.each", "每个乡镇有1所养老院。", _is_each),
    TargetRule("target.yearly", "全年粮食播种面积620万亩。", _is_yearly),
)
LAST_RULE = TargetRule("target.counted", "选调30名技术骨干。", _is_counted)


def rule_for(amount: Amount, around: Around) -> str | None:
    """The id of the first rule that fits; None if none does."""
    if amount.is_scale and around.raw == "、":
        return None
    for rule in RULES:
        if rule.fits(amount, around):
            return rule.id
    return None
