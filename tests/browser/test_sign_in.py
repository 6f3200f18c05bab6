"""Signing in at a real server with its real settings: password, guessing, the organisation's own service."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import take_pictures
from tests.test_crash import PREPARE, environment, port, run, server, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page


__all__ = ["environment", "port", "server"]
pytestmark = pytest.mark.django_db(transaction=True)  # the browser is opened with a database at hand
PASSWORD = "correct horse battery"


class Service(BaseHTTPRequestHandler):
    """The organisation's sign-in service: says at once that the person of the moment is who he or she is."""

    person: ClassVar[str] = "admin"
    asked: ClassVar[list[dict[str, list[str]]]] = []

    def do_GET(self) -> None:
        here, query = f"http://127.0.0.1:{self.server.server_address[1]}", urlsplit(self.path)
        if query.path == "/.well-known/openid-configuration":
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            answer = {f"{name}_endpoint": f"{here}/{path}" for name, path in ends.items()}
            self._say({**answer, "issuer": here, "jwks_uri": f"{here}/jwks"})
        elif query.path == "/authorize":
            wanted = parse_qs(query.query)
            self.asked.append(wanted)
            self.send_response(302)
            back = urlencode({"code": "c", "state": wanted["state"][0]})
            self.send_header("Location", f"{wanted['redirect_uri'][0]}?{back}")
            self.end_headers()
        else:
            self._say({"sub": f"id-of-{self.person}", "preferred_username": self.person})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "t", "token_type": "Bearer", "expires_in": 60})

    def log_message(self, *_words: object) -> None:
        """Quiet."""

    def _say(self, answer: dict[str, str]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def service() -> Iterator[str]:
    """The address of the sign-in service."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_address[1]}"
        listening.shutdown()


@pytest.fixture
def entrance(
    browser: Browser, environment: dict[str, str], service: str, port: int, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Page]]:
    """New visitors of an installation with one administrator and the service configured."""
    environment |= {"LUOSHI_OIDC_SERVER": service, "LUOSHI_OIDC_NAME": "统一认证"}
    environment |= {"LUOSHI_OIDC_CLIENT": "luoshi", "LUOSHI_OIDC_SECRET": "s"}
    run(PREPARE, environment)
    request.getfixturevalue("server")
    wait_for(port)
    contexts: list[BrowserContext] = []

    def visit() -> Page:
        contexts.append(browser.new_context(base_url=f"http://localhost:{port}", reduced_motion="reduce"))
        page = contexts[-1].new_page()
        page.goto("/account/login/")
        return page

    yield visit
    for context in contexts:
        context.close()


def test_the_organisations_service_opens_for_known_people_only(entrance: Callable[[], Page]) -> None:
    Service.asked.clear()
    page = entrance()

    page.get_by_role("link", name="用“统一认证”登录").click()
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("周明，您好")
    Service.person = "nobody"
    stranger = entrance()
    stranger.get_by_role("link", name="用“统一认证”登录").click()
    stranger.get_by_role("button", name="继续").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("还没有您的账号")
    Service.person = "admin"

    assert take_pictures(stranger, "sign-in-service-refused") == []
    asked = Service.asked[0]
    assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (
        ["luoshi"],
        ["code"],
        ["S256"],
    )
    assert asked["redirect_uri"][0].endswith("/account/oidc/oidc/login/callback/")
    assert {"openid", "profile"} <= set(asked["scope"][0].split())


def test_guessing_is_stopped_for_a_while(entrance: Callable[[], Page]) -> None:
    page = entrance()
    for _try in range(6):
        _password(page, "wrong", expected=False)

    _password(page, PASSWORD, expected=False)

    assert "/account/login/" in page.url
    assert "太多" in page.locator("main").inner_text() or "过多" in page.locator("main").inner_text()
    assert take_pictures(page, "sign-in-stopped") == []


def _password(page: Page, password: str, *, expected: bool = True) -> None:
    page.locator("#id_login").fill("admin")
    page.locator("#id_password").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state("networkidle")
    if expected and password != "wrong":
        expect(page.get_by_role("heading", level=1)).to_have_text("周明，您好")
