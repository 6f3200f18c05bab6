"""Fixtures for every test: a small city with its people, and the clock."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from luoshi.accounts.models import User
from luoshi.common import files
from luoshi.notices import kinds
from luoshi.notices.actions import notify
from luoshi.units.actions.posts import install
from luoshi.units.actions.roster import start_import
from luoshi.units.actions.staff import start_people_import
from luoshi.units.actions.units import add_alias, plant
from luoshi.units.models import Field, PeopleImport, Post, Unit, UnitImport
from luoshi.units.states import Kind, Level, Role
from luoshi.wording import activate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from pytest_django.fixtures import SettingsWrapper

    from luoshi.common.models import StoredFile

TODAY = date(2026, 11, 23)
KEPT = "_test_serialized_contents"  # where Django keeps the first rows, on the connection that made the database
NAMES = {
    "administrator": "周明",
    "office_head": "沈建国",
    "supervisor": "何静",
    "leader": "陆文远",
    "unit_head": "高志平",
    "liaison": "林晓",
    "county_liaison": "方小雨",
    "county_administrator": "吴强",
    "verifier": "江涛",
    "class_head": "苏琴",
    "trainee": "谢宁",
    "auditor": "秦岚",
    "stranger": "路过",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the migrations put in is there again after a test whose end empties the tables."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        names = getattr(item, "fixturenames", ())
        if (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(names):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


@pytest.fixture(scope="session")
def first_rows(django_db_setup: None) -> str:
    """What the migrations put in, as the one who made the database wrote it down."""
    return str(getattr(connection, KEPT, "[]"))  # not written down where no test empties the tables


@pytest.fixture(autouse=True)
def connection_knows_first_rows(request: pytest.FixtureRequest) -> None:
    """The browser's driver runs a loop in this thread, and within a loop Django opens a second connection."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("serialized_rollback"):
        setattr(connection, KEPT, request.getfixturevalue("first_rows"))


@pytest.fixture(autouse=True)
def chinese_words() -> Iterator[None]:
    """What a test says in English is said in Chinese again by the next one."""
    yield
    activate("zh")


@pytest.fixture(autouse=True)
def nothing_anchored(settings: SettingsWrapper) -> Iterator[None]:
    """What a test anchored is gone with its rows, or the next check would miss them."""
    yield
    settings.DATA.anchor.unlink(missing_ok=True)


@pytest.fixture
def today(settings: SettingsWrapper) -> date:
    """The day that counts as today: a Monday."""
    settings.LUOSHI_TODAY = TODAY.isoformat()
    return TODAY


@pytest.fixture
def city(db: None) -> Unit:
    """滨川市, the root of the tree."""
    return plant(None, by=None, name="滨川市", level=Level.CITY, kind=Kind.AREA)


@pytest.fixture
def office(city: Unit) -> Unit:
    """The supervision office of the city."""
    return plant(city, by=None, name="市政府督查室", level=Level.CITY, kind=Kind.OFFICE)


@pytest.fixture
def bureau(city: Unit) -> Unit:
    """A department of the city."""
    return plant(city, by=None, name="市教育局", level=Level.CITY)


@pytest.fixture
def county(city: Unit) -> Unit:
    """A county of the city."""
    return plant(city, by=None, name="青山县", level=Level.COUNTY, kind=Kind.AREA)


@pytest.fixture
def county_bureau(county: Unit) -> Unit:
    """The same department one level down."""
    return plant(county, by=None, name="县教育局", level=Level.COUNTY)


