"""The outline of a document beside its text: headings as a tree of links that opens and closes."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from luoshi.common.templatetags.page import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.library.models import Clause

KINDS = frozenset({"part", "numbered", "heading", "box"})
SHOWN = 32
OPEN_AT_MOST = 60
"""An outline with more entries shows its first levels only, until one opens more."""
_CUTS = "。；：，"


def set_outline(clauses: Sequence[Clause]) -> SafeString:
    """The clauses as nested lists; a single part that holds everything is left out."""
    rows = [clause for clause in clauses if clause.kind in KINDS]
    below: dict[int | None, list[Clause]] = {}
    for clause in rows:
        below.setdefault(clause.parent_id, []).append(clause)
    tops = below.get(None, [])
    if len(tops) == 1:
        tops = below.get(tops[0].pk, [])
    levels = _open_levels(tops, below)
    return mark_safe("".join(_entry(clause, below, levels) for clause in tops))  # noqa: S308 -- escaped below


def label_of(clause: Clause) -> str:
    """Marker and the first words of a clause."""
    words = clause.heading.replace("\n", " ").removeprefix(clause.marker if clause.kind == "part" else "\n").strip()
    cut = min((place for char in _CUTS if (place := words.find(char)) > 0), default=len(words))
    words = words[: min(cut, SHOWN)] + ("…" if cut > SHOWN else "")
    joint = "、" if clause.marker and clause.marker[-1].isalnum() and not clause.marker.startswith("第") else " "
    return f"{clause.marker}{joint}{words}".strip("、 ") if clause.marker else words


def _open_levels(tops: Sequence[Clause], below: dict[int | None, list[Clause]]) -> int:
    """How many levels of branches stand open, so that not too many entries are seen at first."""
    shown, level, levels = len(tops), list(tops), 0
    while level:
        level = [child for clause in level for child in below.get(clause.pk, [])]
        shown += len(level)
        if shown > OPEN_AT_MOST:
            break
        levels += 1
    return levels


def _entry(clause: Clause, below: dict[int | None, list[Clause]], open_levels: int) -> str:
    label = escape(label_of(clause) or _("（无标题）"))
    link = f'<a href="#c{clause.number}" data-outline="{clause.number}">{label}</a>'
    children = below.get(clause.pk, [])
    if not children:
        return f'<li><div class="ls-leaf"><span class="ls-twist"></span>{link}</div></li>'
    inside = "".join(_entry(child, below, open_levels - 1) for child in children)
    name = escape(_("“%(label)s”的下级") % {"label": label_of(clause)})
    state = "true" if open_levels > 0 else "false"
    return (
        f'<li><div class="ls-leaf"><button class="ls-twist" type="button" aria-expanded="{state}" '
        f'aria-controls="outline-{clause.pk}" aria-label="{name}">{icon("chevron-right")}</button>{link}</div>'
        f'<ul id="outline-{clause.pk}"{"" if open_levels > 0 else " hidden"}>{inside}</ul></li>'
    )
