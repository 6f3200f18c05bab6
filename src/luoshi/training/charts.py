"""A picture of what became of commitments over time, as SVG: bars side by side, every bar with its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.utils.safestring import SafeString

WIDTH, HEIGHT = 440, 220
TOP, BOTTOM, LEFT = 24, 34, 12
GAP = 20


@dataclass(frozen=True)
class Bars:
    """The bars of one moment: its name and its values; None is a moment that has not come."""

    name: str
    values: tuple[int | None, ...]


def bar_chart(groups: Sequence[Bars], names: Sequence[str], *, title: str) -> SafeString:
    """Groups of bars from left to right, coloured by the style sheet; scaled to the greatest value."""
    greatest = max((value or 0 for group in groups for value in group.values), default=0) or 1
    room = (WIDTH - LEFT) / max(len(groups), 1)
    drawn = format_html_join(
        "", "{}", ((_group(one, LEFT + room * at, room, greatest),) for at, one in enumerate(groups))
    )
    key = format_html_join("", "{}", ((_key(name, at, left),) for at, (name, left) in enumerate(_in_a_row(names))))
    base = HEIGHT - BOTTOM
    return format_html(
        '<svg class="ls-bars" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}'
        '<line class="ls-axis" x1="{}" y1="{}" x2="{}" y2="{}"/></svg>',
        WIDTH,
        HEIGHT,
        title,
        key,
        drawn,
        LEFT,
        base,
        WIDTH,
        base,
    )


def _group(group: Bars, left: float, room: float, greatest: int) -> SafeString:
    width = (room - GAP) / max(len(group.values), 1)
    base = HEIGHT - BOTTOM
    scale = (base - TOP - 18) / greatest
    bars = []
    for at, value in enumerate(group.values):
        if value is None:
            continue
        x, tall = left + at * width, value * scale
        middle = round(x + width / 2, 1)
        numbers = (at, round(x, 1), round(base - tall, 1), round(width - 3, 1), round(tall, 1))
        bars.append((*numbers, middle, round(base - tall - 4, 1), value))
    drawn = format_html_join(
        "",
        '<rect class="ls-bar-{}" x="{}" y="{}" width="{}" height="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        bars,
    )
    middle = round(left + (room - GAP) / 2, 1)
    return format_html('{}<text x="{}" y="{}" text-anchor="middle">{}</text>', drawn, middle, HEIGHT - 12, group.name)


def _in_a_row(names: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Every name with its left edge: a Chinese character is about twice as wide as a letter."""
    left = LEFT
    for name in names:
        yield name, left
        left += 44 + sum(12 if ord(char) > 0x2E7F else 7 for char in name)


def _key(name: str, at: int, x: int) -> SafeString:
    return format_html(
        '<rect class="ls-bar-{}" x="{}" y="2" width="12" height="12"/><text x="{}" y="13">{}</text>',
        at,
        x,
        x + 18,
        name,
    )
