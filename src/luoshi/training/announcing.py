"""Lets other rooms of study act when a reflection's text goes: they register, and are called in its transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.library.announcing import Announcement

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.training.models import Reflection

on_reflection_purge: Announcement[[Reflection, User]] = Announcement()
"""(reflection, by): the words of a reflection, and whatever was copied from it, are about to go."""
