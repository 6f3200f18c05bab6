"""Tells what asks for action from aims, definitions and procedure about the document itself."""

from __future__ import annotations

import re
from functools import cache

from luoshi.engine.lexicon import any_of, load_table

_OBLIGES = re.compile(
    r"(?<![主重首需只纪提简概扼切摘])要(?![求点素害件紧闻])|(?<![对反响适相供效感])应(?![用急对答变收付届税纳])|必须|(?<![无勿])须|不得|负责(?!同志|人(?![口民才员]))|牵头(?![^。；]{0,20}(?:起草|制定|编制|形成|开展|完成)了)|[日号旬底时]前(?:[将向]|(?:书面)?(?:报送|上报)|(?:全部|基本)?(?:完成|建成|查处|整改)(?!了))|严禁|禁止|确保|鼓励|允许|一律"
)
_DEFINES = re.compile(r"是指|所称|指的是|主要包括|(?:流程|部分|阶段|类型|程序)?(?:分为|包括)|称为|简称")
_DESCRIBES = re.compile(r"[^，。；：]{2,30}(?<![就只凡但都总])是(?!否)[^，。]{4,}")
"""X 是 Y, 突出 …, 发挥着 …: a sentence that tells what something is."""
_DESCRIBES_AT_START = re.compile(rf"^{_DESCRIBES.pattern}")
_STATES = re.compile(
    r"已(?!有|建|经?批)|截至|目前|近年来|以来|同比|存在|不足|不够|不到位|滞后|偏[低高慢弱]|尚未|仍然|较[差弱慢低]|薄弱|突出问题|的情况|属于|适用于|另行"
    r"|未(?:能|达|完成|落实|按)|为\d|共有|占比|达到?了"
)
"""What is or was, in sections that merely report."""
_AGREES = re.compile(r"^(?:经研究[，,]?)?(?:原则(?:上)?)?(?:同意|批准)(?!后|书)[^。；;]*$")
"""原则同意《规划》: what an answer to a request grants, and asks nothing."""
_CHARGES = re.compile(r"[由请][^，。；;由]{2,30}(?:牵头|负责|会同|组织|根据|按照)")
"""同意成立督导组，由市水利局牵头…: who is to do what was granted."""
_ANNOUNCES = re.compile(
    r"^[\u4e00-\u9fff]{0,6}(?:时间|日期|地点|地址|人员|主题|对象|议程|范围|名额|费用|方式|形式|联系人|电话|邮箱|单位|机构|条件|资格|标准)"
    r"(?:和[\u4e00-\u9fff]{1,6}|及[\u4e00-\u9fff]{1,6})?[:：]"
)
"""会议时间：, 参加人员：: what a notice of an event announces."""
_REPORTS = re.compile(r"(?:截[至止]|目前|当前|近年来|[今去]年以来|\d{4}年以来)")
_SHORTEST_ITEM, _LONGEST_TITLE = 10, 15
_ABOUT_ITSELF = re.compile(
    r"自.{0,12}(?:起|日)(?:正式)?(?:施行|执行|实施|生效)|停止执行|同时废止|予以废止|负责解释|解释权|有效期"
    r"|^本(?:通知|意见|方案|办法|措施|计划|政策|规定|细则|规划|清单).{0,20}(?:施行|执行|解释|有效|为准|未尽)"
    r"|(?:印发|转发|通知)给?你们|特此通知|(?:此件|此文).{0,6}公开|^抄送|^联系(?:人|电话)|^附(?:件|表)?\s?[:：\d]|^注\s?\d?\s?[:：]"
    r"|^让我们|^(?:来源|责任编辑|编辑|审核)\s?[:：]|(?:制定|制订|提出)(?:本(?![地市县区省州乡镇村校院级]|系统|单位|部门|行业|领域|年度|企业|辖区|机构|医联体|医共体|园区|公司|集团|街道|社区|科室)|如下|以下)|(?:通知|要求|意见|措施|分解|安排|事项)如下|(?:详见|见|由)附[件表].{0,40}(?:列明|列出|列示|执行)?[。）)]?$"
)
_REFERENCE = re.compile(r"[（(](?:[^（）()]{0,14})?[见附][^（）()]{0,20}[）)](?=[。；;]?$)")
"""（报送式样见附件4） at the end of a sentence points to a form and is not what the sentence is about."""
_NAMES_ALONE = re.compile(r"《[^《》]{2,80}》(?:[（(][^（()）]{2,80}[）)])?[。；;]?")
"""2.《滨川市行动方案》（征求意见稿）: an attachment's name."""
_CONTACT = re.compile(r"[（(]?(?:联系(?:人|电话|方式)|电话|邮箱|传真)\s?[:：].{0,120}$")
_NORMATIVE = re.compile(
    r"(?:办法|规定|条例|细则|规则|准则|章程|守则|制度|规程|标准|解释|须知|指南|应急预案)"
    r"(?:[（(](?:试行|暂行|修订|修正|征求意见)[^）)]{0,8}[）)])?》?(?:的(?:通知|决定|公告|通告))?$"
)
_ORDERS = re.compile(
    r"(?:通知|通告|通报|公告|意见|函|批示|命令|令|要求|电报|纪要|方案|措施|计划|要点)(?:[（(].{1,20}[）)])?$"
)
_PASSES_ON = re.compile(
    r"(?:印发|转发|下发|发)给?你们|予(?:以)?(?:印发|转发|公布)|(?:现将|将).{2,120}(?:印发|转发|公布)"
)
"""现将…印发给你们，请认真贯彻执行: what a covering notice says of the plan it brings."""
_BEGS = re.compile(r"(?:^|[，。；,;])(?:请|望)(?![示求教假柬])")
_SHORTEST_PARAGRAPH, _SHORTEST_REST = 15, 30
_LONGEST_HEADING = 100
_SHORT_QUESTION = 16
"""Characters within which 是否 makes an item a question that an inspection asks."""
_PRAISES = re.compile(
    r"(?:给予|予以|通报)表[扬彰]|表[扬彰].{0,30}(?:决定|通报|通知)|嘉奖|授予.{2,40}称号|记功|任免|任职|免职"
)
_LISTS_PERSONS = re.compile(
    r"(?:名单|组成人员|通讯录|名录|成员|先进个人|先进集体|一览表|申报表|登记表|报名表|汇总表|回执)(?:（.{1,20}）)?$"
)


