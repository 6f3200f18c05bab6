"""Every step that a person can take with a measure, as one table: what a form asks for, whether paper will do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from luoshi.ledger.states import AT_WORK, MOVES, OPEN, State, Verb

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Step:
    """One verb as pages and the API offer it.

    `rule` is the entry in the table of rights, `sources` the states from which the verb starts. `needs` and `may_take`
    name the values that the action wants and those that it would take. With `on_paper` a supervisor can record that
    somebody decided it on paper; `in_bulk` says that it makes sense for many measures at once; `is_grave` asks twice.
    """

    verb: str
    label: _StrOrPromise
    rule: str
    sources: frozenset[State]
    icon: str
    needs: tuple[str, ...] = ()
    may_take: tuple[str, ...] = ()
    on_paper: bool = False
    in_bulk: bool = False
    is_grave: bool = False

    @property
    def takes(self) -> tuple[str, ...]:
        return (*self.needs, *self.may_take)


def _move(
    verb: str,
    icon: str,
    *,
    needs: tuple[str, ...] = (),
    may_take: tuple[str, ...] = (),
    on_paper: bool = False,
    in_bulk: bool = False,
    is_grave: bool = False,
) -> Step:
    """A verb of the life cycle: right, states and words stand in their tables already."""
    return Step(verb, Verb(verb).label, verb, MOVES[verb].sources, icon, needs, may_take, on_paper, in_bulk, is_grave)


_REASON = ("reason",)

STEPS = {
    step.verb: step
    for step in (
        _move("sign", "check", may_take=("promised_on", "person"), on_paper=True, in_bulk=True),
        _move("submit", "send", in_bulk=True),
        _move("assign", "circle-check", may_take=("note",), on_paper=True, in_bulk=True),
        _move("start", "player-play", on_paper=True, in_bulk=True),
        _move("request_close", "flag-check", needs=("note",), on_paper=True, in_bulk=True),
        _move("appoint_verifier", "user-check", needs=("verifier",), may_take=("exception_reason",), in_bulk=True),
        _move("close", "circle-check", may_take=("grade",), in_bulk=True),
        _move("sign_off", "checks", on_paper=True, in_bulk=True),
        _move("archive", "archive", in_bulk=True),
        _move("return_review", "arrow-back-up", needs=_REASON, on_paper=True, in_bulk=True),
        _move("return_close", "arrow-back-up", needs=_REASON, on_paper=True),
        _move("return_verification", "arrow-back-up", needs=_REASON),
        Step(
            "ask_extension",
            _("申请延期"),
            "extension.ask",
            AT_WORK,
            "calendar-plus",
            needs=("due_wanted", "reason"),
            on_paper=True,
        ),
        Step("urge", _("催办"), "urge", OPEN, "bell-ringing", needs=("text",), may_take=("colour",), in_bulk=True),
        Step(
            "spot_check",
            _("安排抽查"),
            "spot_check",
            OPEN,
            "eye-check",
            needs=("verifier",),
            may_take=("exception_reason",),
        ),
        _move("refuse", "arrow-forward-up", needs=_REASON, may_take=("suggestion",), on_paper=True),
        _move("reassign", "arrows-exchange", needs=("unit", "reason"), on_paper=True),
        _move("keep", "infinity", may_take=_REASON, in_bulk=True),
        _move("end_standing", "calendar-due", needs=("due_on", "reason"), on_paper=True),
        _move("resume", "player-play", may_take=("note",), on_paper=True, in_bulk=True),
        _move("suspend", "player-pause", needs=_REASON, on_paper=True, in_bulk=True, is_grave=True),
        _move("merge", "arrows-join", needs=("into", "reason"), on_paper=True, is_grave=True),
        _move("withdraw", "circle-x", needs=_REASON, on_paper=True, in_bulk=True, is_grave=True),
        _move("drop", "trash", needs=_REASON, in_bulk=True, is_grave=True),
    )
}
"""In the order in which buttons stand: what leads on comes first, what ends a matter last."""
