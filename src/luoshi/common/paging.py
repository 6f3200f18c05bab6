"""Pages of a list: always bounded, whatever the address says."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.paginator import Page, Paginator

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

M = TypeVar("M", bound="Model")
SIZES = (25, 50, 100, 200)


def page_of(request: HttpRequest, rows: QuerySet[M], *, size: int = 50, count: int | None = None) -> Page[M]:
    """The page named by `?page=` (a wrong number gives the nearest), of a size named by `?size=` if it is offered.

    A caller who has counted the rows already hands the number in.
    """
    wanted = request.GET.get("size", "")
    if wanted.isdecimal() and int(wanted) in SIZES:
        size = int(wanted)
    paginator = Paginator(rows, size)
    if count is not None:
        paginator.__dict__["count"] = count  # where the paginator keeps what it has counted itself
    return paginator.get_page(request.GET.get("page"))
