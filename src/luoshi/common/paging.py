"""Pages of a list: always bounded, whatever the address says."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.paginator import Page, Paginator

from luoshi.common.numbers import whole

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

M = TypeVar("M", bound="Model")
SIZES = (25, 50, 100, 200)


def page_of(request: HttpRequest, rows: QuerySet[M], *, size: int = 50, count: int | None = None) -> Page[M]:
    """The page named by `?page=` (a wrong number gives the nearest), of a size named by `?size=` if it is offered.

    A caller who has counted the rows already hands the number in.
    """
    if (wanted := whole(request.GET.get("size"))) in SIZES:
        size = wanted or size
    paginator = Paginator(rows, size)
    if count is not None:
        paginator.__dict__["count"] = count  # where the paginator keeps what it has counted itself
    return paginator.get_page(request.GET.get("page"))