@pytest.fixture
def field(city: Unit, bureau: Unit) -> Field:
    """A portfolio field of the city, with one department."""
    made = Field.objects.create(owner=city, name="教育")
    made.units.add(bureau)
    return made


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Make a person, in a post if a unit and a role are named."""

    def make(username: str, unit: Unit | None = None, role: str = "", **post: object) -> User:
        user = User.objects.create_user(username, name=NAMES.get(username, username), password="correct horse battery")
        if unit is not None:
            install(Post(user=user, unit=unit, role=role, starts_on=date(2026, 1, 1), **post), by=None)
        return user

    return make


@pytest.fixture
def administrator(person: Callable[..., User], city: Unit) -> User:
    return person("administrator", city, Role.ADMINISTRATOR)


@pytest.fixture
def office_head(person: Callable[..., User], city: Unit) -> User:
    return person("office_head", city, Role.OFFICE_HEAD)


@pytest.fixture
def supervisor(person: Callable[..., User], city: Unit) -> User:
    return person("supervisor", city, Role.SUPERVISOR)


@pytest.fixture
def leader(person: Callable[..., User], city: Unit, field: Field) -> User:
    return person("leader", city, Role.LEADER, field=field)


@pytest.fixture
def unit_head(person: Callable[..., User], bureau: Unit) -> User:
    return person("unit_head", bureau, Role.UNIT_HEAD)


@pytest.fixture
def liaison(person: Callable[..., User], bureau: Unit) -> User:
    return person("liaison", bureau, Role.LIAISON)


@pytest.fixture
def county_liaison(person: Callable[..., User], county_bureau: Unit) -> User:
    return person("county_liaison", county_bureau, Role.LIAISON)


@pytest.fixture
def county_administrator(person: Callable[..., User], county: Unit) -> User:
    return person("county_administrator", county, Role.ADMINISTRATOR)


@pytest.fixture
def verifier(person: Callable[..., User], office: Unit) -> User:
    return person("verifier", office, Role.VERIFIER)


@pytest.fixture
def class_head(person: Callable[..., User], city: Unit) -> User:
    return person("class_head", city, Role.CLASS_HEAD)


@pytest.fixture
def trainee(person: Callable[..., User], bureau: Unit) -> User:
    return person("trainee", bureau, Role.TRAINEE)


@pytest.fixture
def auditor(person: Callable[..., User], city: Unit) -> User:
    return person("auditor", city, Role.AUDITOR)


@pytest.fixture
def stranger(person: Callable[..., User]) -> User:
    """Somebody who can sign in and has no post."""
    return person("stranger")


ROLES = (
    "administrator",
    "office_head",
    "supervisor",
    "leader",
    "unit_head",
    "liaison",
    "county_liaison",
    "county_administrator",
    "verifier",
    "class_head",
    "trainee",
    "auditor",
    "stranger",
)
"""The fixtures of people, one per role, for tests that try everybody."""


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, User]:
    """Everybody, by role."""
    return {role: request.getfixturevalue(role) for role in ROLES}


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """Make a workbook with one sheet of rows."""

    def make(*rows: tuple[object, ...]) -> bytes:
        target = BytesIO()
        with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
            sheet = book.add_worksheet("单位")
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
        return target.getvalue()

    return make


@pytest.fixture
def unit_import(administrator: User, bureau: Unit, workbook: Callable[..., bytes]) -> UnitImport:
    """A workbook with one new unit, waiting for confirmation under the bureau."""
    content = workbook(("单位名称", "层级"), ("第一小学", "市级"))
    return start_import(SimpleUploadedFile("单位.xlsx", content), top=bureau, by=administrator)


@pytest.fixture
def people_import(administrator: User, bureau: Unit, workbook: Callable[..., bytes]) -> PeopleImport:
    """A workbook with one new person and one faulty row, waiting under the bureau."""
    content = workbook(("姓名", "单位", "职责"), ("赵敏", "市教育局", "联络员"), ("孙立", "没有的局", "联络员"))
    return start_people_import(SimpleUploadedFile("人员.xlsx", content), top=bureau, by=administrator)


@pytest.fixture
def town(
    city: Unit,
    office: Unit,
    bureau: Unit,
    county_bureau: Unit,
    field: Field,
    people: dict[str, User],
    unit_import: UnitImport,
    people_import: PeopleImport,
) -> dict[str, int]:
    """A little of everything, as pages show it; gives the numbers of what addresses name."""
    liaison = people["liaison"]
    add_alias(bureau, "教育局", by=people["administrator"])
    kinds.register({"tests.matter": "“%(matter)s”待您签收"})
    notify([people["administrator"]], "tests.matter", params={"matter": "学校改造"}, url="/")
    return {
        "city": city.pk,
        "bureau": bureau.pk,
        "liaison": liaison.pk,
        "post": liaison.posts.get().pk,
        "field": field.pk,
        "year": 2026,
        "unit_import": unit_import.pk,
        "people_import": people_import.pk,
    }


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch, db: None) -> list[int]:
    """At every reading of a stored file, how many transactions were open in which somebody else would wait."""
    seen: list[int] = []
    read = files.open_stored

    def watch(stored: StoredFile) -> BinaryIO:
        seen.append(len(connection.savepoint_ids))
        return read(stored)

    monkeypatch.setattr(files, "open_stored", watch)
    return seen


@pytest.fixture
def units(city: Unit, office: Unit, bureau: Unit, county: Unit, county_bureau: Unit) -> dict[str, Unit]:
    """All units, by fixture name."""
    return {"city": city, "office": office, "bureau": bureau, "county": county, "county_bureau": county_bureau}
