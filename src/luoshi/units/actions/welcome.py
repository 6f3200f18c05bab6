"""The first administrator of an empty installation, together with the unit at the root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.accounts.models import User
from luoshi.accounts.queries import is_empty_installation
from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, MissingRightError
from luoshi.units.actions.posts import install
from luoshi.units.actions.units import plant
from luoshi.units.models import Post
from luoshi.units.states import Kind, Level, Role

if TYPE_CHECKING:
    from luoshi.units.models import Unit


@transaction.atomic
def make_first_administrator(
    *, code: str, organisation: str, level: int, username: str, name: str, password: str
) -> tuple[User, Unit]:
    """Make root unit, person and posts; works once, with the code that was printed at the start."""
    if not is_empty_installation():
        raise IllegalMoveError("not_empty", _("系统已经有管理员了，请直接登录。"))
    if not settings.DATA.spend_first_code(code):
        raise MissingRightError("wrong_code", _("启动码不对。请查看启动窗口中打印的启动码。"))
    user = User.objects.create_user(username, name=name, password=password)
    history.record(user, "user.add", by=None, after=history.snapshot(user, ("username", "name")))
    root = plant(None, by=user, name=organisation, level=level, kind=_kind(level))
    for role in (Role.ADMINISTRATOR, Role.OFFICE_HEAD):
        install(Post(user=user, unit=root, role=role, starts_on=clock.today()), by=user)
    return user, root


def _kind(level: int) -> Kind:
    return Kind.OTHER if level == Level.NONE else Kind.AREA
