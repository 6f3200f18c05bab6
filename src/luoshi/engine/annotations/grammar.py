"""Reads what an annotation says: which units, in which role, by labels (牵头单位：) or by verbs (A牵头，B配合)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.annotations.brackets import find_brackets
from luoshi.engine.annotations.general_rules import find_first_leads, find_standing
from luoshi.engine.annotations.labels import (
    bare_label_pattern,
    find_labels,
    label_pattern,
    names_offices,
    names_persons,
    role_of,
    roles,
    without_person,
)
from luoshi.engine.annotations.times import speaks_of_time
from luoshi.engine.annotations.units import is_unit, split_units
from luoshi.engine.document import Span
from luoshi.engine.findings import Role, UnitPart

if TYPE_CHECKING:
    from collections.abc import Iterator

_DUTY = (
    r"(?:按照?(?:各自|其)?(?:职责|职能|任务)?(?:任务)?(?:分工)?|依(?:各自)?职责|根据(?:各自)?职责(?:分工)?|在(?:各自)?职责范围内"
    r"|结合(?:工作|各自|本地|自身)?实际|分工|分别|共同|联合|具体|统筹|总体|抓好|做好|(?<![党会团业])组织|督促|各)"
)
_LEADS = "牵头|主办|主抓|抓总|统筹|协调|(?<![党会团业])组织"
_ANSWERS = "负责|落实|推进|推动|实施|指导|督导|督促|监督|承办|承担|执行"
_HELPS = "配合|参与|参加|协办|协助|支持|支撑|协同|协作"
_VERB = f"(?:{_LEADS}|{_ANSWERS}|{_HELPS})"
_ANY_VERB = f"{_LEADS}|{_ANSWERS}|{_HELPS}".replace("(?<![党会团业])", "")
_ENDS_IN_VERB = (*_ANY_VERB.split("|"), "工作")
_SOME_END_IN_VERB = re.compile(rf"(?:{_ANY_VERB})(?=[，,]|\Z)")
_ROLE_VERB = re.compile(rf"{_DUTY}{{0,3}}(?P<verbs>{_VERB}(?:[、并]?{_VERB}){{0,3}})(?:相关工作|有关工作|工作)?$")
_LEAD_THEN = re.compile(r"(?<=牵头)(?:负责)?(?:会同|联合|商|与)")
_LEAD_IN = re.compile(r"\s*(?:(?:原则上|并)?由|会同|联合|并?会|同时)(?=[\u4e00-\u9fff]{3})")
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,8}")
_PLACE_GOVERNMENT = re.compile(r"[\u4e00-\u9fff]{2,6}[市县区州旗](?:人民)?政府")
_PLACE_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_REMARK = re.compile(r"。[^。]{0,30}(?:下同|牵头单位|不再[^。]{2,8})。?$")
"""（市教育局、市财政局。逗号前为牵头单位，下同）: what is said of all lists and is not understood."""
_SCORE = re.compile(r"[^、，。；]{0,6}\d{1,3}(?:\.\d{1,2})?\s?分$")
_LINE_END = re.compile(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*")
_TORN = re.compile(r"(?<![\u4e00-\u9fff] )(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,7} [\u4e00-\u9fff]{1,7}[:：]")
"""Perhaps a label that a space tears, as texts taken from PDFs have them: 责任 单位：."""
_TORN_VERB = re.compile(
    r"(?<=牵) (?=头)|(?<=负) (?=责)|(?<=配) (?=合)|(?<=会) (?=同)|(?<=参) (?=与)|(?<=[主协]) (?=办)"
)
_LEVEL = re.compile(r"[省市县区州旗盟镇乡各]|有关|相关|国家|中央")
"""What a unit's name begins with, as against the second half of one."""
_BETWEEN_SIGNS = re.compile(r"(?:[^，,；;。（(〔〈]++|[（(〔〈][^（()）〔〕〈〉]{0,60}[)）〕〉]|[（(〔〈])++")
_BREAK = re.compile(r"\n")
_CLAUSE_END, _SENTENCE_END = re.compile(r"[，,；;。]"), re.compile(r"[。；;]")
_LOOSE_END = "，,；;。、 \u3000\n"
_TAKEN_OFF = frozenset("。；; \n\u3000）)")
"""With what a bracket's words may end that is none of them."""
_SIGNS = r"[、，,；;。：:\n]"
_SHUTS = {"（": "）)", "(": ")）", "【": "】", "[": "]］", "［": "］]", "〔": "〕"}


