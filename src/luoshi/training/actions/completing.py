"""Completion: who fulfils the rule of the class gets a certificate with a code."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock
from luoshi.training.models import Trainee, TrainingClass
from luoshi.training.queries.completion import standings_of
from luoshi.training.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Collection

    from luoshi.accounts.models import User

# Without characters that look alike on paper.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12


@transaction.atomic
def issue_certificates(
    training_class: TrainingClass, numbers: Collection[int], *, by: User, exception: str = ""
) -> list[Trainee]:
    """Let trainees complete, also once the class has ended: reflections come in later.

    Those who do not fulfil the rule only with a reason, which stays in the history.
    """
    require(RULES, "certificate.issue", by, training_class)
    training_class = lock(TrainingClass.objects.select_related("owner"), training_class.pk)
    chosen = [one for one in standings_of(training_class) if one.trainee.pk in numbers and not one.is_completed]
    if not chosen:
        raise UnmetConditionError("nobody_chosen", _("请选择要办理结业的学员。"))
    short = [one.trainee.name for one in chosen if not one.fulfils]
    if short and not exception.strip():
        sentence = _("%(names)s尚未达到结业要求。确需办理的，请写明理由。") % {"names": "、".join(short)}
        raise UnmetConditionError("rule_not_fulfilled", sentence)
    for one in chosen:
        _complete(one.trainee, by=by, reason="" if one.fulfils else exception.strip())
    return [one.trainee for one in chosen]


def new_code() -> str:
    """Sixty random bits, in three groups of four, to be typed from paper."""
    code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def _complete(trainee: Trainee, *, by: User, reason: str) -> None:
    trainee.completed_on = clock.today()
    trainee.certificate_code = new_code()
    trainee.save(update_fields=["completed_on", "certificate_code"])
    after = history.snapshot(trainee, ("completed_on", "certificate_code"))
    history.record(trainee, "trainee.complete", by=by, after=after, params={"name": trainee.name, "reason": reason})
