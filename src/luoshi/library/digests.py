"""The digest by which words are told to be the same."""

from __future__ import annotations

import hashlib
import re


def digest_of(words: str) -> str:
    """The SHA-256 of words without white space."""
    return hashlib.sha256(re.sub(r"\s+", "", words).encode()).hexdigest()
