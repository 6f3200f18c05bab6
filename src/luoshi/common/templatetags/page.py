"""Tags for icons, history sentences and field names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from luoshi.common import narration, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from luoshi.common.models import Entry
    from luoshi.common.narration import Told

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A picture from the sprite, hidden from screen readers: the words beside it say what it means."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        static("luoshi/icons.svg"),
        name,
    )


@register.filter
def sentence(entry: Entry) -> str:
    """A history entry in words."""
    return words.sentence_of(entry)


@register.filter
def told(entries: Iterable[Entry]) -> list[Told]:
    """History entries in words."""
    return narration.told(list(entries))


@register.filter
def in_words(value: object, name: str) -> str:
    """The value of the field with this name, in words."""
    return words.field_value(name, value)


@register.filter
def field_name(name: str) -> str:
    """The name of a field in words."""
    return words.field_name(name)


@register.filter
def get(values: dict[str, object], key: str) -> object:
    """The value under a key that is itself a value."""
    return values.get(key)
