"""Lets later apps act when a document changes: they register, and are called in the transaction of the change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, ParamSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from luoshi.accounts.models import User
    from luoshi.library.models import Change, Document, Link

P = ParamSpec("P")


class Announcement(Generic[P]):
    """Something that happens; whoever has registered is called, in the order of registering."""

    def __init__(self) -> None:
        self._listeners: list[Callable[P, None]] = []

    def register(self, listener: Callable[P, None]) -> Callable[P, None]:
        """Call the listener from now on; usable as a decorator, twice the same counts once."""
        if listener not in self._listeners:
            self._listeners.append(listener)
        return listener

    def announce(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call everybody; what fails, fails the whole change."""
        for listener in self._listeners:
            listener(*args, **kwargs)


on_new_version: Announcement[[Link, Sequence[Change], User]] = Announcement()
"""(link, changes, by): a later document changed or took away stretches of an earlier one."""
on_purge: Announcement[[Document, str, User]] = Announcement()
"""(document, reason, by): the words of a document are about to go."""
