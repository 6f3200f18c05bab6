"""API of notices: one's own inbox."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.pagination import paginate

from luoshi.accounts.http import signed_in
from luoshi.notices import kinds, queries
from luoshi.notices.models import Notice

router = Router(tags=["notices"])


class NoticeOut(Schema):
    """A notice in words, with where it leads."""

    id: int
    code: str
    sentence: str
    url: str
    created_at: datetime
    read_at: datetime | None

    @staticmethod
    def resolve_sentence(notice: Notice) -> str:
        return kinds.sentence_of(notice)


@router.get("/", response=list[NoticeOut], summary="One's own notices, the newest first")
@paginate
def list_notices(request: HttpRequest, is_unread: bool = False) -> object:
    notices = queries.notices_visible_to(signed_in(request))
    return notices.unread() if is_unread else notices
