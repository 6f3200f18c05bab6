"""Import of people: what would change is shown first, then done in one transaction or not at all."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from luoshi.accounts.models import User
from luoshi.common import clock, history
from luoshi.common.errors import IllegalMoveError, MissingRightError, StaleFormError, UnmetConditionError
from luoshi.units.actions import people as people_actions
from luoshi.units.actions import staff as actions
from luoshi.units.actions.units import add_alias, add_unit
from luoshi.units.models import Field, PeopleImport, Post, Unit
from luoshi.units.queries.staff import plan_of, staff_workbook
from luoshi.units.staff_rows import read_staff
from luoshi.units.states import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

HEADER = ("姓名", "登录名", "单位", "职责", "分管领域", "职务", "联系电话", "电子邮箱")


@pytest.fixture
def start(administrator: User, city: Unit, workbook: Callable[..., bytes]) -> Callable[..., PeopleImport]:
    """Upload rows for the people of the city."""

    def upload(*rows: tuple[object, ...], by: User = administrator, top: Unit = city) -> PeopleImport:
        return actions.start_people_import(SimpleUploadedFile("人员.xlsx", workbook(HEADER, *rows)), top=top, by=by)

    return upload


def told(people_import: PeopleImport, *, by: User) -> list[tuple[str, str, str]]:
    return [(step.name, step.kind, step.username) for step in plan_of(people_import, by=by).steps]


def apply(people_import: PeopleImport, *, by: User) -> None:
    actions.apply_people_import(people_import, digest=plan_of(people_import, by=by).digest, by=by)


def posts_of(username: str) -> list[tuple[str, str, str]]:
    posts = Post.objects.filter(user__username=username).order_by("pk")
    return [(post.unit.name, post.role, post.title) for post in posts]


def test_people_are_told_apart(start: Callable[..., PeopleImport], liaison: User, administrator: User) -> None:
    shown = start(
        ("林晓", "liaison", "市教育局", "联络员"),
        ("林晓", "", "市教育局", "单位负责人"),
        ("赵敏", "zm", "市教育局", "联络员"),
        ("钱 进", "", "滨川市", "督办员"),
    )

    assert told(shown, by=administrator) == [
        ("林晓", "changed", "liaison"),
        ("赵敏", "new", "zm"),
        ("钱进", "new", "qianjin"),
    ]


def test_an_import_enters_people_and_fills_posts(
    start: Callable[..., PeopleImport], liaison: User, field: Field, administrator: User
) -> None:
    shown = start(
        ("林晓", "liaison", "滨川市/市教育局", "单位负责人", "", "局长", "13800000000", ""),
        ("赵敏", "zm", "滨川市", "分管领导", "教育", "副市长", "", "zm@luoshi.example"),
        ("赵敏", "ZM", "市教育局", "学员", "", "", "", ""),
    )

    apply(shown, by=administrator)

    new = User.objects.get(username="zm")
    assert (new.name, new.email, new.sort_key, new.must_change_password) == (
        "赵敏",
        "zm@luoshi.example",
        "zhao4 min3",
        True,
    )
    assert posts_of("zm") == [("滨川市", "leader", "副市长"), ("市教育局", "trainee", "")]
    assert posts_of("liaison") == [("市教育局", "liaison", ""), ("市教育局", "unit_head", "局长")]
    assert User.objects.get(pk=liaison.pk).phone == "13800000000"
    assert [entry.verb for entry in history.entries_of(new)] == ["user.add", "post.add", "post.add"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("", "nobody", "市教育局", "联络员"), "没有填写姓名"),
        (("赵敏", "", "", ""), "认不出是谁"),
        (("赵敏", "", "市教育局", ""), "要么都填"),
        (("赵敏", "", "没有的局", "联络员"), "没有名为“没有的局”的单位"),
        (("赵敏", "", "林业局", "联络员"), "不止一个"),
        (("赵敏", "", "市教育局", "局长"), "职责“局长”不认识"),
        (("赵敏", "", "市教育局", "联络员", "教育"), "只有分管领导"),
        (("赵敏", "", "滨川市", "分管领导", "农业"), "没有名为“农业”的分管领域"),
        (("赵敏", "赵敏", "市教育局", "联络员"), "登录名只能用"),
        (("赵敏", "z" * 61, "市教育局", "联络员"), "登录名只能用"),
        (("赵" * 61, "zm", "市教育局", "联络员"), "姓名太长"),
        (("赵敏", "zm", "市教育局", "联络员", "", "", "1" * 41), "联系电话太长"),
        (("赵敏", "zm", "市教育局", "联络员", "", "", "", "不是邮箱"), "电子邮箱写得不对"),
        (("赵敏", "liaison", "市教育局", "联络员"), "是林晓的"),
    ],
)
def test_a_wrong_row_says_what_is_wrong(
    start: Callable[..., PeopleImport],
    units: dict[str, Unit],
    liaison: User,
    administrator: User,
    row: tuple[str, ...],
    fault: str,
) -> None:
    for above in (units["bureau"], units["county"]):
        add_unit(above, name="林业局", by=administrator)
    count = User.objects.count()

    shown = start(("孙立", "sunli", "市教育局", "联络员"), row)

    steps = plan_of(shown, by=administrator).steps
    assert [(step.kind, fault in step.fault) for step in steps if step.lines == (3,)] == [("wrong", True)]
    with pytest.raises(UnmetConditionError, match="1行有误"):
        apply(shown, by=administrator)
    assert User.objects.count() == count


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ((("赵敏", "zm", "市教育局", "联络员"), ("赵民", "zm", "滨川市", "督办员")), "不同的姓名"),
        ((("赵敏", "", "市教育局", "联络员"), ("赵敏", "", "滨川市", "督办员")), "同名的几行"),
        ((("赵敏", "zm", "市教育局", "联络员"), ("赵敏", "", "滨川市", "督办员")), "同名的几行"),
        (
            (
                ("赵敏", "zm", "市教育局", "联络员", "", "", "1"),
                ("赵敏", "zm", "滨川市", "督办员", "", "", "2"),
            ),
            "不同的联系电话",
        ),
    ],
)
def test_rows_that_contradict_each_other_are_wrong(
    start: Callable[..., PeopleImport],
    bureau: Unit,
    administrator: User,
    rows: tuple[tuple[str, ...], ...],
    fault: str,
) -> None:
    plan = plan_of(start(*rows), by=administrator)

    assert [fault in step.fault for step in plan.of("wrong")] == [True]


def test_sign_in_names_from_pinyin_do_not_collide(
    start: Callable[..., PeopleImport], person: Callable[..., User], bureau: Unit, administrator: User
) -> None:
    person("wangwei")

    shown = start(("王伟", "", "市教育局", "联络员"), ("王玮", "", "市教育局", "学员"), ("王薇", "wangwei2", "", ""))

    assert [step.username for step in plan_of(shown, by=administrator).steps] == ["wangwei3", "wangwei4", "wangwei2"]


def test_a_unit_is_known_by_its_alias(start: Callable[..., PeopleImport], bureau: Unit, administrator: User) -> None:
    add_alias(bureau, "教育局", by=administrator)

    apply(start(("赵敏", "zm", "教育局", "联络员（兼）")), by=administrator)

    assert posts_of("zm") == [("市教育局", "liaison", "")]


def test_people_of_higher_rank_stay_out_of_reach_of_a_county(
    start: Callable[..., PeopleImport],
    liaison: User,
    county: Unit,
    county_bureau: Unit,
    county_administrator: User,
) -> None:
    shown = start(
        ("林晓", "liaison", "青山县", "督办员"),
        ("赵敏", "zm", "滨川市/市教育局", "联络员"),
        ("孙立", "sl", "县教育局", "联络员"),
        by=county_administrator,
        top=county,
    )

    steps = plan_of(shown, by=county_administrator).steps

    assert [(step.kind, step.fault) for step in steps] == [
        ("wrong", "登录名“liaison”已经有人使用。"),
        ("wrong", "“青山县”之下没有名为“滨川市/市教育局”的单位。请先添加单位，或改正名称。"),
        ("new", ""),
    ]
    with pytest.raises(MissingRightError):
        actions.apply_people_import(shown, digest="", by=liaison)


def test_what_changed_meanwhile_is_shown_again(
    start: Callable[..., PeopleImport], bureau: Unit, administrator: User
) -> None:
    shown = start(("赵敏", "", "市教育局", "联络员"))
    digest = plan_of(shown, by=administrator).digest
    people_actions.add_person(username="zhaomin", name="赵民", by=administrator)

    with pytest.raises(StaleFormError):
        actions.apply_people_import(shown, digest=digest, by=administrator)


def test_an_import_is_applied_once(start: Callable[..., PeopleImport], bureau: Unit, administrator: User) -> None:
    shown = start(("赵敏", "", "市教育局", "联络员"))
    digest = plan_of(shown, by=administrator).digest
    actions.apply_people_import(shown, digest=digest, by=administrator)

    with pytest.raises(IllegalMoveError):
        actions.apply_people_import(shown, digest=digest, by=administrator)

    assert User.objects.filter(name="赵敏").count() == 1


def test_first_passwords_go_to_those_who_have_not_been_here(
    start: Callable[..., PeopleImport], bureau: Unit, liaison: User, administrator: User
) -> None:
    shown = start(
        ("林晓", "liaison", "市教育局", "联络员"),
        ("赵敏", "zm", "市教育局", "学员"),
        ("孙立", "sl", "市教育局", "学员"),
    )
    apply(shown, by=administrator)
    assert not User.objects.get(username="zm").has_usable_password()
    User.objects.filter(username="sl").update(last_login=clock.now())

    first = actions.give_first_passwords(shown, by=administrator)
    second = actions.give_first_passwords(shown, by=administrator)

    assert [person.username for person, _password in (*first, *second)] == ["zm", "zm"]
    new = User.objects.get(username="zm")
    assert (new.check_password(first[0][1]), new.check_password(second[0][1])) == (False, True)
    assert (new.must_change_password, liaison.check_password("correct horse battery")) == (True, True)


def test_a_first_password_opens_and_has_to_be_changed(
    client: Client,
    start: Callable[..., PeopleImport],
    bureau: Unit,
    administrator: User,
    settings: SettingsWrapper,
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    shown = start(("赵敏", "zm", "市教育局", "学员"))
    apply(shown, by=administrator)
    client.force_login(administrator)
    page = client.post(reverse("units:first_passwords", args=[shown.pk]))
    ((_person, password),) = page.context["given"]
    client.logout()

    client.post(reverse("account_login"), {"login": "zm", "password": password})

    assert client.get("/").headers["Location"] == reverse("account_change_password")
    assert page.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert User.objects.get(username="zm").check_password(password)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_was_exported_comes_back_without_change(
    start: Callable[..., PeopleImport], people: dict[str, User], city: Unit, language: str
) -> None:
    administrator = people["administrator"]
    with translation.override(language):
        content = staff_workbook(city, by=administrator)

    upload = SimpleUploadedFile("人员.xlsx", content)
    shown = actions.start_people_import(upload, top=city, by=administrator)

    kinds = {step.kind for step in plan_of(shown, by=administrator).steps}
    assert kinds == {"same"}


def test_headers_are_found_under_their_other_names(workbook: Callable[..., bytes]) -> None:
    content = workbook(
        ("2026年联络员名册",), ("姓名（必填）", "所在单位", "手机 号码"), ("王　芳", "市教育局", 13800000000)
    )

    rows = read_staff(BytesIO(content))

    assert [(row.line, row.name, row.unit, row.phone) for row in rows] == [(3, "王芳", "市教育局", "13800000000")]


def test_a_workbook_without_people_is_refused(workbook: Callable[..., bytes]) -> None:
    with pytest.raises(UnmetConditionError, match="姓名"):
        read_staff(BytesIO(workbook(("甲", "乙"), ("1", "2"))))


def test_queries_do_not_grow_with_the_people(
    start: Callable[..., PeopleImport], bureau: Unit, administrator: User
) -> None:
    def queries(first: int, last: int) -> int:
        shown = start(*((f"人{number}", f"p{number}", "市教育局", "联络员") for number in range(first, last)))
        digest = plan_of(shown, by=administrator).digest
        with CaptureQueriesContext(connection) as counted:
            actions.apply_people_import(shown, digest=digest, by=administrator)
        return len(counted)

    fifty, five_hundred = queries(0, 50), queries(50, 550)

    assert five_hundred <= 3 * fifty


def test_the_page_leads_from_the_workbook_to_the_passwords(
    client: Client, workbook: Callable[..., bytes], city: Unit, bureau: Unit, administrator: User
) -> None:
    client.force_login(administrator)
    upload = SimpleUploadedFile("人员.xlsx", workbook(HEADER, ("赵敏", "", "市教育局", "联络员")))

    preview = client.post(reverse("units:start_people_import", args=[city.pk]), {"file": upload}, follow=True)
    made = PeopleImport.objects.get()
    done = client.post(
        reverse("units:apply_people_import", args=[made.pk]), {"digest": preview.context["plan"].digest}, follow=True
    )

    assert [step.username for step in preview.context["plan"].steps] == ["zhaomin"]
    assert ([one.name for one in done.context["entered"]], done.context["waiting"]) == (["赵敏"], 1)
    assert Post.objects.filter(user__name="赵敏", role=Role.LIAISON).count() == 1


def test_a_workbook_of_people_is_read_while_nobody_waits(
    administrator: User, bureau: Unit, workbook: Callable[..., bytes], reads: list[int]
) -> None:
    content = workbook(("姓名", "单位", "职责"), ("赵敏", "市教育局", "联络员"))
    started = actions.start_people_import(SimpleUploadedFile("人员.xlsx", content), top=bureau, by=administrator)

    actions.apply_people_import(started, digest=plan_of(started, by=administrator).digest, by=administrator)

    assert reads == [0, 0, 0]
