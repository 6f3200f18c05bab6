"""Splits a printed list of units into the units, at the right places, and completes names that were cut."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from luoshi.engine.lexicon import any_of, load_words, shortest_endings

_SUFFIX = any_of("unit_suffixes")
_SUFFIXES = shortest_endings(load_words("unit_suffixes"))
_ENDS_AS_UNIT = re.compile(rf"{_SUFFIX}(?:[（(〔〈][^（）()〔〕〈〉]{{1,30}}[）)〕〉])?$")
_LEVEL_WORD = re.compile(
    r"(?:全[省市区县])?(?:各级|各有关|各相关|各|有关|相关|所属|省直|市直)?(?:设区的?|地)?"
    r"(?:省辖市|省直管县|省直管市|直管县|地级以上市|地级市|县级市|省|自治区|直辖市|市辖区|市|自治州|州|地|盟|县|区|旗|乡镇|乡|镇|街道|苏木|开发区|园区)"
    r"(?:[（(〔][^（）()〔〕]{1,16}[）)〕])?$"
)
_LEVEL_AND_NOUN = re.compile(
    r"(?P<level>省|自治区|直辖市|省直管县|直管县|市|自治州|州|盟|县|区|旗|乡镇|乡|镇|街道|苏木)(?:[（(〔][^（）()〔〕]{1,16}[）)〕])?(?P<noun>[^（）()]{1,16})"
)
_SEPARATORS = "、，,；;/／\t"
_OPENING, _SHUTTING = "（(〔［[【〈<", "）)〕］]】〉>"
_SIGN = re.compile(f"[{re.escape(_SEPARATORS + _OPENING + _SHUTTING)}]")
_ANEW = frozenset("各有相全所设")
"""With what a level of government begins that stands for itself."""
_LAST_OF_LEVELS = "省县市区州地盟旗镇乡道木园" + _SHUTTING
_AND = re.compile(r"以及|会同|联合|和|及|与|同")
_ET_CETERA = re.compile(
    r"(?<![高中初平同优上下一二三四五特])等(?:\d{1,2}[个家])?(?:[省市区县州]级|[省市区县州]直|中央|国务院|全[省市区县州]|驻[省市区县]|[省市区县州](?=有关|相关|各))?(?:各|相关|有关|其他)*(?:职能|行业|主管|责任|成员|业务)*"
    r"(?:部门|单位|机构|委办局|部门和单位|部门及单位|地区|地方)?(?:（单位）)?$"
)
_LABEL_ALONE = re.compile(
    r"(?:牵头|责任|配合|主办|协办|参与|承办|主管|落实|实施|支持|发布|发文|制定|公开|印发|起草|审核|解读)(?:单位|部门|机构|机关|主体)"
)
_LABEL_LENGTH, _LABEL_ENDS = 4, ("单位", "部门", "机构", "机关", "主体")
_NO_NAME = re.compile(
    r"^(?:此件|\d{1,2}月|20\d\d年|[今明]年|年[底内末初]|上半年|下半年|含(?!山)|包括|包含|以下|原(?!州|平|阳)|即|如(?!东|皋)|不含|不包括|详见|见|其中|例如|比如|并|对|为|在|与|将(?!乐)|把|从(?!化|江)|按"
    r"|经(?!开|信|济|发|贸|管|合|营)|以|要|应(?!急|用|城|县)|不|可|指(?!挥|导)|共(?!青团|产党)|约|近)"
)
_LEVEL_PREFIX = re.compile(
    r"(?P<prefix>自治区|省|市|区|县|州|旗|盟)(?=(?!委|政府|人民政府|直|级|场|容|属|域|街|内|外|市(?!场)|区|县)[\u4e00-\u9fff]{2})"
)
_SHARED = frozenset({"政府", "人民政府", "部门", "单位", "管委会", "管理委员会", "行政公署"})
_SAYS = re.compile(
    r"要[于在把将按]|应[于当在]|[于在]每|[将把].{2,30}[报送]|报送|上报|每(?:月|季度)|\d日前|(?:设|设立|挂靠)在"
)
"""What is said of a unit: 各单位要于每月5日前将进展报送市政府办 ends as a unit does and is a sentence."""
_LONG_NAME, _LONGEST_NAME = 12, 40
_LONGEST_BARE, _LONGEST_SHARING = 3, 5
_COLLECTIVE = ("科室", "部门", "单位", "企业", "院系", "院校", "学校", "机构")
_NO_UNITS = ("干部", "全部", "内部", "局部", "外部")
_CUT_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:局|委|办|厅|处|中心|委员会|办公室|社|会|(?<![学医])院|队)(?<!分局)(?:[（(〔〈][^（）()〔〕〈〉]{1,30}[）)〕〉])?$"
)
"""Colleges, hospitals and branches of a higher office have names of their own (市林业局、云溪农学院)."""
_OWN_LEVEL = re.compile(
    r"(?:各|有关|相关|国家|中国|中央|全国|自治区|省|市(?!场|容|政(?!府))|区|县|州|旗|盟|团|驻|人民银行|人行|海关)"
)


class UnitName(NamedTuple):
    """A unit as printed, where it begins in the list, and its completed name if the print was cut."""

    name: str
    start: int
    note: str = ""
    full_name: str | None = None
    breaks: int = 0
    """White space printed in the midst of the name and left out of it (characters)."""

    @property
    def end(self) -> int:
        return self.start + len(self.name) + self.breaks


def split_units(printed: str) -> tuple[UnitName, ...]:
    """The units of a printed list; `start` counts in `printed`.

    各市、州、县人民政府 is one unit; 杨凌示范区、西咸新区管委会 are two; 等 and what follows it is no unit.
    """
    names: list[UnitName] = []
    waiting: list[UnitName] = []
    for token in _tokens(printed):
        for part in _parts(token):
            if _is_level(part.name):
                waiting.append(part)
            elif not waiting:
                names.append(part)
            else:
                names.extend(_closed(waiting, part, printed))
                waiting = []
    names.extend(_as_one(waiting, printed))
    found = [name for name in names if name.name]
    return _completed(_with_government(found, printed)) if len(found) > 1 else tuple(found)


def _with_government(names: list[UnitName], printed: str) -> list[UnitName]:
    """各级党委、政府 is one collective name, and so are 各盟行政公署、市人民政府, 市直有关部门、单位
    and 各临床、医技科室.
    """
    joined: list[UnitName] = []
    for unit in names:
        if joined and _shares_government(joined[-1].name, unit.name):
            start = joined[-1].start
            joined[-1] = UnitName(printed[start : unit.end], start, unit.note)
        else:
            joined.append(unit)
    return joined


def _shares_government(name: str, following: str) -> bool:
    if following in {"政府", "人民政府"}:
        return name.endswith("党委")
    if following in {"单位", "各单位", "企业", "机构"}:
        return name.endswith("部门") and len(name) > _LONGEST_BARE
    if not name.startswith("各"):
        return False
    if not is_unit(name) and len(name) <= _LONGEST_SHARING and following.endswith(_COLLECTIVE):
        return True
    return re.fullmatch(r"[市县区旗州盟](?:人民)?政府", following) is not None


def is_unit(name: str) -> bool:
    """Whether `name` ends as units' names do and does not begin as a clause does."""
    return 2 <= len(name) <= _LONGEST_NAME and _names_unit(name)


