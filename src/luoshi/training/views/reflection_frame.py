"""What the pages of a reflection show around its text, for the author who writes and for whoever reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from luoshi.common import history
from luoshi.training.actions.reflections import OPEN
from luoshi.training.essay_setting import Mark, set_lines
from luoshi.training.essays import count_characters
from luoshi.training.forms.reflections import CommentForm, ReturnForm
from luoshi.training.queries import reflections as queries
from luoshi.training.rules import RULES
from luoshi.training.states import ReflectionState
from luoshi.training.views.frame import frame_of

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.training.forms.reflections import ReflectionForm
    from luoshi.training.models import Reflection
    from luoshi.training.queries.reflections import Commented

VERBS = ("write", "hand_in", "withdraw", "delete", "return", "comment", "purge")


def writing_context(shown: Reflection, user: User, form: ReflectionForm) -> dict[str, Any]:
    """The editor with what is kept, or with what was just sent and refused."""
    context = _context(shown, user)
    essay = form.essay if form.is_bound else queries.essay(shown)
    context |= {"form": form, "essay": essay, "comments": queries.comments_of(shown)}
    context |= {"version": form["version"].value(), "count": count_characters(essay)}
    return context


def reading_context(shown: Reflection, user: User) -> dict[str, Any]:
    """The text with the comments marked in it; a draft behind a paper is shown to its author only."""
    context = _context(shown, user)
    may_read = queries.may_read_text(user, shown)
    comments = queries.comments_of(shown) if may_read else []
    context |= {
        "may_read_text": may_read,
        "may_read_file": shown.file_id is not None and queries.may_read_file(user, shown),
        "is_on_paper": shown.state == ReflectionState.ON_PAPER,
        "is_author": context["may"]["write"],
        "comments": comments,
        "lines": set_lines(queries.essay(shown), _marks(comments)) if may_read else [],
        "entries": history.entries_of(shown).order_by("-number")[:20],
        "tombstone": queries.tombstone_of(shown),
        "comment_form": CommentForm(),
        "return_form": ReturnForm(),
    }
    return context


def _context(shown: Reflection, user: User) -> dict[str, Any]:
    training_class = shown.trainee.training_class
    may = {verb: RULES[f"reflection.{verb}"](user, shown) for verb in VERBS}
    context = frame_of(training_class, user, place="reflection")
    context["may"] |= may
    return context | {"reflection": shown, "trainee": shown.trainee, "is_open": shown.state in OPEN}


def _marks(comments: list[Commented]) -> list[Mark]:
    return [
        Mark(one.start, one.end, "is-comment", f"comment-{one.comment.pk}")
        for one in comments
        if one.start is not None and one.end is not None
    ]
