"""What the frame of every page needs: the product, the places one may go to, language and theme."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from django.conf import settings

from luoshi.common import clock
from luoshi.common.navigation import places_for

if TYPE_CHECKING:
    from django.http import HttpRequest

THEMES = ("auto", "light", "dark")


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the base templates; the places are looked up only when a page shows them."""
    user = getattr(request, "user", None)
    is_signed_in = bool(user and user.is_authenticated)
    theme = getattr(user, "theme", "") or request.COOKIES.get("theme", "auto")
    return {
        "product_name": settings.PRODUCT_NAME,
        "product_version": settings.PRODUCT_VERSION,
        "site_name": settings.SITE_NAME,
        "is_demo": settings.LUOSHI_DEMO,
        "languages": settings.LANGUAGES,
        "theme": theme if theme in THEMES else "auto",
        "today": clock.today(),
        # Asked for by the side bar and by the bar at the bottom, found once: the badges count.
        "places": cache(partial(places_for, user, request.path)) if is_signed_in else (),
    }
