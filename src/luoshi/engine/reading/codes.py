"""The causes for which a file is not read; each has its sentence in the user's words where it is shown."""

from __future__ import annotations

EMPTY = "empty"
"""No bytes, or nothing but white space."""
TOO_LARGE = "too_large"
"""More bytes than `limit` (both in MB)."""
TOO_MUCH_INSIDE = "too_much_inside"
"""An archive or a tree that unpacks to more than is reasonable (a zip bomb, 10,000 levels)."""
DAMAGED = "damaged"
"""The file is of `format` but cannot be opened: cut off or broken."""
ENCRYPTED = "encrypted"
"""The file is of `format` and locked with a password."""
HOSTILE = "hostile"
"""The file holds what no honest document holds (XML entities)."""
NOT_SUPPORTED_YET = "not_supported_yet"
"""A known `format` that needs another program first (.doc, .wps, .ofd, pictures, scans)."""
UNKNOWN = "unknown"
"""No format that is known here."""
NO_TEXT = "no_text"
"""A file of `format` without any text (a scan, an empty workbook)."""
NOT_FOUND = "not_found"
"""There is no such file, or it may not be opened."""
TOO_SLOW = "too_slow"
"""Reading took longer than `limit` seconds and was given up."""

ALL = (
    EMPTY,
    TOO_LARGE,
    TOO_MUCH_INSIDE,
    DAMAGED,
    ENCRYPTED,
    HOSTILE,
    NOT_SUPPORTED_YET,
    UNKNOWN,
    NO_TEXT,
    NOT_FOUND,
    TOO_SLOW,
)
