"""API of accounts: the key that opens every other part, and who it belongs to."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from ninja.security import HttpBearer

from luoshi.accounts import actions, queries
from luoshi.accounts.http import signed_in
from luoshi.accounts.models import User
from luoshi.accounts.states import Scope
from luoshi.common import clock
from luoshi.common.errors import MissingRightError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class TokenKey(HttpBearer):
    """`Authorization: Bearer ls_…`; a key for reading opens only what reads."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        found = queries.usable_token(token)
        if found is None:
            return None
        if found.scope == Scope.READ and request.method not in SAFE_METHODS:
            raise MissingRightError("read_only_token", _("这个令牌只能读取。请换用可以办理的令牌。"))
        actions.note_use(found, at=clock.now())
        request.user = found.user
        return found.user


class PersonOut(Schema):
    """A person, as programs see one."""

    id: int
    username: str
    name: str


router = Router(tags=["accounts"])


@router.get("/me", response=PersonOut, summary="The person the key belongs to")
def me(request: HttpRequest) -> User:
    return signed_in(request)
