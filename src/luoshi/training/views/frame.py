"""What every page of a class shows: its name, the places one may go to, what one may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from luoshi.training.rules import RULES
from luoshi.training.states import ClassState

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.training.models import TrainingClass

OF_OTHERS = {
    "class.add",
    "class.list_own",
    "class.list_run",
    "lecturer.keep",
    "call_up.answer",
    "certificate.see",
    "trainee.substitute",
}
OF_A_CLASS = (
    "class.",
    "session.",
    "roster.",
    "trainee.",
    "group.",
    "call_up.",
    "absence.",
    "certificate.",
    "evaluation.",
    "reflection.open",
    "reflection.list",
)
ENDS_WITH_THE_CLASS = {
    "class.import",
    "class.announce",
    "session.change",
    "trainee.change",
    "group.change",
    "call_up.make",
    "absence.enter",
}
"""What nobody is offered once the class has ended; its actions refuse it all the same."""


def frame_of(training_class: TrainingClass, user: User, *, place: str) -> dict[str, Any]:
    """The context of the frame; `may` says by verb (with _ for .) what the person may do with the class now."""
    closed = ENDS_WITH_THE_CLASS if training_class.state == ClassState.FINISHED else set()
    verbs = (verb for verb in RULES if verb.startswith(OF_A_CLASS) and verb not in OF_OTHERS)
    may = {verb.replace(".", "_"): verb not in closed and RULES[verb](user, training_class) for verb in verbs}
    return {"training_class": training_class, "may": may, "place": place}
