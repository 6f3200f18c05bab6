"""Finds the numeric results that a measure is to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.engine.document import Span
    from luoshi.engine.findings import Target
    from luoshi.engine.timeframe import TimeFrame


def find_targets(text: str, span: Span, frame: TimeFrame) -> tuple[Target, ...]:  # noqa: ARG001
    """The targets that `text` states within `span`."""
    return ()
