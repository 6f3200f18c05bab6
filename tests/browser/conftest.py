"""A real browser against a running server; pages are looked at in four ways and kept as pictures."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django.live_server_helper import LiveServer

    from luoshi.accounts.models import User

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs a loop in this thread

ROOT = Path(__file__).parent.parent.parent
SCREENSHOTS = ROOT / "screenshots"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LOOKS = (("wide", 1440, 900), ("phone", 390, 844))


@dataclass(frozen=True)
class Finding:
    """A serious finding of axe: the rule and where."""

    rule: str
    places: tuple[str, ...]


@pytest.fixture(scope="session")
def browser(first_rows: str) -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Open a page as a person; every error of a script and every outside request fails the test at its end."""
    faults: list[str] = []
    contexts = []

    def make(user: User | None = None, *, width: int = 1440, height: int = 900, locale: str = "zh-CN") -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale=locale,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": live_server.url}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _note(faults, page, message))
        page.on("request", lambda request: _note_request(faults, request.url, live_server.url))
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


def session_of(user: User) -> str:
    """The key of a session in which the person has signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key or ""


def serious_findings(page: Page) -> list[Finding]:
    """What axe finds on the page as it stands, of serious or critical impact."""
    if not AXE.is_file():
        pytest.skip("axe is not installed: run make setup")
    # Evaluated by the driver, past the page's own policy, which lets no foreign script in.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        Finding(found["id"], tuple(node["html"][:120] for node in found["nodes"][:5]))
        for found in result["violations"]
        if found["impact"] in {"serious", "critical"}
    ]


def take_pictures(page: Page, name: str) -> list[Finding]:
    """Keep the page at two widths in light and dark; returns what axe finds in any of the four."""
    SCREENSHOTS.mkdir(exist_ok=True)
    findings: list[Finding] = []
    for look, width, height in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.wait_for_timeout(50)
            page.screenshot(path=SCREENSHOTS / f"{name}-{look}-{theme}.png", full_page=True)
            findings += serious_findings(page)
    return list(dict.fromkeys(findings))


def wait_until(page: Page, condition: str, seconds: float = 20) -> None:
    """Wait for a condition in the page; the driver's own waiting wants `eval` there, which our policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"still not so after {seconds} s: {condition}"
        page.wait_for_timeout(50)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(width, 0)


def _note(faults: list[str], page: Page, message: Any) -> None:
    is_refusal = "status of 4" in message.text or "Status Error Code 4" in message.text
    is_cut_line = "ERR_INTERNET_DISCONNECTED" in message.text  # a test that takes the line away
    if message.type == "error" and not (is_refusal or is_cut_line):
        faults.append(f"{page.url}: {message.text}")


def _note_request(faults: list[str], url: str, ours: str) -> None:
    if not url.startswith((ours, "data:", "blob:", "about:")):
        faults.append(f"outside request: {url}")
