"""Words on the screen: Chinese in the code, other languages from the catalogues in `luoshi/locale`.

`gettext` looks a text up in the language of the current context; `marked` only marks a text for the catalogue, where
the looking up happens later (tables of sentences, help texts).
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.wording.catalogue import parsed, translations

if TYPE_CHECKING:
    from collections.abc import Mapping

CHINESE = "zh"
ENGLISH = "en"
LANGUAGES = (CHINESE, ENGLISH)
LOCALE = Path(__file__).parent.parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=CHINESE)


def activate(language: str) -> None:
    """Speak `language` (one of `LANGUAGES`) from here on, in this thread or task."""
    _language.set(language if language in LANGUAGES else CHINESE)


def language() -> str:
    """The language spoken now."""
    return _language.get()


def wanted_language(environment: Mapping[str, str]) -> str:
    """The language that the environment asks for: LUOSHI_LANG, else English where the locale is English, else Chinese.

    C, POSIX and C.UTF-8 say nothing about a language.
    """
    own = environment.get("LUOSHI_LANG", "").strip().lower()
    if own:
        return ENGLISH if own.startswith("en") else CHINESE
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return ENGLISH if locale.startswith("en_") else CHINESE


def gettext(message: str) -> str:
    return _translations(language()).gettext(message)


def marked(message: str) -> str:
    """The message itself; the catalogue is asked where the message is shown."""
    return message


@cache
def _translations(code: str) -> NullTranslations:
    catalogue = LOCALE / code / "LC_MESSAGES" / "luoshi.po"
    if code == CHINESE or not catalogue.is_file():
        return NullTranslations()
    return translations(parsed(catalogue.read_text(encoding="utf-8")))
