"""What the pages of a reflection show around its text, for the author who writes and for whoever reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from luoshi.common import clock, history
from luoshi.training.actions.reflections import OPEN
from luoshi.training.essay_setting import Mark, set_lines
from luoshi.training.essays import count_characters
from luoshi.training.finding_words import label_of, sentence_of
from luoshi.training.forms.reflections import CommentForm, ReturnForm
from luoshi.training.queries import reflections as queries
from luoshi.training.queries.quotation_findings import find_quotations
from luoshi.training.queries.resemblances import overlaps_of
from luoshi.training.rules import RULES
from luoshi.training.states import ReflectionState
from luoshi.training.views.frame import frame_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from luoshi.accounts.models import User
    from luoshi.training.forms.reflections import ReflectionForm
    from luoshi.training.models import Reflection
    from luoshi.training.queries.quotation_findings import Finding, Findings, Mend
    from luoshi.training.queries.reflections import Commented

VERBS = ("write", "hand_in", "withdraw", "delete", "return", "comment", "purge")


def writing_context(shown: Reflection, user: User, form: ReflectionForm) -> dict[str, Any]:
    """The editor with what is kept, or with what was just sent and refused."""
    context = _context(shown, user)
    essay = form.essay if form.is_bound else queries.essay(shown)
    context |= {"form": form, "essay": essay, "comments": queries.comments_of(shown)}
    context |= {"version": form["version"].value(), "count": count_characters(essay)}
    context["saved_at"] = saved_at(shown)
    return context


def saved_at(shown: Reflection) -> str:
    """The time of the last change as the page says it: of another day with the date."""
    changed = timezone.localtime(shown.changed_at)
    is_today = changed.date() == clock.today()
    return changed.strftime("%H:%M" if is_today else "%Y-%m-%d %H:%M")


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


@dataclass(frozen=True)
class Told:
    """A finding in words, with what one click would do."""

    finding: Finding
    sentence: _StrOrPromise
    mends: list[tuple[_StrOrPromise, Mend]]


def told(findings: Findings) -> dict[str, Any]:
    """The findings in words: what is open first, then what agrees."""
    differs = any(one.pieces for one in findings.open)
    return {"open_findings": _in_words(findings.open), "right_findings": _in_words(findings.right), "differs": differs}


def findings_context(shown: Reflection, user: User) -> dict[str, Any]:
    """The text with its findings and shared passages marked, and both lists beside it."""
    context = _context(shown, user)
    essay = queries.essay(shown)
    findings = find_quotations(essay, user)
    overlaps = overlaps_of(shown, findings.report, user)
    context |= told(findings) | {"overlaps": overlaps, "is_author": context["may"]["write"]}
    ordered = [*context["open_findings"], *context["right_findings"]]
    marks = [
        Mark(one.finding.start, one.finding.end, one.finding.tone, f"finding-{number}")
        for number, one in enumerate(ordered, start=1)
    ]
    marks += [Mark(one.start, one.end, "is-overlap", f"overlap-{n}") for n, one in enumerate(overlaps, start=1)]
    context["lines"] = set_lines(essay, marks)
    return context


def _in_words(findings: list[Finding]) -> list[Told]:
    return [Told(one, sentence_of(one), [(label_of(mend), mend) for mend in one.mends]) for one in findings]
