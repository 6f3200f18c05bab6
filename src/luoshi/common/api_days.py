"""Days that programs send: with the same limits as those that people type."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from luoshi.common.days import YEARS

FAR = "day_far"


def _of_our_time(day: date) -> date:
    if day.year not in YEARS:
        raise PydanticCustomError(FAR, "{day} is too far away", {"day": day.isoformat()})
    return day


Day = Annotated[date, AfterValidator(_of_our_time)]
