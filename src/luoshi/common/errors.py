"""The five ways in which an action can say no, each with a code for programs and a sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrOrPromise


class RuleError(Exception):
    """An action that was refused; `code` is stable, `sentence` is for the user and says what to do."""

    status: ClassVar[HTTPStatus] = HTTPStatus.UNPROCESSABLE_ENTITY
    title: ClassVar[_StrOrPromise] = _("未能完成")

    def __init__(self, code: str, sentence: _StrOrPromise) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class IllegalMoveError(RuleError):
    """The object is in a state from which this verb does not start."""

    status = HTTPStatus.CONFLICT
    title = _("当前状态不能这样办")


class MissingRightError(RuleError):
    """The person may not do this, whatever the state."""

    status = HTTPStatus.FORBIDDEN
    title = _("没有权限")


class GoneError(RuleError):
    """The object was removed after the page was opened."""

    status = HTTPStatus.CONFLICT
    title = _("已被删除")

    def __init__(self) -> None:
        super().__init__("gone", _("打开页面之后，这一项已被删除。请刷新页面再看。"))


class UnmetConditionError(RuleError):
    """Right person, right state, but something is still missing or wrong."""

    title = _("条件还不具备")


@dataclass(frozen=True)
class Difference:
    """One field that changed meanwhile: its name, the value that was seen and the value that stands now."""

    field: str
    before: object
    after: object


class StaleFormError(RuleError):
    """The object was changed after the form was opened; carries who changed it, when, and what."""

    status = HTTPStatus.CONFLICT
    title = _("已被他人修改")

    def __init__(
        self,
        *,
        by: str,
        at: datetime | None,
        differences: tuple[Difference, ...] = (),
        version: int = 0,
    ) -> None:
        sentence = _("打开之后，%(name)s已作修改。您填写的内容还在，请对照修改后再保存。") % {"name": by or _("他人")}
        super().__init__("stale", sentence)
        self.by = by
        self.at = at
        self.differences = differences
        self.version = version
