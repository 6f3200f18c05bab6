"""The description of the API in the documentation is the API's own."""

from __future__ import annotations

from pathlib import Path

from luoshi.api import api
from scripts.openapi import description

PAGE = Path(__file__).parent.parent / "docs" / "openapi.json"


def test_the_documentation_describes_the_api() -> None:
    assert PAGE.read_text(encoding="utf-8") == description(), "run: python -m scripts.openapi docs/openapi.json"


def test_every_operation_says_what_it_is_for_and_how_it_refuses() -> None:
    operations = [operation for path in api.get_openapi_schema()["paths"].values() for operation in path.values()]

    assert all(operation["summary"] for operation in operations)
    assert all({400, 401, 403, 404, 409, 422} <= set(operation["responses"]) for operation in operations)
