"""The API of the library: the same queries and actions as the pages, the same refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.accounts.actions import create_token
from luoshi.accounts.states import Scope
from luoshi.library.models import Document, Link
from luoshi.library.states import LinkKind
from tests.library.conftest import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

URL = "/api/documents/"


@pytest.fixture
def asks(client: Client) -> Callable[..., Any]:
    """Ask the API as somebody; gives status and answer."""

    def ask(user: User, method: str, url: str, given: dict[str, Any] | None = None) -> tuple[int, Any]:
        _token, key = create_token(user, name="测试", scope=Scope.WRITE, days=9, by=user)
        response = getattr(client, method)(url, given or {}, headers={"Authorization": f"Bearer {key}"})
        return response.status_code, response.json()

    return ask


def test_the_list_filters_as_the_page_does(plan: Document, supervisor: User, asks: Callable[..., Any]) -> None:
    _status, found = asks(supervisor, "get", URL, {"year": 2026})
    _status, none = asks(supervisor, "get", URL, {"year": 2025})

    assert ([row["doc_number"] for row in found["items"]], none["items"]) == (["滨政办发〔2026〕7号"], [])


def test_a_document_comes_with_text_clauses_and_links(
    plan: Document, supervisor: User, asks: Callable[..., Any]
) -> None:
    status, found = asks(supervisor, "get", f"{URL}{plan.pk}")

    clause = next(row for row in found["clauses"] if row["path"] == "一/(一)")
    assert status == 200
    assert found["text"][clause["start"] : clause["end"]].startswith("（一）改造老旧水厂")
    assert [(link["kind"], link["target_id"]) for link in found["links"]] == [("implements", None)]


def test_an_upload_may_declare_a_new_version(
    plan: Document, office: Unit, supervisor: User, asks: Callable[..., Any]
) -> None:
    file = SimpleUploadedFile("new.txt", PLAN.replace("12座", "15座").encode())

    status, made = asks(supervisor, "post", URL, {"owner": office.pk, "supersedes": plan.pk, "file": file})

    assert (status, Link.objects.filter(source=made["id"], kind=LinkKind.SUPERSEDES).count()) == (201, 1)


def test_a_program_may_bring_more_than_a_stranger(office: Unit, supervisor: User, asks: Callable[..., Any]) -> None:
    page = f"<html><body><p>{'</p><p>'.join(PLAN.split())}</p><!--{'x' * 6 * 2**20}--></body></html>"
    file = SimpleUploadedFile("long.html", page.encode())

    status, made = asks(supervisor, "post", URL, {"owner": office.pk, "file": file})

    assert (status, made["state"]) == (201, "ready")


@pytest.mark.parametrize(
    ("role", "content", "status", "code"),
    [
        ("liaison", PLAN.encode(), 403, "missing_right"),
        ("supervisor", b"", 422, "empty_file"),
        ("supervisor", f"机密★1年\n{PLAN}".encode(), 422, "secret"),
    ],
)
def test_a_refused_upload_says_why(
    role: str, content: bytes, status: int, code: str, office: Unit, asks: Callable[..., Any], request: Any
) -> None:
    file = SimpleUploadedFile("a.txt", content)

    answer = asks(request.getfixturevalue(role), "post", URL, {"owner": office.pk, "file": file})

    assert (answer[0], answer[1]["code"], Document.objects.count()) == (status, code, 0)


def test_the_search_gives_places(plan: Document, supervisor: User, stranger: User, asks: Callable[..., Any]) -> None:
    _status, found = asks(supervisor, "get", f"{URL}search", {"q": "管网"})

    assert [plan.text[row["start"] : row["end"]] for row in found] == ["管网"]
    assert asks(stranger, "get", f"{URL}search", {"q": "管网"})[1] == []


def test_what_one_does_not_see_is_not_there(plan: Document, stranger: User, asks: Callable[..., Any]) -> None:
    assert asks(stranger, "get", f"{URL}{plan.pk}")[0] == 404