@cache
def _skipped_heading() -> re.Pattern[str]:
    """All skipped headings in one pattern without groups, which says no to the many others in half the time."""
    return re.compile("|".join(row[0] for row in load_table("skipped_headings")))


@cache
def _grouped_headings() -> re.Pattern[str]:
    """The same; the number of the group tells the row."""
    return re.compile("|".join(f"({row[0]})" for row in load_table("skipped_headings")))


@cache
def _heading_kinds() -> tuple[str, ...]:
    return tuple(row[1] for row in load_table("skipped_headings"))


@cache
def _clause_begins() -> re.Pattern[str]:
    verbs = any_of("action_verbs", "asks")
    return re.compile(
        rf"(?:^|[，。；：、！,;:\s“”])(?:并|也|还|再|共同|同步|分别|[由请].{{2,20}}|每(?:半?年|季度?|月|周)|各[\u4e00-\u9fff、（）]{{1,14}}|[年全]内|全[年市县区省]"
        rf"|[\u4e00-\u9fff]{{2,10}}[局办队站委部处科所](?:每(?:半?年|季度?|月|周|天)|会同[\u4e00-\u9fff、]{{2,20}}))?"
        rf"{verbs}(?![着了过])"
    )


def heading_kind(heading: str) -> str | None:
    """aim, goal, situation, scope or procedure if a clause so headed asks for nothing; None if it may ask."""
    words = "".join(heading.split()).strip("。：:；")
    if len(words) > _LONGEST_HEADING or not _skipped_heading().fullmatch(words):
        return None
    found = _grouped_headings().fullmatch(words)
    return _heading_kinds()[found.lastindex - 1] if found and found.lastindex else None


def asks(words: str) -> bool:
    """Whether a stretch without annotation asks somebody to do something."""
    if is_about_itself(words):
        return False
    if obliges(words) or (_BEGS.search(words) and not _PASSES_ON.search(words)):
        return True
    sentences = [sentence for sentence in re.split(r"[。；!！]", words) if len(sentence) > 3]
    telling = [
        sentence
        for sentence in sentences
        if not (_DEFINES.search(sentence) or _DESCRIBES.match(sentence) or _REPORTS.match(sentence))
    ]
    return any(_clause_begins().search(sentence) for sentence in telling)


def asks_as_item(words: str) -> bool:
    """Whether a numbered paragraph of a plan asks for something: unless it tells what is, was or is meant, it does."""
    if is_about_itself(words) or _tells_only(words):
        return False
    if obliges(words) or asks(words):
        return True
    bare = _CONTACT.sub("", _REFERENCE.sub("", words))
    title, *rest = re.split(r"[。；;!！]", bare)
    sentences = [
        sentence for sentence in (rest if len(title) <= _LONGEST_TITLE and any(rest) else [title, *rest]) if sentence
    ]
    return any(not _tells(sentence) for sentence in sentences) and len(words) >= _SHORTEST_ITEM


def _tells_only(words: str) -> bool:
    """The name of an attachment, what an answer grants, when and how something is looked at."""
    bare = words.rstrip("。；; ")
    if _NAMES_ALONE.fullmatch(bare) or (_AGREES.match(bare) and not _CHARGES.search(bare)):
        return True
    is_told = _ANNOUNCES.match(words) is not None or "是否" in bare[:_SHORT_QUESTION]
    return is_told and not obliges(words)


def _tells(sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in (_DEFINES, _DESCRIBES_AT_START, _STATES, _ANNOUNCES, _AGREES))


def asks_in_notice(title: str, words: str) -> bool:
    """Whether a paragraph of a notice without any numbers tells somebody what to do."""
    if title and not _ORDERS.search("".join(title.split())):
        return False
    sentences = re.split(r"(?<=[。；;])", words)
    rest = "".join(sentence for sentence in sentences if not _PASSES_ON.search(sentence))
    if len(rest) < (_SHORTEST_PARAGRAPH if rest == words else _SHORTEST_REST) or is_about_itself(rest):
        return False
    return obliges(rest) or _BEGS.search(rest) is not None


def obliges(words: str) -> bool:
    """Whether it says that somebody must, may not, is in charge."""
    return _OBLIGES.search(words) is not None


def is_about_itself(words: str) -> bool:
    """Procedure about the document: from when it holds, who explains it, to whom it goes."""
    bare = _REFERENCE.sub("", words)
    return _ABOUT_ITSELF.search(bare) is not None and len(bare) < 160


def asks_only_by_annotation(title: str) -> bool:
    """Rules, commendations and lists of persons ask for nothing except where they name a unit."""
    words = "".join(title.split())
    return any(pattern.search(words) for pattern in (_NORMATIVE, _PRAISES, _LISTS_PERSONS))


def praises(title: str) -> bool:
    """A commendation; what is attached to it are examples, not tasks."""
    return _PRAISES.search("".join(title.split())) is not None
