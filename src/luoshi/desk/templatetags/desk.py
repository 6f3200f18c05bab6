"""Where the button of a waiting measure leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from luoshi.desk.waiting import Kind
    from luoshi.ledger.models import Measure

register = template.Library()


@register.simple_tag
def step_url(kind: Kind, measure: Measure) -> str:
    """The form or the part of a page in which the next step is taken."""
    return kind.step_url(measure)
