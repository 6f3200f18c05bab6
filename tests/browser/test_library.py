"""The library in a real browser: its pages, an upload by dropping files, the reading page's tools."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from luoshi.library.actions.documents import add_document
from luoshi.samples import sample_path
from luoshi.units.states import Role
from tests.browser.conftest import overflow, take_pictures

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.units.models import Unit


@pytest.fixture
def clerk(transactional_db: None, office: Unit, person: Callable[..., User]) -> User:
    return person("duban", office, Role.SUPERVISOR)


@pytest.fixture
def take_sample(office: Unit, clerk: User) -> Callable[[str], Document]:
    def take(name: str) -> Document:
        content = sample_path(name).read_bytes()
        return add_document(BytesIO(content), name=name, size=len(content), owner=office, by=clerk)

    return take


@pytest.mark.parametrize("name", ["documents", "upload", "search"])
def test_a_page_of_the_library_is_accessible_and_fits_a_phone(
    name: str, open_page: Callable[..., Page], clerk: User, take_sample: Callable[[str], Document]
) -> None:
    take_sample("province-opinion.docx")
    take_sample("city-plan.docx")
    page = open_page(clerk)
    page.goto(reverse(f"library:{name}") + ("?q=学位" if name == "search" else ""))
    page.wait_for_load_state("networkidle")

    findings = take_pictures(page, f"library-{name}")

    assert (findings, overflow(page)) == ([], 0)


@pytest.mark.parametrize("name", ["city-plan.docx", "province-opinion.docx"])
def test_the_reading_page_is_accessible_and_fits_a_phone(
    name: str, open_page: Callable[..., Page], clerk: User, take_sample: Callable[[str], Document]
) -> None:
    document = take_sample(name)
    page = open_page(clerk)
    page.goto(reverse("library:document", args=[document.pk]))
    page.wait_for_load_state("networkidle")

    findings = take_pictures(page, f"library-document-{name.split('.', maxsplit=1)[0]}")

    assert (findings, overflow(page)) == ([], 0)
