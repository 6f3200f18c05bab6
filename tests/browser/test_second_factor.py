"""Ways to sign in at a real server with its real settings: password, one-time and recovery code, passkey."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.browser.conftest import overflow, take_pictures
from tests.browser.test_sign_in import PASSWORD, _password, entrance, service
from tests.test_crash import environment, port, server

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Finding

__all__ = ["entrance", "environment", "port", "server", "service"]
NEW_PASSWORD = "another horse battery"


def test_ways_to_sign_in(entrance: Callable[[], Page]) -> None:
    page = entrance()
    findings = take_pictures(page, "sign-in")
    _password(page, "wrong")
    expect(page.locator(".alert-danger")).to_contain_text("不正确")
    findings += take_pictures(page, "sign-in-refused")
    _password(page, PASSWORD)
    _cookies_are_guarded(page)

    codes = _enrol_a_code(page, findings)
    _passkey(page, findings)
    _sign_out(page)
    _with_code(page, codes, findings)
    _change_password(page)
    _sign_out(page)
    _with_passkey(page)

    assert (list(dict.fromkeys(findings)), overflow(page)) == ([], 0)


def _cookies_are_guarded(page: Page) -> None:
    kept = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert (kept["sessionid"]["httpOnly"], kept["sessionid"]["sameSite"]) == (True, "Lax")
    assert kept["csrftoken"]["httpOnly"] is True


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="周明 的菜单").click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    page.go_back()
    page.reload()
    assert "/account/login/" in page.url  # going back shows nothing any more
    page.goto("/account/login/")


def _enrol_a_code(page: Page, findings: list[Finding]) -> list[str]:
    """Enrol an authenticator; the first code typed is wrong. Gives the recovery codes."""
    _manage(page, "/account/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    findings += take_pictures(page, "mfa-activate")
    _try_code(page, "000000")
    findings += take_pictures(page, "mfa-activate-wrong")
    _try_code(page, _code(secret))
    page.goto("/account/2fa/recovery-codes/")
    findings += take_pictures(page, "mfa-recovery-codes")
    codes = page.locator("textarea").input_value().split()
    page.goto("/account/2fa/")
    findings += take_pictures(page, "mfa-index-enrolled")
    return codes


def _manage(page: Page, url: str) -> None:
    """What opens the door later is changed by those only who say the password again."""
    page.goto(url)
    if "/reauthenticate/" in page.url:
        page.locator("#id_password").fill(PASSWORD)
        page.get_by_role("button", name="确认").click()
    page.wait_for_url(f"**{url}")


def _with_code(page: Page, codes: list[str], findings: list[Finding]) -> None:
    """Password, then codes: a wrong one opens nothing, a recovery code opens once."""
    _password(page, PASSWORD, expected=False)
    page.wait_for_url("**/2fa/authenticate/")
    findings += take_pictures(page, "mfa-authenticate")
    _try_code(page, "000000")
    expect(page.locator(".invalid-feedback")).to_be_visible()
    findings += take_pictures(page, "mfa-authenticate-wrong")
    _try_code(page, codes[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("周明，您好")
    _sign_out(page)
    _password(page, PASSWORD, expected=False)
    _try_code(page, codes[0])
    expect(page.locator(".invalid-feedback")).to_be_visible()
    _try_code(page, codes[1])
    expect(page.get_by_role("heading", level=1)).to_have_text("周明，您好")


def _try_code(page: Page, code: str) -> None:
    page.locator("#id_code").fill(code)
    page.locator("#id_code").press("Enter")
    page.wait_for_load_state("networkidle")


def _passkey(page: Page, findings: list[Finding]) -> None:
    """Add a passkey that a virtual authenticator keeps."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    _manage(page, "/account/2fa/webauthn/add/")
    findings += take_pictures(page, "mfa-passkey-add")
    page.locator("#id_name").fill("办公室电脑")
    if page.get_by_role("checkbox").count():
        page.get_by_role("checkbox").first.check()
    with page.expect_navigation():  # the script sends the form once the key has answered
        page.locator("#mfa_webauthn_add").click()
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_text("办公室电脑")).to_be_visible()
    findings += take_pictures(page, "mfa-passkeys")


def _with_passkey(page: Page) -> None:
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("周明，您好")


def _change_password(page: Page) -> None:
    page.goto("/account/password/change/")
    for name, password in (("oldpassword", PASSWORD), ("password1", NEW_PASSWORD), ("password2", NEW_PASSWORD)):
        page.locator(f"#id_{name}").fill(password)
    page.locator("main form button").first.click()
    page.wait_for_load_state("networkidle")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("周明，您好")


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
