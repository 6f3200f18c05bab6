r"""The engine: bytes become a document, a document its clauses, clauses their measures. Pure functions throughout.

>>> from luoshi.engine import break_down, outline, read_bytes
>>> plan = "滨川市行动方案\n一、重点任务\n（一）改造老旧小区。年底前改造12个。（牵头单位：市住建局）\n2026年3月2日"
>>> document = read_bytes(plan.encode(), name="plan.txt")
>>> outline(document).find("一/(一)").marker
'(一)'
>>> measure = break_down(document).measures[0]
>>> measure.clause, measure.text
('一/(一)', '改造老旧小区。年底前改造12个。')
>>> [(part.name, part.role.value) for part in measure.parts]
[('市住建局', 'lead')]
>>> measure.due
(datetime.date(2026, 12, 31),)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luoshi.engine.breakdown.ledger import break_down
    from luoshi.engine.outlining import outline
    from luoshi.engine.reading import read, read_bytes

__all__ = ["break_down", "outline", "read", "read_bytes"]

_ROOMS = {"break_down": "breakdown.ledger", "outline": "outlining", "read": "reading", "read_bytes": "reading"}


def __getattr__(name: str) -> Any:
    """Load a room when it is first asked for: whoever needs one module of the engine does not wait for all of them."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_ROOMS[name]}"), name)