@lru_cache(maxsize=4096)  # a document asks this of each of its names again and again; long ones never come here
def _names_unit(name: str) -> bool:
    length = len(name)
    if _NO_NAME.match(name):
        return False
    if length == _LABEL_LENGTH and name.endswith(_LABEL_ENDS) and _LABEL_ALONE.fullmatch(name):
        return False
    if name.endswith(_NO_UNITS) or (length > _LONG_NAME and _SAYS.search(name)):
        return False
    if name.endswith(_SUFFIXES):
        return True
    return (name[-1] in _SHUTTING and _ENDS_AS_UNIT.search(name) is not None) or _is_level(name)


def _is_level(name: str) -> bool:
    """各市, 有关县区（市）: a level of government and nothing else."""
    return name[-1:] in _LAST_OF_LEVELS and _LEVEL_WORD.fullmatch(name) is not None


def _closed(waiting: list[UnitName], last: UnitName, printed: str) -> list[UnitName]:
    """各市、州 waits for the noun: 各市、州、县人民政府; a name of its own leaves them alone."""
    head = waiting[0]
    found = _LEVEL_AND_NOUN.match(last.name)
    if found and not re.match(r"各|有关|相关", last.name):
        descends = _rank(found["level"]) >= _rank(waiting[-1].name.lstrip("各设的有关相"))
        if descends or re.fullmatch(r"(?:人民)?政府|管委会|党委|党委和政府", found["noun"]):
            return [UnitName(printed[head.start : last.end], head.start, last.note)]
    return [*_as_one(waiting, printed), last]


