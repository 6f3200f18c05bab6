"""The places of the navigation: every app registers its own, the base page shows those that the person may enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrOrPromise


def _always(_user: Any) -> bool:
    return True


def _no_badge(_user: Any) -> int:
    return 0


@dataclass(frozen=True)
class Place:
    """One entry of the navigation; `order` sorts, `is_main` puts it into the bar at the bottom of a phone."""

    url_name: str
    label: _StrOrPromise
    icon: str
    order: int
    is_main: bool = False
    is_open_to: Callable[[Any], bool] = _always
    badge: Callable[[Any], int] = _no_badge


@dataclass(frozen=True)
class ShownPlace:
    """A place as one person sees it on one page."""

    place: Place
    url: str
    is_here: bool
    count: int


_places: dict[str, Place] = {}


def register(*places: Place) -> None:
    """Add places; called from each app's `navigation.py`, which is found by itself."""
    _places.update((place.url_name, place) for place in places)


def places_for(user: Any, path: str) -> list[ShownPlace]:
    """The places that a signed-in person may enter, in order; the longest address that fits is where one is."""
    open_places = sorted((p for p in _places.values() if p.is_open_to(user)), key=lambda place: place.order)
    urls = {place.url_name: reverse(place.url_name) for place in open_places}
    # Every address starts with the root, so the root is where one is only at the root itself.
    here = max(
        (url for url in urls.values() if path == url or (url != "/" and path.startswith(url))), key=len, default=""
    )
    return [
        ShownPlace(place, urls[place.url_name], urls[place.url_name] == here, place.badge(user))
        for place in open_places
    ]
