"""Paths in the tree of units: six characters per step, made of the unit's own number, so that a subtree is a range.

Only digits and small letters occur, which every database sorts the same way, whatever its collation.
"""

from __future__ import annotations

STEP = 6
DEPTH = 12
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def step_of(pk: int) -> str:
    """The step of the unit with this number.

    >>> step_of(1), step_of(36)
    ('000001', '000010')
    """
    digits = ""
    while pk:
        pk, rest = divmod(pk, 36)
        digits = _DIGITS[rest] + digits
    return digits.rjust(STEP, "0")


def pk_of(step: str) -> int:
    """The number of the unit with this step.

    >>> pk_of("000010")
    36
    """
    return int(step, 36)


def next_after(path: str) -> str:
    """The first path behind everything that starts with `path`: the open end of the subtree's range.

    >>> next_after("000001"), next_after("00000100000z")
    ('000002', '000001000010')
    """
    return path[:-STEP] + step_of(pk_of(path[-STEP:]) + 1)


def ancestor_pks(path: str) -> list[int]:
    """The numbers of the units above, from the root down, without the unit itself.

    >>> ancestor_pks("000001000002000003")
    [1, 2]
    """
    return [pk_of(path[start : start + STEP]) for start in range(0, len(path) - STEP, STEP)]


def depth_of(path: str) -> int:
    """How deep a path lies; a root has depth 1."""
    return len(path) // STEP


def is_within(path: str, top: str) -> bool:
    """Whether a path is the top itself or lies below it."""
    return path.startswith(top)