def _as_one(levels: list[UnitName], printed: str) -> list[UnitName]:
    """各区、县级市 is one collective name, and so is 各市、县、区; 各区、各县 are two."""
    joined: list[UnitName] = []
    for level in levels:
        last = joined[-1] if joined else None
        if last and last.name[0] == "各" and level.name[0] not in _ANEW and printed[last.end : level.start] == "、":
            joined[-1] = UnitName(printed[last.start : level.end], last.start, level.note)
        else:
            joined.append(level)
    return joined


def _rank(level: str) -> int:
    """The rank of a level of government: province 0, city 1, county 2, township 3."""
    ranks = (("省自直", 0), ("市州地盟", 1), ("县区旗", 2))
    return next((rank for chars, rank in ranks if level[:1] in chars), 3)


def _tokens(printed: str) -> list[UnitName]:
    """Cuts at separators outside brackets, and at white space between two units."""
    tokens: list[UnitName] = []
    start = depth = 0
    for sign in _SIGN.finditer(printed):
        at, char = sign.start(), sign[0]
        if char in _OPENING:
            depth += 1
        elif char in _SHUTTING:
            depth = max(0, depth - 1)
        elif char in _SEPARATORS and depth == 0:
            _take_token(tokens, printed, start, at)
            start = at + 1
    _take_token(tokens, printed, start, len(printed))
    return tokens


def _take_token(tokens: list[UnitName], printed: str, start: int, end: int) -> None:
    raw = printed[start:end]
    name = raw.strip(" \t\r\n\u3000\xa0。.：:")
    if name:
        token = UnitName(name, start + raw.index(name))
        tokens.extend(_spaced(token) if len(name.split(maxsplit=1)) > 1 else (token,))


def _spaced(token: UnitName) -> list[UnitName]:
    """市教育局 市财政局 are two, and so are 省级各部门 各市; a name broken by a line end is one."""
    found: list[UnitName] = []
    for piece in re.finditer(r"\S+", token.name):
        start = token.start + piece.start()
        last = found[-1] if found else None
        if last and not (_is_named(last.name) and _begins_anew(piece.group())):
            gap = start - last.end
            found[-1] = last._replace(name=last.name + piece.group(), breaks=last.breaks + gap)
        else:
            found.append(UnitName(piece.group(), start))
    return found


def _begins_anew(words: str) -> bool:
    """市财政局, and 各市 that 、县、区政府 follows."""
    return _is_named(words) or (words[0] == "各" and _is_level(words))


def _is_named(name: str) -> bool:
    bare = _without_et_cetera(_without_note(UnitName(name, 0))).name
    return len(bare) > 2 and is_unit(bare)


def _parts(token: UnitName) -> list[UnitName]:
    """Takes 等… off, sets a role in brackets apart, and cuts at 和 及 会同 between two units."""
    token = _without_note(_without_et_cetera(token))
    if not _AND.search(token.name):
        return [token]
    for joint in _AND.finditer(token.name):
        left = _without_et_cetera(UnitName(token.name[: joint.start()], token.start))
        right = token.name[joint.end() :]
        if is_unit(left.name) and len(left.name) > 2 and _is_second(right):
            return [left, *_parts(UnitName(right, token.start + joint.end(), token.note))]
    return [token]


def _is_second(right: str) -> bool:
    """政府 alone belongs to what stands before it (各级党委和政府)."""
    return right not in _SHARED and is_unit(_without_et_cetera(UnitName(right, 0)).name)


def _without_et_cetera(token: UnitName) -> UnitName:
    if "等" not in token.name:
        return token
    found = _ET_CETERA.search(token.name)
    return token._replace(name=token.name[: found.start()].rstrip()) if found and found.start() >= 2 else token


def _without_note(token: UnitName) -> UnitName:
    """市教育局（牵头） is 市教育局 with a note."""
    if token.name[-1:] not in _SHUTTING:
        return token
    found = re.search(r"[（(]([^（）()]{2,6})[）)]$", token.name)
    if found and re.search(r"牵头|主办|负责|配合|责任|协办|参与", found.group(1)):
        return token._replace(name=token.name[: found.start()].rstrip(), note=found.group(1))
    return token


def _completed(names: list[UnitName]) -> tuple[UnitName, ...]:
    """市住建局、审批服务局: the second is 市审批服务局, though printed short."""
    prefix = ""
    completed: list[UnitName] = []
    for unit in names:
        own = _LEVEL_PREFIX.match(unit.name)
        if own:
            prefix = own["prefix"]
        elif prefix and _CUT_NAME.fullmatch(unit.name) and not _OWN_LEVEL.match(unit.name):
            completed.append(unit._replace(full_name=prefix + unit.name))
            continue
        elif not _CUT_NAME.fullmatch(unit.name):
            prefix = ""
        completed.append(unit)
    return tuple(completed)
