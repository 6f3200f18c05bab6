"""The description of the API in the documentation is the API's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from ninja import Schema
from pydantic import TypeAdapter, ValidationError

from luoshi.api import api
from scripts.openapi import description

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parent.parent / "docs" / "openapi.json"


def test_the_documentation_describes_the_api() -> None:
    assert PAGE.read_text(encoding="utf-8") == description(), "run: python -m scripts.openapi docs/openapi.json"


def test_every_operation_says_what_it_is_for_and_how_it_refuses() -> None:
    operations = [operation for path in api.get_openapi_schema()["paths"].values() for operation in path.values()]

    assert all(operation["summary"] for operation in operations)
    assert all({400, 401, 403, 404, 409, 422} <= set(operation["responses"]) for operation in operations)


CHECKED_BY_THEIR_ACTION = {"MilestoneIn", "ChangedMilestoneIn", "TickIn"}  # as workbooks bring such days too


def test_every_day_that_a_program_sends_has_its_limits() -> None:
    sent = [schema for schema in _all_below(Schema) if schema.__module__.startswith("luoshi.")]
    days = {
        (schema.__name__, name): TypeAdapter(Annotated[field.annotation, name, *field.metadata])
        for schema in sent
        if schema.__name__.endswith("In")
        for name, field in schema.model_fields.items()
        if "date" in str(field.annotation)
    }

    endless = {key for key, adapter in days.items() if _takes(adapter, "9999-12-31") or _takes(adapter, "0001-01-01")}

    assert len(days) > 8
    assert {schema for schema, _name in endless} == CHECKED_BY_THEIR_ACTION


def _all_below(schema: type[Schema]) -> Iterator[type[Schema]]:
    for one in schema.__subclasses__():
        yield one
        yield from _all_below(one)


def _takes(adapter: TypeAdapter[object], day: str) -> bool:
    try:
        adapter.validate_python(day)
    except ValidationError:
        return False
    return True
