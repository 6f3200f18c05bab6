"""Who may do what with accounts: everybody with his or her own; people are administered in `units`."""

from luoshi.accounts.models import Token, User
from luoshi.common.rules import Rules, predicate


@predicate
def is_self(user: User, subject: User) -> bool:
    return user.is_active and user.pk == subject.pk


@predicate
def is_owner(user: User, token: Token) -> bool:
    return user.is_active and user.pk == token.user_id


RULES: Rules = {
    "user.change_own": is_self,
    "token.create": is_self,
    "token.revoke": is_owner,
}
