"""Requests as views get them once a person has signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from luoshi.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind `login_required`: the user is a person, and htmx says whether a part was asked for."""

    user: User
    htmx: HtmxDetails


def signed_in(request: HttpRequest) -> User:
    """The person behind a request that has passed `login_required` or a token's check."""
    user = request.user
    if not user.is_authenticated:
        raise PermissionDenied
    return user
