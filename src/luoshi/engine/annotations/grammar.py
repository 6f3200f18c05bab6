"""Reads what an annotation says: which units, in which role, by labels (牵头单位：) or by verbs (A牵头，B配合)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.annotations.units import is_unit, split_units
from luoshi.engine.document import Span
from luoshi.engine.findings import Role, UnitPart
from luoshi.engine.lexicon import any_of, load_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROLE_OF = {row[0]: Role(row[1]) for row in load_table("role_labels")}
_WORD = any_of("role_labels")
_BODY = r"(?:单位|部门|处室|科室|主体|机关|机构|地区|方|者)"
_AND_BODY = rf"(?:(?:和|及|、|/|／|（)(?:{_WORD})?(?:{_BODY}|人|领导)）?)?"
_LABEL = re.compile(
    rf"(?P<unit>(?:(?P<word>{_WORD}){_BODY}{_AND_BODY}|(?P<short>牵头|责任|配合|负责|主办|协办|承办|参与)))\s?[:：]\s?"
    r"|(?P<time>(?:完成|办理|办结|落实|工作|实施|计划|进度|推进|整改)?(?:时限|时间|期限|进度|节点|时间节点|进度安排|时间安排|完成日期)(?:要求)?)\s?[:：]\s?"
    r"|(?P<other>责任领导|分管领导|牵头领导|责任人|联系人|联系电话|适用范围|工作目标|目标要求|完成标准|成果形式|备注|考核标准|目标任务)\s?[:：]\s?"
)
_DUTY = r"(?:按照?(?:各自|其)?(?:职责|职能|任务)?(?:任务)?(?:分工)?|依(?:各自)?职责|分工|分别|共同|联合|具体|统筹|总体|抓好|做好|组织|督促|各)"
_VERB = r"(?:牵头|主办|负责|落实|推进|实施|指导|承办|配合|参与|参加|协办|协助|支持|协同|协作)"
_ROLE_VERB = re.compile(rf"{_DUTY}{{0,3}}(?P<verbs>{_VERB}(?:[、并]?{_VERB}){{0,3}})(?:相关工作|有关工作|工作)?$")
_LEAD_THEN = re.compile(r"(?<=牵头)(?:负责)?(?:会同|联合|商|与)")
_SCORE = re.compile(r"^\s*\d{1,3}(?:\.\d{1,2})?\s?分\s*$")
_FIRST_LEADS = re.compile(
    r"[^。；;，,（(）)]{0,12}?(?:第一位|首位|第一个|第一家|第1位|第一名|最前|第一)[^。；;，,（(）)]{0,8}?(?:为|是|系)[^。；;，,（(）)]{0,6}?(?:牵头|主办|总牵头)[^。；;，,（(）)]{0,6}"
    r"(?:[，,；;]\s?(?:下同|以下同|以下均同))?"
)
_STANDING = re.compile(
    r"(?:以下|下列|下同)?[^。；;，,]{0,12}均(?:需|由|须|要|应|请)(?P<units>[^。；;]{2,60}?)(?P<verb>负责|落实|实施|推进|配合|参与)"
    r"[^。；;]{0,10}?(?:[，,]\s?(?:以下)?不再(?:一一|逐一|重复|另行|逐项)?(?:列出|列举|标注|列明|注明|赘述))"
)
_STANDING_AFTER = re.compile(
    r"(?P<units>[^。；;，,：:]{2,60}?)均(?:为|是)(?P<verb>责任|配合|参与|落实)单位[，,]\s?(?:以下)?不再(?:一一|逐一|重复|另行|逐项)?(?:列出|列举|标注|列明|注明|赘述)"
)


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a bracket, a labelled line or a cell says beside the measure's words.

    `times` are the stretches that speak of time; `standing` are units to be added to every later annotated measure
    of the section; `first_leads` says that from here on the first unit of a list leads.
    """

    span: Span
    parts: tuple[UnitPart, ...] = ()
    times: tuple[Span, ...] = ()
    standing: tuple[UnitPart, ...] = ()
    first_leads: bool = False
    labelled: bool = False


def read_annotation(text: str, span: Span) -> Annotation | None:
    """What the words in `span` (a bracket with its signs, a line) say of units and time; None where they say nothing."""
    inner = _inside(text, span)
    words = inner.of(text)
    if _SCORE.match(words):
        return Annotation(span)
    first_leads = _FIRST_LEADS.search(words)
    standing = _STANDING.search(words) or _STANDING_AFTER.search(words)
    rest = _blanked(words, first_leads, standing)
    standing_parts = _standing_parts(standing, inner.start) if standing else ()
    labels = list(_LABEL.finditer(rest))
    if labels:
        parts, times = _labelled(rest, labels, inner.start)
    else:
        parts, times = _by_verbs(rest, inner.start), ()
    if not (parts or times or standing_parts or first_leads):
        return None
    return Annotation(span, parts, times, standing_parts, first_leads is not None, labelled=bool(labels))


