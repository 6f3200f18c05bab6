"""Tells the words of an annotation that speak of time from those that name units."""

from __future__ import annotations

import re

_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])\s?月"
_TIME = re.compile(
    rf"[^、，,。；;：:]{{0,8}}?(?:(?:19|20)\d{{2}}\s?年|[二〇○零一三四五六七八九]{{4}}年|{_MONTH}|“?十[二三四五六七八]五|年底|年内|年末|年初|[上下]半年|第?[一二三四]季度"
    r"|每(?:半?年|季|月|周|学期)|\d{{1,3}}\s?个?(?:工作)?[日天月年](?:之|以)?内|[一两二三]年(?:之|以)?内|今年|明年|本年度)"
)
_GOING_ON = re.compile(
    r"(?:并|长期|持续|常年|全年|常态化?|按(?:时序)?进度|按(?:时限|时间|计划|年度)|适时|立即|即时|近期|定期|滚动|动态|逐年|分步|分阶段)"
    r"[^、，,。；;：:]{0,10}$"
)
_DONE = re.compile(
    r"(?:前|底|末|内|完成|(?:前|底|末|内|完成)(?:基本)?(?:完成|取得|形成|建成|实现|出台)[\u4e00-\u9fff]{2,8}|推进|坚持|实施|落实|到位|优化|开展|执行|更新|见效|成效|成果|年|月|日|期间|季度|启动|建成|进行|任务|用力|发力|深化|巩固|提升)$"
)
_ALONE = re.compile(
    r"(?:长期|持续|常态化?|全年|常年|年内|即时|立即|适时)(?:任务|工作)?|立[行知]立改(?:[、并且]?(?:长期|持续)[\u4e00-\u9fff]{2,4})?|即日起|即刻|贯穿全年|每(?:半?年|季度?|月|周)|按(?:季度?|月)|实时"
    r"|20\d{2}[./-]\d{1,2}(?:[./-]\d{1,2})?(?:之前|底前|[前底])?"
)
"""Words that are a time though they neither end nor go on as others do: 2026.06.30, 贯穿全年."""
_SEASON = re.compile(
    r"(?:主?汛期?|入汛|[采供取]暖[季期]|入冬|封冻|开学|春耕|秋收|秋种|春节|国庆节?|中秋节?|五一|元旦|两会|换届)前[\u4e00-\u9fff]{0,10}$"
)
"""汛期前到位: by a time of the year that no calendar knows."""
_LIMITED = re.compile(
    rf"(?:(?:20\d{{2}}年|今年|明年)?(?:{_MONTH}(?:\d{{1,2}}[日号]|[上中下]旬|份)?|上半年|第?[一二三四]季度)|(?:20\d{{2}}|今|明)?年)[底末]?(?:之|以)?前"
    r"[\u4e00-\u9fff]{2,14}$"
)
"""3月底前提前下达: what is done by a day that the clause begins with."""
_MAY_TELL = re.compile("[年月季前内期续常时即立并按每五滚动分0-9]")
"""One of these signs stands in all such words; in most names of units none does."""


def speaks_of_time(words: str) -> bool:
    """2023年6月底前完成, 持续推进, 长期坚持: a time and nothing else."""
    stripped = words.replace(" ", "").strip("。，,；;、\u3000")
    if not 2 <= len(stripped) <= 40 or not _MAY_TELL.search(stripped):
        return False
    if _ALONE.fullmatch(stripped) or _LIMITED.match(stripped) or _SEASON.match(stripped):
        return True
    return (_TIME.match(stripped) is not None or _GOING_ON.match(stripped) is not None) and (
        _DONE.search(stripped) is not None
    )
