"""What a call-up asks of the units: the burden meter of classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.common.burden import Burden

if TYPE_CHECKING:
    from collections.abc import Sized

FIELDS_OF_A_TRAINEE = 2  # name and post


def burden_of_call_up(units: Sized, quota: int) -> Burden:
    """So many units name so many trainees each, once."""
    return Burden(requests=len(units) * quota, units=len(units), fields=FIELDS_OF_A_TRAINEE)
