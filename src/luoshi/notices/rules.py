"""Who may do what with notices: everybody with his or her own."""

from luoshi.accounts.models import User
from luoshi.common.rules import Rules, predicate
from luoshi.notices.models import Notice


@predicate
def is_addressee(user: User, notice: Notice) -> bool:
    return user.pk == notice.user_id


RULES: Rules = {"notice.read": is_addressee}
