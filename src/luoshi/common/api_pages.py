"""Pages of the API's lists: limit and offset, both bounded, since a database refuses numbers beyond its own."""

from typing import Annotated

from ninja import Field
from ninja.pagination import LimitOffsetPagination

FARTHEST = 100_000_000


class BoundedPages(LimitOffsetPagination):
    """The library's own pages with a farthest offset."""

    class Input(LimitOffsetPagination.Input):
        offset: Annotated[int, Field(ge=0, le=FARTHEST)] = 0
