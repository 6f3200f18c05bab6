"""What tells the words of a measure from all others, whatever white space they are printed with."""

from __future__ import annotations

import hashlib

ID_LENGTH = 10
"""So many characters of the digest make a measure's id."""


def digest_of(words: str) -> str:
    """The SHA-256 of the words without white space."""
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()