class Annotation(NamedTuple):
    """What a bracket, a labelled line or a cell says beside the measure's words.

    `times` are the stretches that speak of time; `standing` are units to be added to every later annotated measure
    of the section; `first_leads` says that from here on the first unit of a list leads. A score (0.5分) says nothing
    of the sort and is still no part of the measure's words.
    """

    span: Span
    parts: tuple[UnitPart, ...] = ()
    times: tuple[Span, ...] = ()
    standing: tuple[UnitPart, ...] = ()
    first_leads: bool = False

    @property
    def is_rule(self) -> bool:
        """Whether it says something about what follows, and nothing about the words before it."""
        return not (self.parts or self.times) and (self.first_leads or bool(self.standing))


def read_annotation(text: str, span: Span) -> Annotation | None:
    """What the words in `span` (a bracket with its signs, a labelled line) say of units and time.

    None where they say nothing of either.
    """
    inner = _inside(text, span)
    words, places = _unwrapped(inner.of(text))
    if (words.endswith("分") and _SCORE.match(words)) or names_persons(words):
        return Annotation(span, times=_last_time(words, inner.start) if places is None else ())
    first_leads, standing = find_first_leads(words), find_standing(words)
    rest = _blanked(words, first_leads, standing) if first_leads or standing else words
    reading = _Reading(inner.start if places is None else 0)
    if labels := find_labels(rest):
        reading.take_labelled(rest, labels)
    elif not reading.take_bare_labels(rest) and not reading.take_verbs(rest) and (remark := _REMARK.search(rest)):
        reading.take_verbs(rest[: remark.start()])
    standing_parts = _standing_parts(standing, reading.start) if standing else ()
    if not (reading.parts or reading.times or standing_parts or first_leads):
        return None
    times = tuple(at for at in reading.times if len(at))
    found = Annotation(span, tuple(reading.parts), times, standing_parts, first_leads is not None)
    return found if places is None else _placed(found, inner.start, places)


def _last_time(words: str, start: int) -> tuple[Span, ...]:
    """（责任人：周某；6月底）: the time behind a person."""
    *persons, last = _CLAUSE_END.split(words)
    return (Span(start + len(words) - len(last), start + len(words)),) if persons and speaks_of_time(last) else ()


def _placed(found: Annotation, start: int, places: list[int]) -> Annotation:
    """The annotation with its spans, counted in the unwrapped words, moved to where those words stand in the text."""

    def placed(at: Span) -> Span:
        return Span(start + places[at.start], start + places[at.end - 1] + 1)

    return found._replace(
        parts=tuple(part._replace(span=placed(part.span)) for part in found.parts),
        times=tuple(placed(at) for at in found.times),
        standing=tuple(part._replace(span=placed(part.span)) for part in found.standing),
    )


def _unwrapped(words: str) -> tuple[str, list[int] | None]:
    """The words without gaps amid a name, a label or a verb, and where each character stood (None: the same).

    市教育局 / 市财政局 on two lines are two units, and their line end stays.
    """
    torn = _torn_at(words) if " " in words else set()
    if "\n" not in words and not torn:
        return words, None
    places = [at for at in range(len(words)) if at not in torn]
    words = "".join(words[at] for at in places)
    for gap in reversed(list(_LINE_END.finditer(words))):
        before = re.split(_SIGNS, words[: gap.start()])[-1]
        behind = re.split(_SIGNS, words[gap.end() :], maxsplit=1)[0]
        if not _begins_anew(before, behind):
            words = words[: gap.start()] + words[gap.end() :]
            places = places[: gap.start()] + places[gap.end() :]
    return words, places


def _torn_at(words: str) -> set[int]:
    """The spaces that tear a label or a verb."""
    torn = {gap.start() for gap in _TORN_VERB.finditer(words)}
    for label in _TORN.finditer(words):
        if label_pattern().fullmatch(label[0].replace(" ", "")):
            torn.add(label.start() + label[0].index(" "))
    return torn


def _begins_anew(before: str, behind: str) -> bool:
    if label_pattern().match(behind) or speaks_of_time(before):
        return True
    last = split_units(before)[-1:]
    return _LEVEL.match(behind) is not None and all(is_unit(_without_role_verb(unit.name)) for unit in last)


def read_cell(text: str, span: Span, role: Role) -> tuple[UnitPart, ...]:
    """The units of a table cell; labels and verbs inside the cell win over the `role` of its column."""
    words = span.of(text)
    labels = find_labels(words)
    reading = _Reading(span.start)
    if labels:
        reading.take_labelled(words, labels)
    elif not reading.take_verbs(words, role=role):
        return tuple(units_of(words, role, span.start, "unit.cell"))
    return tuple(reading.parts)


