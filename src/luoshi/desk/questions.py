"""What waits for a person beside measures: one table of kinds, each with its rows and where they lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.desk.waiting import counts_for, told
from luoshi.training.queries.commitments import put_to
from luoshi.training.queries.follow_ups import likely_answer, waiting_follow_ups
from luoshi.training.states import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from luoshi.accounts.models import User
    from luoshi.training.models import Commitment, FollowUp

SHOWN = 5


@dataclass(frozen=True)
class Row:
    """One thing to answer."""

    label: str
    hint: str
    url: str
    answers: tuple[tuple[str, str, bool], ...] = ()
    """Where one click answers it: value, words, whether what is known makes it likely."""


@dataclass(frozen=True)
class Kind:
    """One kind of question: what waits of it for a person, how a row reads, where all of them stand."""

    code: str
    label: _StrOrPromise
    action: _StrOrPromise
    place: str
    waiting: Callable[[User], QuerySet[Any]]
    row: Callable[[Any], Row]


@dataclass(frozen=True)
class Question:
    """A kind with how many wait, and the first of them."""

    kind: Kind
    count: int
    rows: tuple[Row, ...]

    @property
    def told(self) -> str:
        return told(self.count)

    @property
    def url(self) -> str:
        return reverse(self.kind.place)


def _follow_up(one: FollowUp) -> Row:
    trainee = one.commitment.trainee
    who = "" if trainee and trainee.user_id else f"{one.commitment.whose} · "
    hint = _("结业%(day)s天") % {"day": one.day}
    url = reverse("training:follow_up", args=[one.pk])
    likely = likely_answer(one)
    answers = tuple((str(value), str(label), value == likely) for value, label in Told.choices)
    return Row(one.commitment.what[:64], f"{who}{one.commitment.training_class.title} · {hint}", url, answers)


def _put(one: Commitment) -> Row:
    session = one.session.title if one.session else ""
    return Row(one.what[:64], f"{one.whose} · {one.training_class.title} · {session}", reverse("training:follow_ups"))


KINDS: tuple[Kind, ...] = (
    Kind(
        "commitment_put",
        gettext_lazy("讨论中提请认领"),
        gettext_lazy("看一看"),
        "training:follow_ups",
        put_to,
        _put,
    ),
    Kind(
        "follow_up",
        gettext_lazy("承诺回访"),
        gettext_lazy("说一句"),
        "training:follow_ups",
        waiting_follow_ups,
        _follow_up,
    ),
)


def question_rows(user: User) -> dict[str, QuerySet[Any]]:
    """What may wait for the person beside measures, by the code of its kind."""
    return {kind.code: kind.waiting(user) for kind in KINDS}


def all_questions(user: User, *, counts: Mapping[str, int] | None = None) -> list[Question]:
    """Every kind of which something waits: one query for all counts, one more for the rows of each that has some.

    A caller who has counted `question_rows` already hands the counts in.
    """
    rows = question_rows(user)
    known = counts_for(user, rows) if counts is None else counts
    return [
        Question(kind, known[kind.code], tuple(kind.row(one) for one in rows[kind.code][:SHOWN]))
        for kind in KINDS
        if known[kind.code]
    ]