def starts_with_label(words: str) -> bool:
    """A line such as 责任单位：…, 完成时限：…"""
    return _LABEL.match(words.lstrip("（(【[〔 \u3000")) is not None


def units_of(printed: str, role: Role, start: int, rule: str) -> Iterator[UnitPart]:
    """The units of a list in one role; a role noted behind a name （牵头） wins."""
    for unit in split_units(printed):
        own = _ROLE_OF.get(re.sub(r"单位|部门", "", unit.note)) if unit.note else None
        at = Span(start + unit.start, start + unit.end)
        yield UnitPart(unit.name, own or role, at, rule, unit.full_name)


def role_of(word: str) -> Role:
    """The role that a label word or a run of verbs gives: 牵头 leads, 配合 alone supports, all else is responsible."""
    if word in _ROLE_OF:
        return _ROLE_OF[word]
    if "牵头" in word or "主办" in word:
        return Role.LEAD
    if re.search(r"配合|参与|参加|协办|协助|支持|协同|协作", word) and not re.search(r"负责|落实|实施", word):
        return Role.SUPPORT
    return Role.RESPONSIBLE


def _inside(text: str, span: Span) -> Span:
    """The span without its brackets and a full stop inside them."""
    start, end = span.start, span.end
    if end - start >= 2 and text[start] in "（(【[〔［" and text[end - 1] in "）)】]〕］":
        start, end = start + 1, end - 1
    while end > start and text[end - 1] in "。；; \n\u3000":
        end -= 1
    return Span(start, end)


def _blanked(words: str, *found: re.Match[str] | None) -> str:
    """The words with general rules replaced by full stops, so that offsets stay."""
    for match in found:
        if match:
            words = words[: match.start()] + "。" * len(match.group()) + words[match.end() :]
    return words


def _standing_parts(found: re.Match[str], start: int) -> tuple[UnitPart, ...]:
    role = role_of(found["verb"])
    return tuple(units_of(found["units"], role, start + found.start("units"), "unit.standing"))


def _labelled(words: str, labels: list[re.Match[str]], start: int) -> tuple[tuple[UnitPart, ...], tuple[Span, ...]]:
    parts: list[UnitPart] = []
    times: list[Span] = []
    if words[: labels[0].start()].strip("，,；;。、 "):
        times.append(Span(start, start + labels[0].start()))
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        end = following.start() if following else len(words)
        segment = words[label.end() : end].rstrip("，,；;。、 \u3000\n")
        if label["unit"]:
            role = role_of(label["word"] or label["short"])
            parts.extend(_segment_units(segment, role, start + label.end()))
        elif label["time"]:
            times.append(Span(start + label.end(), start + label.end() + len(segment)))
    return tuple(parts), tuple(times)


def _segment_units(segment: str, role: Role, start: int) -> Iterator[UnitPart]:
    """The list behind a label, up to a full stop; verbs inside it (A牵头，B配合) have the last word."""
    listed = re.split(r"[。；;]", segment, maxsplit=1)[0]
    if re.search(rf"{_VERB}(?:$|[，,；;])", listed) and (found := _by_verbs(listed, start)):
        yield from found
        return
    trimmed = _ROLE_VERB.sub("", listed)
    yield from units_of(trimmed, role, start, "unit.label")


def _by_verbs(words: str, start: int) -> tuple[UnitPart, ...]:
    """A牵头，B、C配合; A、B按职责分工负责; a bare list of units."""
    parts: list[UnitPart] = []
    pending: list[tuple[str, int]] = []
    verbs_seen = False
    for token, at in _clauses(words):
        found = _ROLE_VERB.search(token)
        listed = token[: found.start()] if found else token
        if listed.strip():
            pending.append((listed, at))
        if found and pending:
            verbs_seen = True
            role = role_of(found["verbs"])
            parts.extend(_named(pending, role, start, "unit.verb"))
            pending = []
    if pending:
        parts.extend(_named(pending, Role.RESPONSIBLE, start, "unit.list"))
    named = [part for part in parts if is_unit(part.name)]
    enough = len(named) == len(parts) or (verbs_seen and len(named) * 3 >= len(parts) * 2)
    return tuple(parts) if parts and enough else ()


def _clauses(words: str) -> Iterator[tuple[str, int]]:
    """Cut at ，；。 and behind 牵头 where 会同 follows."""
    for found in re.finditer(r"[^，,；;。\n]+", words):
        piece, at = found.group(), found.start()
        lead = _LEAD_THEN.search(piece)
        if lead:
            yield piece[: lead.start()], at
            piece, at = piece[lead.end() :], at + lead.end()
        lead_in = re.match(r"\s*(?:原则上)?由", piece)
        if lead_in:
            piece, at = piece[lead_in.end() :], at + lead_in.end()
        yield piece, at


def _named(pending: list[tuple[str, int]], role: Role, start: int, rule: str) -> Iterator[UnitPart]:
    for listed, at in pending:
        yield from units_of(listed, role, start + at, rule)
