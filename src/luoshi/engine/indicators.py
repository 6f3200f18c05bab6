"""Finds the indicators of a document: goals that can be measured, in prose and in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.engine.document import Document, Span
    from luoshi.engine.findings import Indicator


def find_indicators(document: Document, goal_spans: tuple[Span, ...]) -> tuple[Indicator, ...]:  # noqa: ARG001
    """The indicators in the goals sections `goal_spans` and in the indicator tables of `document`."""
    return ()
