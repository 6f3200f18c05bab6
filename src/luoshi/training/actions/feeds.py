"""The secret addresses of a person's calendars: a new one whenever somebody else may know the old one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from luoshi.common import history
from luoshi.common.rules import require
from luoshi.training.models import Trainee
from luoshi.training.rules import RULES

if TYPE_CHECKING:
    from luoshi.accounts.models import User


def new_address() -> str:
    """What nobody guesses."""
    return secrets.token_urlsafe(24)


@transaction.atomic
def renew_feeds(user: User, *, by: User) -> int:
    """The old addresses find nothing any more; returns how many there were."""
    require(RULES, "feed.renew", by, user)
    return renew_addresses(user, by)


@transaction.atomic
def renew_addresses(user: User, by: User | None) -> int:
    """The same for whoever has checked a right to it: the account was closed, or got a new password."""
    trainees = list(Trainee.objects.select_for_update().filter(user=user))
    for trainee in trainees:
        trainee.calendar_token = new_address()
    Trainee.objects.bulk_update(trainees, ["calendar_token"])
    history.record_many([history.Change(trainee, "trainee.renew_feed") for trainee in trainees], by=by)
    return len(trainees)