def units_of(printed: str, role: Role, start: int, rule: str) -> list[UnitPart]:
    """The units of a list in one role; a role noted behind a name （牵头） wins."""
    return [
        UnitPart(
            unit.name,
            (_noted_role(unit.note) if unit.note else None) or role,
            Span(start + unit.start, start + unit.end),
            rule,
            unit.full_name,
        )
        for unit in split_units(printed)
    ]


def _noted_role(note: str) -> Role | None:
    return roles().get(re.sub(r"单位|部门", "", note))


class _Reading:
    """Collects the parts and times of one annotation; `start` is where its words stand in the text."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.parts: list[UnitPart] = []
        self.times: list[Span] = []

    def take_labelled(self, words: str, labels: list[re.Match[str]]) -> None:
        before = words[: labels[0].start()]
        if before and any(speaks_of_time(clause) for clause in _CLAUSE_END.split(before)):
            self.times.append(Span(self.start, self.start + len(before)))
        elif before.endswith(("；", ";", "，", ",")):  # （市税务局；完成时限：…）
            self.take_verbs(before)
        for label, following in zip(labels, [*labels[1:], None], strict=True):
            end = following.start() if following else len(words)
            segment = _without_stray(words[label.end() : end].rstrip(_LOOSE_END))
            if label["short"] == "单位" and not all(is_unit(unit.name) for unit in split_units(segment)):
                continue  # 单位：万元
            if label["unit"]:
                self._take_segment(segment, role_of(label["word"] or label["short"]), label.end())
            elif label["other"] and names_offices(label[0] + segment):
                self._take_segment(without_person(segment), Role.RESPONSIBLE, label.end())
            elif label["time"] and segment:
                self._add_time(label.end(), len(segment))

    def take_bare_labels(self, words: str) -> bool:
        """责任单位 市教育局 市财政局: labels without a colon, taken only if all that they name are units."""
        labels = list(bare_label_pattern().finditer(words))
        if not labels or labels[0].start() > 0:
            return False
        self.take_labelled(words, labels)
        if all(is_unit(part.name) for part in self.parts):
            return bool(self.parts or self.times)
        self.parts, self.times = [], []
        return False

    def take_verbs(self, words: str, *, offset: int = 0, role: Role = Role.RESPONSIBLE) -> bool:
        """A牵头，B、C配合; A、B按职责分工负责; a bare list (in `role`). False if it is none, and nothing is taken."""
        parts: list[UnitPart] = []
        times: list[tuple[int, int]] = []
        pending: list[tuple[str, int]] = []
        verbs_seen = False
        for token, at in _clauses(words):
            if speaks_of_time(token) and not is_unit(token.strip()):
                times.append((offset + at, len(token)))
                continue
            found = _find_role_verb(token)
            pending.append((token[: found.start()] if found else token, at))
            if found:
                helped = role_of(found["verbs"]) is Role.SUPPORT and not verbs_seen
                if helped and len(pending) > 1:  # （市教育局，市财政局配合）: who is helped stands before
                    parts.extend(self._named(pending[:-1], role, offset, "unit.list"))
                    pending = pending[-1:]
                verbs_seen = True
                parts.extend(self._named(pending, role_of(found["verbs"]), offset, "unit.verb"))
                pending = []
        parts.extend(self._named(pending, role, offset, "unit.list"))
        if not _are_mostly_units(parts, has_verb=verbs_seen):
            return False
        self.parts.extend(parts)
        for at, length in times:
            self._add_time(at, length)
        return bool(parts)

    def _take_segment(self, segment: str, role: Role, offset: int) -> None:
        """The list behind a label, up to a full stop; verbs inside it (A牵头，B配合) have the last word."""
        listed, rest = segment, ""
        if end := _SENTENCE_END.search(segment):
            listed, rest = segment[: end.start()], segment[end.end() :]
        if speaks_of_time(rest):
            self._add_time(offset + len(listed) + 1, len(rest))
        elif rest and all(is_unit(unit.name) for unit in split_units(rest)):
            listed = segment
        if _SOME_END_IN_VERB.search(listed) and self.take_verbs(listed, offset=offset, role=role):
            return
        for token, at in _clauses(listed):
            if speaks_of_time(token) and not is_unit(token.strip()):
                self._add_time(offset + at, len(token))
            else:
                self.parts.extend(self._named([(_without_role_verb(token), at)], role, offset, "unit.label"))

    def _named(self, pending: list[tuple[str, int]], role: Role, offset: int, rule: str) -> list[UnitPart]:
        start = self.start + offset
        return [part for listed, at in pending for part in units_of(listed, role, start + at, rule)]

    def _add_time(self, at: int, length: int) -> None:
        self.times.append(Span(self.start + at, self.start + at + length))


def _find_role_verb(words: str) -> re.Match[str] | None:
    """按职责分工负责 and the like at the end of `words`."""
    return _ROLE_VERB.search(words) if words.endswith(_ENDS_IN_VERB) else None


def _without_role_verb(words: str) -> str:
    found = _find_role_verb(words)
    return words[: found.start()] if found else words


def _without_stray(words: str) -> str:
    """A segment without the signs of the next label's brackets: 〔牵头部门〕市文旅局 〔, 【牵头单位：市委办】【."""
    while words and (words[-1] in "〔【［[" or (words[-1] in "〕】］]" and not re.search(r"[〔【［\[]", words))):
        words = words[:-1].rstrip(_LOOSE_END)
    return words


