"""How signing in differs here from allauth's habits: nobody signs up, people are entered by the administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext_lazy as _

from luoshi.accounts.models import User

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """No sign-up page; a password that a person sets is a password that needs no change."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("登录名或密码不正确。"),
        "too_many_login_attempts": _("输错的次数太多。请过五分钟再登录；忘了密码请找本单位的系统管理员重设。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        user.must_change_password = False
        super().set_password(user, password)


class KnownPeopleOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Sign-in by the organisation's own service, for people who are entered here under the same name."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """At the first time, join the service's account to the person with that name to sign in.

        Once joined a person is known by the account's own number: who takes the name there later is somebody else.
        """
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        facts = claims.get("userinfo", claims)
        username = str(facts.get("preferred_username", "")).lower()
        user = User.objects.filter(username=username, is_active=True).first() if username else None
        known = SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider)
        if user is not None and not known.exists():
            sociallogin.connect(request, user)
