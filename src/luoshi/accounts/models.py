"""Users and their API tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.accounts.states import Scope, Theme
from luoshi.common.pinyin import LONGEST, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class UserManager(BaseUserManager["User"]):
    """Makes users; names to sign in with are kept in small letters."""

    def create_user(self, username: str, *, name: str, password: str | None = None, **fields: object) -> User:
        user = self.model(username=username.lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_many(self, people: Sequence[User]) -> list[User]:
        """Makes users who have no password yet, with a bounded number of queries."""
        for person in people:
            person.username = person.username.lower()
            person.set_unusable_password()
            person.sort_key = sort_key(person.name)
        return self.bulk_create(people, batch_size=500)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser):
    """A person who can sign in; what he or she may do follows from the posts held, not from the user."""

    username = models.CharField(
        _("登录名"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("这个登录名已经有人使用。")},
    )
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("电子邮箱"), blank=True, help_text=_("可不填。填写后可用邮件接收提醒。"))
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    is_active = models.BooleanField(_("可以登录"), default=True)
    must_change_password = models.BooleanField(_("下次登录时须改密码"), default=False)
    language = models.CharField(_("语言"), max_length=10, choices=settings.LANGUAGES, blank=True)
    theme = models.CharField(_("外观"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    created_at = models.DateTimeField(auto_now_add=True)
    sort_key = models.CharField(max_length=LONGEST, editable=False, db_index=True, default="")

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["sort_key", "username"]
        verbose_name = _("人员")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """The key to sort by goes with the name, wherever the name is saved."""
        if update_fields is None or "name" in (update_fields := list(update_fields)):
            self.sort_key = sort_key(self.name)
            update_fields = None if update_fields is None else [*update_fields, "sort_key"]
        super().save(*args, update_fields=update_fields, **kwargs)


class TokenQuerySet(models.QuerySet["Token"]):
    """Tokens by whether they still open anything."""

    def usable(self, *, at: object) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=at, user__is_active=True)


class Token(models.Model):
    """A key for programs: only its digest is kept, it is shown once and can be revoked."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("用途"), max_length=60)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(_("权限"), max_length=10, choices=Scope.choices, default=Scope.READ)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("有效期至"))
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
