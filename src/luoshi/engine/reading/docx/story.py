"""Walks one story of a document (body, note, head, box) and says, paragraph by paragraph, what is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from luoshi.engine.reading.docx import names
from luoshi.engine.reading.docx.paragraphs import LINE_BREAK, Gathered, gather
from luoshi.engine.reading.docx.styles import heading_level
from luoshi.engine.reading.docx.visible import Visible, make_visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from luoshi.engine.reading.docx.numbering import Numbering
    from luoshi.engine.reading.docx.styles import Style, Styles

_BOXES = "boxes"


class Printed(NamedTuple):
    """One paragraph as printed: `label` with what parts it from the `text`, and the text boxes that hang on it."""

    label: str
    text: str
    level: int | None = None
    boxes: tuple[etree._Element, ...] = ()

    def lines(self) -> list[str]:
        """The paragraph cut at its line breaks, without empty lines; the label stands on the first one."""
        lines = [line for line in self.text.split(LINE_BREAK) if line.strip()] if self.text else []
        if not self.label:
            return lines
        return [self.label + lines[0], *lines[1:]] if lines else [self.label]


@dataclass(slots=True)
class _Draft:
    """A paragraph that may still run on: its mark is deleted or hidden."""

    label: str = ""
    level: int | None = None
    pieces: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    @property
    def first_words(self) -> str:
        return next((piece for piece in self.pieces if piece), "")

    def printed(self) -> Printed:
        return Printed(self.label, "".join(self.pieces), self.level, tuple(self.boxes))


class Story:
    """One part of the package, made visible and gathered; numbers are counted as the walk goes on.

    `kind` is the kind of part: "body", "footnotes", "header" …
    """

    def __init__(self, root: etree._Element, kind: str, *, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._visible: Visible = make_visible(root, hidden_run_styles=styles.hidden_run_styles())
        self._gathered: dict[etree._Element, Gathered] = gather(root, story=kind)
        for boxes in self._visible.boxes.values():
            for box in boxes:
                self._gathered.update(gather(box, story=_BOXES))

    def notes(self) -> list[tuple[str, str]]:
        """The notes that the paragraphs refer to, in order: kind of part and id."""
        return [note for gathered in self._gathered.values() for note in gathered.notes]

    def blocks(self, container: etree._Element) -> Iterator[Printed | etree._Element]:
        """What stands in `container`: paragraphs as printed, tables as their elements."""
        draft: _Draft | None = None
        for tag, block in children_of(container):
            if tag == names.P:
                printed, draft = self._taken(block, draft)
                if printed:
                    yield printed
            elif tag == names.TBL:
                if draft:
                    yield draft.printed()
                    draft = None
                yield block
        if draft:
            yield draft.printed()

    def _taken(self, paragraph: etree._Element, draft: _Draft | None) -> tuple[Printed | None, _Draft | None]:
        """The paragraph as printed with those that run on into it, or the draft that goes on behind it."""
        if paragraph in self._visible.unmarked:
            return None, self._written(paragraph, draft)
        if draft is None:
            return self._alone(paragraph), None
        whole = self._written(paragraph, draft)
        return (whole.printed() if whole else None), None

    def _alone(self, paragraph: etree._Element) -> Printed | None:
        """A paragraph that ends in a mark of its own and begins behind one, as most do; None if nothing shows of it."""
        gathered, style, text = self._said(paragraph)
        if style.is_hidden and not text:
            return None
        label = self._label(gathered, style, text)
        return Printed(label, text, _level(gathered, style), tuple(self._visible.boxes.get(paragraph, ())))

    def _written(self, paragraph: etree._Element, draft: _Draft | None) -> _Draft | None:
        """The paragraph added to the draft of those that run on into it; None if nothing shows of any."""
        gathered, style, text = self._said(paragraph)
        is_deleted = self._visible.unmarked.get(paragraph)
        if (is_deleted is False or style.is_hidden) and not text:
            return draft
        if draft is None:
            draft = _Draft()
        if not (is_deleted or draft.label or draft.level):  # a deleted mark takes its number and level with it
            draft.label = self._label(gathered, style, draft.first_words or text)
            draft.level = _level(gathered, style)
        draft.pieces.append(text)
        draft.boxes += self._visible.boxes.get(paragraph, ())
        return draft

    def _said(self, paragraph: etree._Element) -> tuple[Gathered, Style, str]:
        gathered = self._gathered[paragraph]
        style = self._styles.paragraph_style(gathered.style_id)
        return gathered, style, "" if style.is_hidden else "".join(gathered.words)

    def _label(self, gathered: Gathered, style: Style, text: str) -> str:
        if gathered.num_id is None and style.num_id is None:
            return ""
        label, suffix = self._numbering.label(style, num_id=gathered.num_id, ilvl=gathered.ilvl, story=gathered.story)
        return label + _gap(label, suffix, text) if label else ""


def children_of(container: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The children of `container` with their tags, those inside wrappers too, which are not printed themselves."""
    for child in container:
        tag = child.tag  # lxml makes the string anew each time it is asked
        if tag in names.WRAPPERS:
            yield from children_of(child)
        else:
            yield tag, child


def _level(gathered: Gathered, style: Style) -> int | None:
    return style.level if gathered.outline is None else heading_level(gathered.outline)


def _gap(label: str, suffix: str, text: str) -> str:
    """What parts the label from the text: official documents put no space after 、 ． ） or a circled number.

    "1." before a digit or a Latin letter keeps its space, or "1. 5G" would become another number.
    """
    last = label[-1]
    if suffix == "nothing":
        return ""
    if last.isalpha() or last.isdecimal() or (len(label) == 1 and not last.isnumeric()):
        return " "
    first = text[:1]
    return " " if last == "." and first.isascii() and first.isalnum() else ""
