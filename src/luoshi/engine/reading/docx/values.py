"""Attribute values of WordprocessingML, read without trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.engine.reading.docx.names import VAL

if TYPE_CHECKING:
    from lxml import etree

_LONGEST_NUMBER = 11
_OFF = frozenset({"0", "false", "off", "none"})


def number(value: str | None) -> int | None:
    """The whole number that an attribute holds, or None."""
    if value is None or len(value) > _LONGEST_NUMBER:
        return None
    try:
        return int(value)
    except ValueError:
        return None


def number_of(element: etree._Element | None) -> int | None:
    """The whole number in `w:val`, or None where there is no element or no number."""
    return None if element is None else number(element.get(VAL))


def is_on(element: etree._Element | None) -> bool:
    """A switch: on where the element stands, unless its `w:val` says off."""
    return element is not None and element.get(VAL, "on") not in _OFF
