"""Knows the labels of an annotation: 牵头单位：, 完成时限：, 责任领导： and what each of them introduces."""

from __future__ import annotations

import re
from functools import cache

from luoshi.engine.annotations.times import speaks_of_time
from luoshi.engine.annotations.units import UnitName, is_unit, split_units
from luoshi.engine.findings import Role
from luoshi.engine.lexicon import any_of, load_table, load_words

_BODY = (
    r"(?:单位|部门|处室|科室|股室|部室|站所|站办|院系|学院|主体|机关|机构|方|者"
    r"|地区|区县|县区|镇街|乡镇|街道|社区|企业|公司)"
)
_TIME = (
    r"(?:完成|办理|办结|落实|工作|实施|计划|进度|推进|整改)?"
    r"(?:时限|时间节点|时间安排|时间进度|进度安排|时间|期限|进度|节点|日期)(?:要求)?"
)
_PERSON = (
    "(?:责任|分管|协管|牵头|配合|包抓|包保|包联|联包|挂联|挂点|帮包|领衔|服务|联系|主管|挂钩|挂帅|督办)(?:[省市州盟县区旗镇乡校院厅局处]级?|公司|集团)?领导"
    "|[省市州县区校院]级?领导|分管(?:副[省市州县区镇乡校院局]长)|(?:第一|直接|主要|具体|牵头)?责任人"
    "|(?:牵头|具体)?负责人|联系人|联络人|联系电话"
)
_WATCHING = "(?:督导|督办|督查|督察|监督|验收|销号|审核)(?:责任)?(?:单位|部门)"
_BESIDE = "(?:服务|帮扶|帮包|挂联|包联|联系|审批|建设|业主|施工|申报|设计)单位"
_MATTERS = "适用范围|工作目标|目标要求|完成标准|成果形式|备注|考核标准|目标任务|预期成果|验收标准"
_OTHER = f"{_PERSON}|{_WATCHING}|{_BESIDE}|{_MATTERS}"
_FIRST = (
    "主行属省市州县区国具牵责配负协承参完办落工实计进推整时期节日分包联挂督校院领第直适目成备考预验监销审服帮建业施申设"
    "部单任职"
)
"""The characters that labels begin with, those of `role_labels` apart: most characters begin none."""
_IN_CHARGE = re.compile(r"(?:第一|主要|直接)?(?:负责人|责任人)\s?[:：]\s?(?=\S)")
_OFFICES = (*tuple("局委办厅处科室部院所站队司会"), "中心", "学校", "公司")
_LONGEST_PERSON = 3
_HEAD_NAMED = re.compile(r"[（(][^（）()：:]{1,8}[：:][^（）()：:]{1,20}[）)]$")
_MAY_LABEL = re.compile(r"[:：】〕］\]]")
_COLON = r"(?:[】〕］\]]\s?[:：]?|\*{0,2}\s?[:：]\*{0,2})\s?"
"""What parts a label from what it introduces: 责任单位：, 【责任单位】, **责任单位**：."""
_SAYS = re.compile("[为是](?<=[位门室限间均都别].)")
"""责任单位为市教育局, 完成时限为6月底前: perhaps a label that is said, with no colon."""
_STATEMENT_END = re.compile("[。；;\n]")
_LONGEST_LABEL = 32
"""Characters before its colon; where no colon comes so soon, none of the words need be tried."""


@cache
def _word_and_body() -> str:
    word = any_of("role_labels")
    joined = rf"(?:(?:和|及|、|/|／|（)(?:{word})?(?:{_BODY}|人|领导)）?)?"
    return rf"(?:主体|行业|属地|[省市县区国]级|国家|具体|整改|任务|工作)?(?P<word>{word}){_BODY}{joined}"


@cache
def label_pattern() -> re.Pattern[str]:
    """A label with its colon; group `word` or `short` names a role, `time` a time, `other` what is not read here."""
    short = "(?<![一-鿿])单位(?=[:：])|牵头|责任|配合|负责|主办|协办|承办|参与|(?:部门|单位|任务|责任|职责|工作)分工"
    first = "".join({*_FIRST, *(word[0] for word in load_words("role_labels"))})
    ahead = rf"(?=[{first}][^，,。；;:：】〕］\]]{{1,{_LONGEST_LABEL}}}[:：】〕］\]])"
    return re.compile(
        rf"{ahead}(?:(?P<unit>{_word_and_body()}|(?P<short>{short}))|(?P<time>{_TIME})|(?P<other>{_OTHER})){_COLON}"
    )


