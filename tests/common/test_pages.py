"""What stands around every page: headers, errors in one sentence, health, paging."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from luoshi.accounts.models import User
from luoshi.common.errors import IllegalMoveError, MissingRightError, RuleError, StaleFormError, UnmetConditionError
from luoshi.common.middleware import RuleErrorMiddleware
from luoshi.common.paging import page_of

if TYPE_CHECKING:
    from luoshi.units.models import Unit


def test_the_policy_lets_nothing_inline_and_nothing_foreign_run(client: Client, db: None) -> None:
    policy = client.get("/account/login/", follow=True)["Content-Security-Policy"]

    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_security_headers_are_set(client: Client, db: None) -> None:
    headers = client.get("/welcome/").headers

    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == (
        "DENY",
        "nosniff",
        "same-origin",
    )


def test_health_is_told_to_anybody(client: Client, db: None) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (IllegalMoveError("x", "现在不行"), 409),
        (MissingRightError("x", "无权"), 403),
        (UnmetConditionError("x", "还差一项"), 422),
        (StaleFormError(by="何静", at=None), 409),
    ],
)
@pytest.mark.parametrize("is_part", [True, False])
def test_a_refusal_is_one_sentence_with_its_own_status(
    error: RuleError, status: int, is_part: bool, rf: RequestFactory
) -> None:
    request = rf.get("/", headers={"HX-Request": "true"} if is_part else {})

    response = RuleErrorMiddleware(lambda _request: HttpResponse()).process_exception(request, error)

    assert response is not None
    assert (response.status_code, str(error) in response.text) == (status, True)
    assert response.headers.get("HX-Retarget") == ("#messages" if is_part else None)


@pytest.mark.parametrize(
    ("before", "is_offered"),
    [("http://testserver/training/1/", True), ("http://testserver/", False), ("https://elsewhere.example/", False)],
)
def test_a_refusal_leads_back_to_the_page_before(before: str, is_offered: bool, rf: RequestFactory) -> None:
    request = rf.post("/", headers={"Referer": before})

    error = UnmetConditionError("x", "还差一项")
    response = RuleErrorMiddleware(lambda _request: HttpResponse()).process_exception(request, error)

    assert response is not None
    assert (f'href="{before}"' in response.text) is is_offered


def test_an_unknown_address_is_answered_in_the_readers_language(client: Client, liaison: User) -> None:
    client.force_login(liaison)
    User.objects.filter(pk=liaison.pk).update(language="en")

    response = client.get("/no-such-page/")

    assert (response.status_code, "does not exist" in response.text) == (404, True)


@pytest.mark.parametrize(
    ("query", "number", "count"), [("page=2", 2, 5), ("page=99", 2, 5), ("page=x&size=9999", 1, 50)]
)
def test_a_page_is_bounded_whatever_the_address_says(
    query: str, number: int, count: int, rf: RequestFactory, db: None
) -> None:
    for n in range(55):
        User.objects.create(username=f"u{n}", name=str(n))

    page = page_of(rf.get(f"/?{query}"), User.objects.all())

    assert (page.number, len(page)) == (number, count)


def test_a_form_without_its_token_is_refused_with_a_sentence(liaison: User, bureau: Unit) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(liaison)

    response = client.post("/me/theme/", {"theme": "dark"})

    assert (response.status_code, "页面已过期" in response.text) == (403, True)


def test_a_fault_of_ours_is_told_without_our_frame(client: Client, liaison: User) -> None:
    from luoshi.common.views import server_error

    response = server_error(HttpRequest())

    assert (response.status_code, "系统出错了" in response.text, "Something went wrong" in response.text) == (
        500,
        True,
        True,
    )
