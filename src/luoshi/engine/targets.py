"""Finds the numeric results that a measure is to reach: 新建10座泵站, 覆盖率达到90%以上, 办理时间压缩至3个工作日."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.engine.amounts import Amount, find_amounts
from luoshi.engine.deadlines import find_deadlines
from luoshi.engine.findings import Comparator, Target
from luoshi.engine.lexicon import any_of, load_table
from luoshi.engine.plain import Plain, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from luoshi.engine.document import Span
    from luoshi.engine.findings import Deadline
    from luoshi.engine.timeframe import TimeFrame

_SIGNS = {(row[1], row[0]): Comparator(row[2]) for row in load_table("target_comparators")}
_VERBS = {row[0]: row[1] for row in load_table("target_verbs")}
_CHANGE_BOTH = any_of("target_changes", "both")
_CHANGE_TO = f"(?:{_CHANGE_BOTH}|{any_of('target_changes', 'to')})"
_REACH = 60  # characters of a clause looked at before an amount
_LONGEST_VERB = 4

_BEFORE = re.compile(f"(?:{_CHANGE_TO}(?:到|至|在|为)|{any_of('target_comparators', 'before')}){{1,3}}$")
