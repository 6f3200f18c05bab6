"""Understands one cell of a timetable: 专题研讨：乡村教师队伍建设（第一会议室，主持人：李某）; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from luoshi.training.states import SessionForm
from luoshi.training.timetable_words import form_of, is_room, is_titled, may_be_name, plain, split_time

SPEAKER, ROOM, TIME, QUESTION = "speaker", "room", "time", "question"
_LABELS = {
    SPEAKER: ("主持人", "主讲人", "主讲", "授课人", "授课教师", "授课", "讲师", "教师", "领读人", "领读", "主持"),
    ROOM: ("地点", "教室", "场地", "上课地点"),
    TIME: ("时间",),
    QUESTION: ("讨论题", "讨论题目", "思考题", "题目"),
}
_KIND_OF = {label: kind for kind, labels in _LABELS.items() for label in labels}
_LABEL = "|".join(sorted(_KIND_OF, key=len, reverse=True))
_LABELLED = re.compile(rf"({_LABEL})\s?[：:]\s?")
_BEFORE_LABEL = re.compile(rf"[\s，,；;、]*(?<![\u4e00-\u9fff])(?=(?:{_LABEL})\s?[：:])")
_SEPARATORS = re.compile(r"[；;，,\n]+|\s{2,}")
_ASIDE = re.compile(r"[（(]([^（）()]{1,200})[）)]\s*$")
_FORM_NAMES = tuple(str(label) for form, label in SessionForm.choices if form != SessionForm.OTHER)
_ONLY_FORM = re.compile(r"[：:]?$")
_OTHER_FORM_NAMES = ("专题讲座", "专题辅导", "专题报告", "专题授课", "集体自学", "原文学习", "小组讨论", "视频学习")
_SPEAKER = re.compile(r"([^（()）、,，\s]{1,30})(?:[（(\s]\s?([^）)]{0,100}))?")


@dataclass
class Said:
    """What a cell says of one session; `rest` is what was understood as nothing in particular, and stays."""

    title: str = ""
    form: str = ""
    time: str = ""
    speaker: str = ""
    organisation: str = ""
    room: str = ""
    question: str = ""
    rest: list[str] = field(default_factory=list)

    @property
    def details(self) -> int:
        """How many facts beside the title are known."""
        return sum(map(bool, (self.time, self.speaker, self.room, self.question)))


def read_cell(text: str) -> list[Said]:
    """The sessions of a cell in their order: one, or as many as it has lines that begin with a time and words."""
    found = [Said()]
    for line in filter(None, (line.strip() for line in text.splitlines())):
        time, words = split_time(line)
        if time and found[-1].title and (words or found[-1].time):
            found.append(Said())
        if time:
            found[-1].time = time
        if words.strip():
            _read_line(words.strip(), found[-1])
    for said in found:
        said.form = said.form or form_of(said.title)
    return found


def speaker_of(text: str) -> tuple[str, str]:
    """Name and organisation: `张三（市委党校教授）`."""
    match = _SPEAKER.match(text.strip())
    return (match[1], (match[2] or "").strip()) if match else ("", "")


def _read_line(line: str, said: Said) -> None:
    if (label := _LABELLED.match(line)) and _KIND_OF[label[1]] == QUESTION:
        said.question = line[label.end() :]
        return
    line, aside = _aside_of(line, said)
    first, *others = [piece.strip() for piece in _BEFORE_LABEL.split(line) if piece.strip()] or [""]
    if not said.title or said.title in (*_FORM_NAMES, *_OTHER_FORM_NAMES):
        if not _take(first, said, is_alone=True):
            _take_title(first, said)
    elif first:
        pieces = _pieces(first)
        unknown = [piece for piece in pieces if not _take(piece, said, is_alone=True)]
        said.rest += [first] if unknown == pieces else unknown
    for piece in (*others, *aside):
        if not _take(piece, said):
            said.rest.append(piece)


def _aside_of(line: str, said: Said) -> tuple[str, list[str]]:
    """The line without the brackets at its end, and their pieces; brackets that say no fact belong to the line."""
    found = _ASIDE.search(line)
    if not found or _LABELLED.match(line) or is_titled(line[: found.start()].strip()):
        return line, []
    if said.title and may_be_name(line[: found.start()].strip()):
        return line, []
    pieces = _pieces(found[1])
    trial = Said()
    understood = [_take(piece, trial) for piece in pieces]
    return (line[: found.start()].strip(), pieces) if any(understood) else (line, [])


def _pieces(text: str) -> list[str]:
    with_breaks = _BEFORE_LABEL.sub("\n", text)
    return [piece.strip() for piece in _SEPARATORS.split(with_breaks) if piece.strip()]


def _take_title(words: str, said: Said) -> None:
    """The form before a colon is the form, not a word of the title."""
    name, mark, title = words.replace(":", "：").partition("：")
    if said.title:  # so far only the name of a form
        said.form = form_of(said.title)
    if mark and name.strip() in _FORM_NAMES and title.strip():
        said.form, words = form_of(name), title.strip()
    said.title = words


def _take(piece: str, said: Said, *, is_alone: bool = False) -> bool:
    """Whether the piece is a fact of the session, which is then noted; a second speaker stays with the rest."""
    if label := _LABELLED.match(piece):
        return _take_as(_KIND_OF[label[1]], piece[label.end() :].strip(), said)
    if is_room(piece):
        return _take_as(ROOM, piece, said)
    time, words = split_time(piece)
    if time and not words:
        return _take_as(TIME, plain(time), said)
    name = speaker_of(piece)[0]
    is_person = is_titled(piece) or is_titled(name) or (may_be_name(name) and _is_likely(piece, name, said, is_alone))
    return is_person and _take_as(SPEAKER, piece, said)


def _is_likely(piece: str, name: str, said: Said, is_alone: bool) -> bool:
    """Whether a bare name is one: some fact stands beside it, or an organisation, or it is a line below the title."""
    return said.details > 0 or piece != name or (is_alone and bool(said.title) and len(name) == 3)


def _take_as(kind: str, words: str, said: Said) -> bool:
    if not words:
        return True
    if kind == SPEAKER:
        if said.speaker:
            return False
        said.speaker, said.organisation = speaker_of(words)
        return True
    if kind == ROOM and said.room:
        return False
    setattr(said, kind, words)
    return True
