"""Predicates over (person, object) that combine with &, | and ~, so that each app's rights read as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from luoshi.common.errors import MissingRightError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Predicate:
    """A named yes-or-no question about a person and an object; the object is None where there is none yet."""

    def __init__(self, name: str, answer: Callable[[Any, Any], bool]) -> None:
        self.name = name
        self._answer = answer

    def __call__(self, user: object, subject: object = None) -> bool:
        return self._answer(user, subject)

    def __and__(self, other: Predicate) -> Predicate:
        return Predicate(
            f"({self.name} & {other.name})", lambda user, subject: self(user, subject) and other(user, subject)
        )

    def __or__(self, other: Predicate) -> Predicate:
        return Predicate(
            f"({self.name} | {other.name})", lambda user, subject: self(user, subject) or other(user, subject)
        )

    def __invert__(self) -> Predicate:
        return Predicate(f"~{self.name}", lambda user, subject: not self(user, subject))

    def __repr__(self) -> str:
        return f"<Predicate {self.name}>"


def predicate(answer: Callable[[Any, Any], bool]) -> Predicate:
    """Turn a function `(user, subject) -> bool` into a predicate of the same name."""
    return Predicate(answer.__name__, answer)


Rules = dict[str, Predicate]


def allows(rules: Mapping[str, Predicate], verb: str, user: object, subject: object = None) -> bool:
    """Whether the table lets this person do the verb on the object; a verb that is not in the table is a bug."""
    return rules[verb](user, subject)


def require(rules: Mapping[str, Predicate], verb: str, user: object, subject: object = None) -> None:
    """Raise MissingRightError unless the table lets this person do the verb on the object."""
    if not allows(rules, verb, user, subject):
        raise MissingRightError("missing_right", _("您无权进行这项操作。如确有需要，请联系管理员为您设置相应职责。"))
