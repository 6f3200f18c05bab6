"""Takes out of a part's tree what Word does not print: deleted, hidden and doubled content; text boxes apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from luoshi.engine.reading.docx import names
from luoshi.engine.reading.docx.values import is_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree


_UNDERSTOOD = frozenset({"wps", "wpg", "wpc", "wp14", "w14", "w15", "v", "a14"})
"""Prefixes of the additions that a branch may require: shapes, groups, canvases and what is not printed."""


@dataclass(slots=True)
class Visible:
    """What is left beside the cleaned tree: text boxes by the paragraph they hang on, and marks that join.

    After a paragraph of `unmarked` the text runs on into the next one: its paragraph mark is deleted (True) or
    hidden (False).
    """

    boxes: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)
    unmarked: dict[etree._Element, bool] = field(default_factory=dict)


def make_visible(root: etree._Element, *, hidden_run_styles: frozenset[str] = frozenset()) -> Visible:
    """Clean the tree under `root` in place."""
    rare: dict[str, list[etree._Element]] = {tag: [] for tag in _TREATMENTS}
    for element in root.iter(*_TREATMENTS):
        rare[element.tag].append(element)
    visible = Visible()
    if hidden_run_styles:
        _take_out_styled_hidden(root, hidden_run_styles)
    for tag, treat in _TREATMENTS.items():
        for element in reversed(rare[tag]):  # inner ones first, so that nothing is taken out twice
            treat(element, visible)
    for boxes in visible.boxes.values():
        boxes.reverse()
    return visible


def _choose_branch(alternate: etree._Element, _: Visible) -> None:
    """Keep the first branch that can be understood; the others say the same again for other programs."""
    branches = list(alternate)
    chosen = next((branch for branch in branches if _is_understood(branch)), None)
    for branch in branches:
        if branch is not chosen:
            alternate.remove(branch)


def _is_understood(branch: etree._Element) -> bool:
    return branch.tag == names.FALLBACK or _UNDERSTOOD.issuperset(branch.get("Requires", "").split())


def _take_out_deleted(element: etree._Element, visible: Visible) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if parent.tag == names.R_PR:
        _note_mark(parent, visible, is_deleted=True)
    elif parent.tag == names.TR_PR:
        _remove(parent.getparent())
    else:
        parent.remove(element)


def _take_out_hidden(element: etree._Element, visible: Visible) -> None:
    properties = element.getparent()
    if properties is None or not is_on(element):
        return
    holder = properties.getparent()
    if properties.tag != names.R_PR or holder is None:
        return
    if holder.tag == names.R:
        _remove(holder)
    elif holder.tag == names.P_PR:
        _note_mark(properties, visible, is_deleted=False)


def _note_mark(properties: etree._Element, visible: Visible, *, is_deleted: bool) -> None:
    """`properties` are those of a paragraph mark where they stand as `w:p/w:pPr/w:rPr`."""
    holder = properties.getparent()
    paragraph = None if holder is None or holder.tag != names.P_PR else holder.getparent()
    if paragraph is not None and paragraph.tag == names.P:
        visible.unmarked[paragraph] = is_deleted or visible.unmarked.get(paragraph, False)


def _take_out_styled_hidden(root: etree._Element, hidden_run_styles: frozenset[str]) -> None:
    for style in list(root.iter(names.R_STYLE)):
        properties = style.getparent()
        run = None if properties is None else properties.getparent()
        if style.get(names.VAL) in hidden_run_styles and run is not None and run.tag == names.R:
            _remove(run)


def _empty_cell(mark: etree._Element, _: Visible) -> None:
    cell = next(mark.iterancestors(names.TC), None)
    if cell is not None:
        for paragraph in list(cell.iterchildren(names.P, names.TBL)):
            cell.remove(paragraph)


def _detach_box(box: etree._Element, visible: Visible) -> None:
    anchor = next(box.iterancestors(names.P), None)
    if anchor is not None:
        visible.boxes.setdefault(anchor, []).append(box)
        _remove(box)


def _remove(element: etree._Element | None) -> None:
    parent = None if element is None else element.getparent()
    if parent is not None and element is not None:
        parent.remove(element)


_TREATMENTS: dict[str, Callable[[etree._Element, Visible], None]] = {
    names.P_PR_CHANGE: lambda element, _: _remove(element),
    names.RT: lambda element, _: _remove(element),
    names.ALTERNATE: _choose_branch,
    names.DEL: _take_out_deleted,
    names.MOVE_FROM: _take_out_deleted,
    names.VANISH: _take_out_hidden,
    names.CELL_DEL: _empty_cell,
    names.TEXT_BOX: _detach_box,
}
"""What is done with the rare elements, in this order."""
