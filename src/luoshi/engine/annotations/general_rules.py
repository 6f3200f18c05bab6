"""Finds the rules that an annotation lays down for all that follows: who leads a list, who is responsible."""

from __future__ import annotations

import re

_FIRST_LEADS = re.compile(
    r"[^。；;，,（(）)]{0,12}?(?:第一位|首位|第一个|第一家|第1位|第一名|最前|第一)"
    r"[^。；;，,（(）)]{0,8}?(?:为|是|系)[^。；;，,（(）)]{0,6}?(?:牵头|主办)[^。；;，,（(）)]{0,6}"
    r"(?:[，,；;]\s?(?:下同|以下同|以下均同))?"
)
_AGAIN = (
    r"(?:[，,；;]?\s?(?:以下)?不再(?:一一|逐一|重复|另行|逐项|单独)?(?:列出|列举|标注|列明|注明|赘述|做分工|作分工|分工|标明|体现)(?:[，,；;]\s?下同)?"
    r"|[，,；;]\s?(?:以下同|下同|以下均同))"
)
_VERB = r"(?P<verb>负责|落实|实施|推进|配合|参与|执行)"
_UNITS = r"(?P<units>[^。；;，,：:]{2,60}?)"
_STANDING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[^。；;，,]{{0,14}}均(?:需|由|须|要|应|请)(?P<units>[^。；;]{{2,60}}?){_VERB}[^。；;，,]{{0,10}}{_AGAIN}",
        rf"[^。；;，,]{{0,14}}均涉及(?P<units>[^。；;]{{2,60}}?){_AGAIN}",
        rf"{_UNITS}均(?:为|是)(?:责任|落实)单位{_AGAIN}",
        rf"{_UNITS}(?:对)?(?:以下|下列)(?:各项|所有)?(?:任务|工作|事项|措施)?均(?:需|须|要|应){_VERB}[^。；;，,]{{0,10}}{_AGAIN}?",
    )
)


def find_first_leads(words: str) -> re.Match[str] | None:
    """列第一位者为牵头单位，下同: from here on the first unit of a list leads, the rest support it."""
    return _FIRST_LEADS.search(words)


def find_standing(words: str) -> re.Match[str] | None:
    """以下均需X落实，不再列出: X (group `units`) has its part (group `verb`) in all that follows in the section."""
    return next((found for pattern in _STANDING if (found := pattern.search(words))), None)
