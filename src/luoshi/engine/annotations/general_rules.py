"""Finds the rules that an annotation lays down for all that follows: who leads a list, who is responsible."""

from __future__ import annotations

import re

_FIRST = r"(?:第一位|首位|第一个|第一家|第1位|第一名|最前面?|第一)"
_GAP = r"[^。；;，,（(）)]"
_FIRST_LEADS = re.compile(
    rf"{_GAP}{{0,14}}?{_FIRST}{_GAP}{{0,8}}?(?:为|是|系|作为){_GAP}{{0,6}}?(?:牵头|主办|主责){_GAP}{{0,6}}"
    r"(?:[，,；;]\s?(?:下同|以下同|以下均同))?"
)
_RANKED = re.compile(rf"(?:[列排位居在中]|单位|部门){_GAP}{{0,6}}?{_FIRST}|{_FIRST}责任")
"""What in prose tells the rule from a sentence about something else that comes first."""
_LONE_LEADS = re.compile(
    r"(?:无|没有|未明确|未标明|未列明?|未注明|不设)牵头单位的?[，,]?\s?(?:以|由|则)?(?:第一)?责任单位(?:即)?(?:为|是|作为|视为)?牵头单位"
)
_SIGN_PARTS = re.compile(
    r"(?P<sign>[逗分])号之?前(?:面)?的?(?:单位|部门)?(?:均)?(?:为|是)(?:牵头|主办)(?:责任)?(?:单位|部门)[，,；;、]\s?(?:(?P=sign)号之?|其)?后(?:面)?的?(?:单位|部门)?"
    r"(?:均)?(?:为|是)(?P<word>责任|配合|协办|参与)(?:单位|部门)"
)
_LISTED = r"(?:列出|列举|单列|列示|标注|列明|注明|赘述|[做作]?分工|标明|体现|列入|罗列|说明|重复|列)"
_AGAIN = (
    rf"(?:[，,；;。]?\s?(?:以下|下文|后文)?(?:各项)?(?:均)?不再(?:一一|逐一|重复|另行|逐项|单独|分别|逐条)?{_LISTED}(?:[，,；;]\s?下同)?"
    r"|[，,；;]\s?(?:以下同|下同|以下均同))"
)
_VERB = r"(?P<verb>负责|落实|实施|推进|配合|参与|执行)"
_UNITS = r"(?P<units>[^。；;，,：:]{2,60}?)"
_MANY = r"(?P<units>[^。；;]{2,60}?)"
_TASKS = r"(?:各项|所有|上述|具体|全部)?(?:任务|工作|事项|措施|内容)?"
_LONGEST = 3_000
"""Characters; longer words are no annotation and no sentence of a notice."""
_MAY_LEAD = re.compile(rf"{_FIRST}{_GAP}{{0,8}}?(?:为|是|系|作为)")
_MAY_STAND = re.compile(r"不再|下同|以下|下列")
_STANDING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[^。；;，,]{{0,14}}均(?:需|由|须|要|应|请){_MANY}{_VERB}[^。；;，,]{{0,10}}{_AGAIN}",
        rf"[^。；;，,]{{0,14}}均(?:涉及|包括|包含|含){_MANY}{_AGAIN}",
        rf"{_UNITS}均(?:为|是){_TASKS}的?(?:责任|落实|配合)单位[^。；;，,]{{0,6}}{_AGAIN}",
        rf"{_UNITS}(?:对|为)?(?:以下|下列){_TASKS}均(?:需|须|要|应){_VERB}[^。；;，,]{{0,10}}{_AGAIN}?",
        rf"{_UNITS}为(?:以下|下列){_TASKS}的?(?:共同)?(?:责任|落实)单位[^。；;，,]{{0,6}}{_AGAIN}",
    )
)


def find_first_leads(words: str) -> re.Match[str] | None:
    """列第一位者为牵头单位，下同: from here on the first unit of a list leads, the rest support it."""
    return _FIRST_LEADS.search(words) if len(words) <= _LONGEST and _MAY_LEAD.search(words) else None


def tells_lone_leads(words: str) -> bool:
    """无牵头单位的，责任单位即为牵头单位: where a matter names one responsible unit and no lead, that unit leads."""
    return "牵头单位" in words and _LONE_LEADS.search(words) is not None


def parting_rule(words: str) -> tuple[str, str] | None:
    """逗号前为牵头单位，逗号后为责任单位: the signs that part the leads of a list, and what those behind them are."""
    found = _SIGN_PARTS.search(words) if "号前" in words or "号之前" in words else None
    return ("，," if found["sign"] == "逗" else "；;", found["word"]) if found else None


def find_standing(words: str) -> re.Match[str] | None:
    """以下均需X落实，不再列出: X (group `units`) has its part (group `verb`) in all that follows in the section."""
    if len(words) > _LONGEST or not _MAY_STAND.search(words):
        return None
    return next((found for pattern in _STANDING if (found := pattern.search(words))), None)


def tells_first_leads(sentences: str) -> bool:
    """Whether prose lays down that the first unit of a list leads: 各责任单位中排第一位的为牵头单位。"""
    found = find_first_leads(sentences)
    return found is not None and _RANKED.search(found.group()) is not None


def lays_down_rule(words: str) -> bool:
    """Whether words do little else than to lay down a rule for what follows."""
    found = find_standing(words) or find_first_leads(words)
    return found is not None and len(found.group()) * 3 > len(words) * 2