def find_labels(words: str) -> list[re.Match[str]]:
    """The labels in `words`, in order."""
    labels = list(label_pattern().finditer(words)) if _MAY_LABEL.search(words) else []
    return sorted([*labels, *said], key=lambda label: label.start()) if (said := said_labels(words)) else labels


def said_labels(words: str) -> list[re.Match[str]]:
    """The labels at the head of a clause that a verb joins to units or a time and to nothing else."""
    if not _SAYS.search(words):
        return []
    found = list(_said_label_pattern().finditer(words))
    ends = [*(label.start() for label in found[1:]), len(words)]
    return [label for label, end in zip(found, ends, strict=False) if _is_said(label, words[label.end() : end])]


def _is_said(label: re.Match[str], behind: str) -> bool:
    stop = _STATEMENT_END.search(behind)
    told = (behind[: stop.start()] if stop else behind).rstrip("，,、）) 】")
    if label["time"]:
        return speaks_of_time(told)
    units = split_units(told)
    return bool(units) and all(is_unit(unit.name) for unit in units)


@cache
def _said_label_pattern() -> re.Pattern[str]:
    time = r"(?:完成|整改|办结|落实)(?:时限|时间|期限)|时限要求"
    return re.compile(
        rf"(?:^|(?<=[。；;，,、（(【〔\s]))(?:(?P<unit>{_word_and_body()})|(?P<time>{time})|(?P<other>(?!)))(?P<short>(?!))?"
        r"(?:均|都|分别)?[为是]\s?[:：]?\s?(?=\S)"
    )


@cache
def bare_label_pattern() -> re.Pattern[str]:
    """A label that white space parts from what it introduces (责任单位 市教育局); groups as in `label_pattern`."""
    time = r"(?:完成|整改|办结|落实)(?:时限|时间|期限)|时限要求"
    return re.compile(
        rf"(?:^|(?<=\s))(?:(?P<unit>{_word_and_body()})|(?P<time>{time})|(?P<other>{_OTHER}))\s{{1,8}}(?P<short>(?=\S))"
    )


@cache
def roles() -> dict[str, Role]:
    """The role of each label word."""
    return {row[0]: Role(row[1]) for row in load_table("role_labels")}


def starts_with_label(words: str) -> bool:
    """A line such as 责任单位：…, 【完成时限】…, or 责任单位 … without a colon."""
    bare = words.lstrip("（(【[〔［*—－–- \u3000")
    if label_pattern().match(bare) or bare_label_pattern().match(bare):
        return True
    return any(label.start() == 0 for label in said_labels(bare))


@cache
def _person_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:{_PERSON})\s?[:：]\s?[^。；;，,:：]{{0,40}}(?:[，,；;]\s?[^。；;:：]{{0,16}}[日月年季底])?|{_WATCHING}\s?[:：]\s?[^。；;:：]{{0,80}})[。；;]?$"
    )


def names_persons(words: str) -> bool:
    """A line such as 牵头领导：李某 or 督导单位：市水务局 that names persons, or those who only watch over the work."""
    return _person_pattern().match(words) is not None and not names_offices(words)


def names_offices(words: str) -> bool:
    """A line such as 负责人：教务处: whom others call 负责人 is here an office."""
    label = _IN_CHARGE.match(words)
    return label is not None and all(map(is_office, split_units(without_person(words[label.end() :].rstrip("。；; ")))))


def without_person(words: str) -> str:
    """人事处（主任：周敏）: the office without the bracket that names its head."""
    return _HEAD_NAMED.sub("", words)


def is_office(unit: UnitName) -> bool:
    """Whether a name can only be an office's: 教务处, and not 李新处."""
    name = unit.name
    return is_unit(name) and name.endswith(_OFFICES) and (len(name) > _LONGEST_PERSON or name[0] not in _surnames())


@cache
def _surnames() -> frozenset[str]:
    return frozenset(load_words("table_surnames"))


def role_of(word: str) -> Role:
    """The role that a label word or a run of verbs gives: 牵头 leads, 配合 alone supports, all else is responsible."""
    known = roles().get(word)
    if known:
        return known
    if "牵头" in word or "主办" in word:
        return Role.LEAD
    if re.search(r"配合|参与|参加|协办|协助|支持|协同|协作", word) and not re.search(r"负责|落实|实施", word):
        return Role.SUPPORT
    return Role.RESPONSIBLE
