"""A small library of the city's supervision office."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from luoshi.library.actions.documents import add_document
from luoshi.samples import sample_path
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.units.models import Unit

PLAN = """滨川市人民政府办公室文件
滨政办发〔2026〕7号
滨川市农村供水工作方案
各县人民政府：
为落实《云岭省农村供水意见》（云政发〔2026〕3号），制定本方案。
一、重点任务
（一）改造老旧水厂。年底前改造12座水厂。（牵头单位：市水利局；配合单位：市财政局）
（二）修复管网。2026年6月底前修复管网30公里。（牵头单位：市水利局）
二、保障措施
（一）加强督导。持续开展现场核查。
滨川市人民政府办公室
2026年3月2日
"""


@pytest.fixture
def supervisor(office: Unit, person: Callable[..., User]) -> User:
    """The clerk who keeps the office's library."""
    return person("duban", office, Role.SUPERVISOR)


@pytest.fixture
def office_head(office: Unit, person: Callable[..., User]) -> User:
    return person("zhuren", office, Role.OFFICE_HEAD)


@pytest.fixture
def take_in(office: Unit, supervisor: User) -> Callable[..., Document]:
    """Put a text into the library as a .txt file."""

    def take(text: str = PLAN, *, name: str = "方案.txt", **given: Any) -> Document:
        content = text.encode()
        where = {"owner": office, "by": supervisor} | given
        return add_document(BytesIO(content), name=name, size=len(content), **where)

    return take


@pytest.fixture
def take_sample(office: Unit, supervisor: User) -> Callable[[str], Document]:
    """Put one of the bundled documents into the library."""

    def take(name: str) -> Document:
        path = sample_path(name)
        with path.open("rb") as file:
            return add_document(file, name=name, size=path.stat().st_size, owner=office, by=supervisor)

    return take


@pytest.fixture
def plan(take_in: Callable[..., Document]) -> Document:
    """A plan of the city: a number, two sections, three clauses below them."""
    return take_in()
