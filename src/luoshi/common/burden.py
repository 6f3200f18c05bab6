"""The burden meter: what a request asks of how many units, counted and shown before it is sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Burden:
    """So many requests to so many units, each with so many boxes to fill in at most, so often a year.

    `files` counts the pieces of evidence asked for; `times` is 1 for what is asked once.
    """

    requests: int
    units: int
    fields: int
    times: int = 1
    files: int = 0

    @property
    def boxes(self) -> int:
        """Boxes to fill in at one time."""
        return self.requests * self.fields

    @property
    def boxes_a_year(self) -> int:
        return self.boxes * self.times