def _are_mostly_units(parts: list[UnitPart], *, has_verb: bool) -> bool:
    """Whether all are units, or, where a verb says what they do, two thirds of them."""
    named = sum(is_unit(part.name) for part in parts)
    if named < len(parts):
        named += _places_sharing(parts)
    if named >= len(parts):
        return True
    return has_verb and (named * 3 >= len(parts) * 2 or _are_departments(parts))


def _places_sharing(parts: list[UnitPart]) -> int:
    """云岭、石泉、滨川市政府: how many places share the last one's 市政府."""
    count, is_shared = 0, False
    for part in reversed(parts):
        if is_unit(part.name):
            is_shared = _PLACE_GOVERNMENT.fullmatch(part.name) is not None
        elif is_shared and _PLACE_NAME.fullmatch(part.name):
            count += 1
    return count


def _are_departments(parts: list[UnitPart]) -> bool:
    """教育、民政、财政部门: fields of work that share the last one's 部门."""
    short = [part for part in parts if not is_unit(part.name)]
    return all(_FIELD.fullmatch(part.name) for part in short) and parts[-1].name.endswith(("部门", "机关"))


def _inside(text: str, span: Span) -> Span:
    """The span without its brackets and a full stop inside them."""
    start, end = span.start, span.end
    if end - start >= 2 and text[end - 1] in _SHUTS.get(text[start], ""):
        start, end = start + 1, end - 1
    inner = text[start:end]
    if inner[-1:] not in _TAKEN_OFF:
        return Span(start, end)
    strays = sum(map(inner.count, "）)")) - sum(map(inner.count, "（("))  # brackets shut that nothing opened
    while end > start and (text[end - 1] in "。；; \n\u3000" or (strays > 0 and text[end - 1] in "）)")):
        strays -= text[end - 1] in "）)"
        end -= 1
    return Span(start, end)


def _blanked(words: str, *found: re.Match[str] | None) -> str:
    """The words with general rules replaced by full stops, so that offsets stay."""
    for match in found:
        if match:
            start, end = match.span()
            for bracket in find_brackets(words, Span(0, len(words))):
                if bracket.start < start < bracket.end:
                    start, end = bracket.start, bracket.end
            words = words[:start] + "。" * (end - start) + words[end:]
    return words


def _standing_parts(found: re.Match[str], start: int) -> tuple[UnitPart, ...]:
    role = role_of(found.groupdict().get("verb") or "落实")
    return tuple(units_of(found["units"], role, start + found.start("units"), "unit.standing"))


def _clauses(words: str) -> Iterator[tuple[str, int]]:
    """Cut at ，；。 outside brackets and behind 牵头 where 会同 follows; 由 in front is dropped."""
    for piece, at in _cut_at_signs(words):
        lead = _LEAD_THEN.search(piece) if "牵头" in piece else None
        if lead:
            yield piece[: lead.start()], at
        begin = lead.end() if lead else 0
        lead_in = _LEAD_IN.match(piece, begin)
        begin = lead_in.end() if lead_in else begin
        yield piece[begin:], at + begin


def _cut_at_signs(words: str) -> Iterator[tuple[str, int]]:
    """The pieces between signs; a line end parts two of them only where a verb or a time stands before it."""
    for found in _BETWEEN_SIGNS.finditer(words):
        if "\n" not in found.group():
            yield found.group(), found.start()
            continue
        start = 0
        for end in _BREAK.finditer(found.group()):
            left = found.group()[start : end.start()]
            if _find_role_verb(left) or speaks_of_time(left):
                yield left, found.start() + start
                start = end.end()
        yield found.group()[start:], found.start() + start


def read_standing(text: str, span: Span) -> tuple[UnitPart, ...]:
    """The units of a standing rule that prose lays down: 以下任务均需各县区政府落实，不再单列。"""
    found = find_standing(span.of(text))
    parts = _standing_parts(found, span.start) if found else ()
    return parts if all(is_unit(part.name) for part in parts) else ()
