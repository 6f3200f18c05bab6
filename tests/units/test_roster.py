"""Import of units: what would change is shown first, then applied in one transaction or not at all."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.common.errors import IllegalMoveError, StaleFormError, UnmetConditionError
from luoshi.units.actions import roster as actions
from luoshi.units.actions.units import add_unit
from luoshi.units.models import Alias, Unit
from luoshi.units.queries.roster import plan_of, roster_workbook
from luoshi.units.roster import read_roster

if TYPE_CHECKING:
    from collections.abc import Callable

    from luoshi.accounts.models import User
    from luoshi.units.models import UnitImport

HEADER = ("编号", "单位名称", "上级单位", "层级", "类型", "单位代码", "别名")


@pytest.fixture
def start(administrator: User, city: Unit, workbook: Callable[..., bytes]) -> Callable[..., UnitImport]:
    """Upload rows below the city."""

    def upload(*rows: tuple[Any, ...], header: tuple[str, ...] = HEADER) -> UnitImport:
        return actions.start_import(
            SimpleUploadedFile("单位.xlsx", workbook(header, *rows)), top=city, by=administrator
        )

    return upload


def kinds(unit_import: UnitImport) -> list[tuple[str, str]]:
    return [(step.name, step.kind) for step in sorted(plan_of(unit_import).steps, key=lambda step: step.line)]


def test_rows_are_told_apart(start: Callable[..., UnitImport], units: dict[str, Unit]) -> None:
    bureau, county_bureau, office = units["bureau"], units["county_bureau"], units["office"]

    shown = start(
        (f"U{bureau.pk}", "市教育和体育局", "滨川市"),
        (f"U{county_bureau.pk}", "县教育局", "滨川市"),
        ("", office.name, ""),
        ("", "市民政局", "", "市级", "部门", "", "民政局、市民政"),
    )

    assert kinds(shown) == [
        ("市教育和体育局", "changed"),
        ("县教育局", "moved"),
        ("市政府督查室", "same"),
        ("市民政局", "new"),
    ]
    assert [unit.name for unit in plan_of(shown).missing] == ["青山县"]


def test_a_parent_may_stand_further_down(start: Callable[..., UnitImport], administrator: User) -> None:
    shown = start(("", "办公室", "市民政局"), ("", "市民政局", ""))

    actions.apply_import(shown, digest=plan_of(shown).digest, close=[], by=administrator)

    assert Unit.objects.get(name="办公室").parent == Unit.objects.get(name="市民政局")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("", "科室", "没有的局"), "没有的局"),
        (("U999999", "科室", ""), "U999999"),
        (("", "科室", "", "三级"), "层级"),
        (("", "林业站", "林业局"), "不止一个"),
    ],
)
def test_a_wrong_row_says_what_is_wrong(
    start: Callable[..., UnitImport], units: dict[str, Unit], administrator: User, row: tuple[str, ...], fault: str
) -> None:
    for above in (units["bureau"], units["county"]):
        add_unit(above, name="林业局", by=administrator)

    step = plan_of(start(row)).steps[0]

    assert (step.kind, fault in step.fault) == ("wrong", True)


def test_nothing_is_applied_while_a_row_is_wrong(start: Callable[..., UnitImport], administrator: User) -> None:
    shown = start(("", "市民政局", ""), ("", "科室", "没有的局"))

    with pytest.raises(UnmetConditionError, match="1行有误"):
        actions.apply_import(shown, digest=plan_of(shown).digest, close=[], by=administrator)

    assert not Unit.objects.filter(name="市民政局").exists()


def test_an_import_changes_the_tree_in_one_go(
    start: Callable[..., UnitImport], units: dict[str, Unit], administrator: User
) -> None:
    shown = start(
        (f"U{units['bureau'].pk}", "市教体局", ""),
        (f"U{units['county_bureau'].pk}", "县教育局", "滨川市"),
        ("", "市民政局", "", "市级", "部门", "11X", "民政局"),
        ("", "市政府督查室", ""),
    )

    count = actions.apply_import(shown, digest=plan_of(shown).digest, close=[units["county"].pk], by=administrator)

    new = Unit.objects.get(name="市民政局")
    assert (count, new.code, [alias.text for alias in Alias.objects.filter(unit=new)]) == (4, "11X", ["民政局"])
    assert Unit.objects.get(pk=units["county_bureau"].pk).parent == units["city"]
    assert not Unit.objects.get(pk=units["county"].pk).is_open


def test_a_tree_that_changed_meanwhile_is_shown_again(
    start: Callable[..., UnitImport], city: Unit, administrator: User
) -> None:
    shown = start(("", "市民政局", ""))
    digest = plan_of(shown).digest
    add_unit(city, name="市民政局", by=administrator)

    with pytest.raises(StaleFormError):
        actions.apply_import(shown, digest=digest, close=[], by=administrator)


def test_an_import_is_applied_once(start: Callable[..., UnitImport], administrator: User) -> None:
    shown = start(("", "市民政局", ""))
    digest = plan_of(shown).digest
    actions.apply_import(shown, digest=digest, close=[], by=administrator)

    with pytest.raises(IllegalMoveError):
        actions.apply_import(shown, digest=digest, close=[], by=administrator)


def test_what_was_exported_comes_back_without_change(units: dict[str, Unit], city: Unit, administrator: User) -> None:
    content = roster_workbook(city)

    shown = actions.start_import(SimpleUploadedFile("单位.xlsx", content), top=city, by=administrator)

    assert {kind for _name, kind in kinds(shown)} == {"same"}
    assert plan_of(shown).missing == ()


@pytest.mark.parametrize("header", [("部门名称", "主管单位"), ("单位（必填）", "上级")])
def test_headers_are_found_under_their_other_names(header: tuple[str, str], workbook: Callable[..., bytes]) -> None:
    rows = read_roster(BytesIO(workbook(("2026年单位表",), header, ("市民政局", "滨川市"))))

    assert [(row.name, row.parent, row.line) for row in rows] == [("市民政局", "滨川市", 3)]


def test_a_workbook_without_units_is_refused(workbook: Callable[..., bytes]) -> None:
    with pytest.raises(UnmetConditionError, match="单位名称"):
        read_roster(BytesIO(workbook(("甲", "乙"), ("1", "2"))))


def test_formulas_are_written_as_text(city: Unit, administrator: User) -> None:
    add_unit(city, name='=HYPERLINK("x")', by=administrator)

    rows = read_roster(BytesIO(roster_workbook(city)))

    assert '=HYPERLINK("x")' in [row.name for row in rows]


def test_a_workbook_of_units_is_read_while_nobody_waits(
    administrator: User, bureau: Unit, workbook: Callable[..., bytes], reads: list[int]
) -> None:
    upload = SimpleUploadedFile("单位.xlsx", workbook(("单位名称", "层级"), ("第一小学", "市级")))
    started = actions.start_import(upload, top=bureau, by=administrator)

    actions.apply_import(started, digest=plan_of(started).digest, close=(), by=administrator)

    assert reads == [0, 0, 0]
