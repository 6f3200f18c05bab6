"""Every page that the addresses lead to, in the demonstration: opens, fits a phone, no serious finding, four pictures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from luoshi.accounts.models import User
from luoshi.demo.load import load_demonstration
from tests.browser.conftest import BACKEND, LOOKS, SCREENSHOTS, overflow, serious_findings
from tests.browser.test_pages import PAGES as PAGES_OF_A_TOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import FloatRect, Page
    from pytest_django.fixtures import SettingsWrapper

DAY = date(2026, 11, 23)
TRIED = 120  # objects looked through until one is found with which the person may do it
TALLEST = 3_000  # a list of a hundred rows need not be shown to its end
# who looks → address, and the table of the object that it names; then what else it names
PAGES: dict[str, tuple[tuple[str, ...], ...]] = {
    "guanli": (
        ("desk:voices",),
        ("search",),
        ("units:end_post", "units.Post"),
        ("units:hand_over", "units.Post"),
        ("units:change_person", "accounts.User"),
        ("units:change_field", "units.Field"),
        ("library:documents",),
        ("library:search",),
        ("training:check_certificate",),
    ),
    "zhuren": (
        ("desk:home",),
        ("desk:waiting", "", "review"),
        ("library:upload",),
        ("library:document", "library.Document"),
        ("library:changes", "library.Link"),
        ("library:change", "library.Document"),
        ("library:add_link", "library.Document"),
        ("library:purge", "library.Document"),
        ("library:history", "library.Document"),
        ("ledger:ledger",),
        ("ledger:chart",),
        ("ledger:whole",),
        ("ledger:measure", "ledger.Measure"),
        ("ledger:history", "ledger.Measure"),
        ("ledger:change", "ledger.Measure"),
        ("ledger:step", "ledger.Measure", "urge"),
        ("ledger:share", "ledger.Measure"),
        ("ledger:add_part", "ledger.Measure"),
        ("ledger:add_point", "ledger.Measure"),
        ("ledger:change_point", "ledger.AcceptancePoint"),
        ("ledger:add_milestone", "ledger.Measure"),
        ("ledger:milestones", "ledger.Measure"),
        ("ledger:preview_evidence", "ledger.Evidence"),
        ("ledger:purge_evidence", "ledger.Evidence"),
        ("ledger:obstacles",),
        ("ledger:answer_obstacle", "ledger.Obstacle"),
        ("ledger:pass_obstacle", "ledger.Obstacle"),
        ("ledger:extensions",),
        ("ledger:verifications",),
        ("ledger:return_report", "ledger.Report"),
        ("ledger:assignment_slips",),
        ("ledger:urging_slips",),
        ("ledger:urging_slip", "ledger.UrgingSlip"),
        ("ledger:suspects",),
        ("ledger:plans",),
        ("ledger:new_plan",),
        ("ledger:new_matter",),
        ("ledger:profiles",),
        ("ledger:plan", "ledger.Plan"),
        ("ledger:plan_settings", "ledger.Plan"),
        ("ledger:breakdown", "ledger.Plan"),
        ("ledger:give_rest", "ledger.Plan"),
        ("ledger:plan_names", "ledger.Plan"),
        ("ledger:add_local", "ledger.Plan"),
        ("ledger:review", "ledger.Plan"),
        ("ledger:add_indicator", "ledger.Plan"),
        ("ledger:change_indicator", "ledger.Indicator"),
        ("ledger:indicator", "ledger.Indicator"),
        ("ledger:add_reached_value", "ledger.Indicator"),
        ("ledger:choose_indicators", "ledger.Measure"),
        ("training:lecturers",),
        ("training:transfers",),
        ("summing_up:workbooks",),
        ("summing_up:plan", "ledger.Plan"),
        ("summing_up:hand_in",),
        ("summing_up:imports",),
    ),
    "lishizhang": (("desk:home",), ("desk:waiting", "", "red")),
    "jiaoyu": (
        ("desk:home",),
        ("ledger:reports",),
        ("ledger:report", "ledger.Measure"),
        ("ledger:sign_part", "ledger.Part"),
        ("ledger:add_evidence", "ledger.Measure"),
    ),
    "hecha": (("desk:home",), ("ledger:verify", "ledger.Verification")),
    "banzhuren": (
        ("desk:home",),
        ("training:classes",),
        ("training:class", "training.TrainingClass"),
        ("training:timetable", "training.TrainingClass"),
        ("training:change_class", "training.TrainingClass"),
        ("training:class_history", "training.TrainingClass"),
        ("training:add_session", "training.TrainingClass"),
        ("training:session", "training.Session"),
        ("training:change_session", "training.Session"),
        ("training:absences", "training.Session"),
        ("training:add_class", "units.Unit"),
        ("training:add_lecturer", "units.Unit"),
        ("training:change_lecturer", "training.Lecturer"),
        ("training:roster", "training.TrainingClass"),
        ("training:add_trainee", "training.TrainingClass"),
        ("training:change_trainee", "training.Trainee"),
        ("training:withdraw", "training.Trainee"),
        ("training:substitute", "training.Trainee"),
        ("training:call_ups", "training.TrainingClass"),
        ("training:groups", "training.TrainingClass"),
        ("training:change_group", "training.Group"),
        ("training:start_import", "training.TrainingClass", "roster"),
        ("training:completion", "training.TrainingClass"),
        ("training:report", "training.TrainingClass"),
        ("training:reflections", "training.TrainingClass"),
        ("training:reflection", "training.Reflection"),
        ("training:reflection_findings", "training.Reflection"),
        ("training:record_on_paper", "training.Trainee"),
        ("training:class_commitments", "training.TrainingClass"),
        ("training:transfer", "training.TrainingClass"),
    ),
    "xueyuan": (
        ("desk:home",),
        ("training:evaluate", "training.TrainingClass"),
        ("training:delete_reflection", "training.Reflection"),
        ("training:reflection_versions", "training.Reflection"),
        ("training:commitments", "training.Reflection"),
        ("training:add_commitment", "training.Reflection"),
        ("training:edit_commitment", "training.Commitment"),
        ("training:link_commitment", "training.Commitment"),
        ("training:commit_question", "training.Question"),
        ("training:commit_outcome", "training.Outcome"),
        ("training:follow_ups",),
        ("training:follow_up", "training.FollowUp"),
        ("training:notes",),
    ),
}
PARTS = frozenset(
    [
        "units:options",
        "units:children",
        "units:people_options",
        "library:options",
        "ledger:options",
        "ledger:steps",
        "ledger:clause_measures",
        "ledger:unit_lights",
        "ledger:clause_counts",
        "ledger:document_plan",
        "ledger:draft_rows",
        "ledger:plan_text",
        "ledger:preparation",
        "ledger:draft_changes",
        "ledger:alike",
        "ledger:draft",
        "ledger:split_draft",
        "ledger:drop_draft",
        "ledger:add_draft_part",
        "ledger:draft_part",
        "training:call_up_burden",
        "training:session_clashes",
        "training:reflection_standing",
        "training:measure_commitments",
        "training:notes_on",
        "training:related",
        "training:pieces",
        "training:own_feeds",
        "training:change_note",
        "demo:people",
        "summing_up:progress",
        "summing_up:parcel",
    ]
)
"""Parts that a page fetches, and answers for scripts."""
FILES = frozenset(
    [
        "units:export_people",
        "units:people_template",
        "units:export",
        "units:import_template",
        "library:original",
        "ledger:xlsx",
        "ledger:csv",
        "ledger:export_file",
        "ledger:chart_xlsx",
        "ledger:evidence",
        "ledger:scan",
        "training:certificate",
        "training:completion_file",
        "training:export_notes",
        "training:video",
        "training:captions",
        "training:report_file",
        "training:export_reflection",
        "training:reflection_file",
        "training:feed",
        "training:import_template",
        "training:material",
        "summing_up:parcel_file",
        "summing_up:own_workbook",
        "summing_up:unit_workbook",
    ]
)
ELSEWHERE = frozenset(
    [
        "units:calendar_now",
        "ledger:answer_slip",
        "ledger:export",
        "ledger:decide_extension",
        "ledger:edit_draft",
        "ledger:change_milestone",
        "ledger:change_profile",
        "training:answer_call_up",
        "training:import",
        "training:own_reflection",
        "training:import_reflection",
        "training:purge_reflection",
        "training:take_up",
        "training:transfer_list",
        "summing_up:batch",
        "summing_up:import",
        "demo:sign_in",
    ]
)
"""Pages that only redirect, or that a story of another test looks at with the object that it makes."""


@pytest.fixture
def demonstration(transactional_db: None, settings: SettingsWrapper) -> None:
    settings.LUOSHI_TODAY = DAY.isoformat()
    load_demonstration(DAY)


def test_every_page_opens_fits_a_phone_and_is_accessible(demonstration: None, open_page: Callable[..., Page]) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    faults: list[tuple[str, object]] = []
    for username, addresses in PAGES.items():
        user = User.objects.get(username=username)
        client = Client()
        client.force_login(user, backend=BACKEND)
        page = open_page(user)
        for address in addresses:
            url = first_url(client, *address)
            if not url:
                faults.append((" ".join(address), "no object for which it opens"))
                continue
            page.goto(url)
            page.wait_for_load_state("networkidle")
            faults += [(url, fault) for fault in _look(page, f"every-{username}-{'-'.join(address[:1])}")]

    assert faults == []


def test_no_page_is_forgotten(administrator: User, client: Client) -> None:
    shown = {address[0] for addresses in PAGES.values() for address in addresses} | {
        name for name, _ in PAGES_OF_A_TOWN
    }
    client.force_login(administrator)

    pages = {name for name, pattern in _own_addresses(get_resolver()) if _answers_get(client, name, pattern)}

    assert pages - shown - PARTS - FILES - ELSEWHERE == set()


def first_url(client: Client, name: str, table: str = "", *more: str) -> str:
    """The first address of this name that opens as a page for the person."""
    numbers: list[list[int]] = [[]]
    if table:
        numbers = [[pk] for pk in apps.get_model(table).objects.order_by("pk").values_list("pk", flat=True)[:TRIED]]
    for number in numbers:
        url = reverse(name, args=[*number, *more])
        if client.get(url).status_code == 200:
            return url
    return ""


def _look(page: Page, name: str) -> list[object]:
    """Keep four pictures; what axe finds on the wide light and on the small dark one, and what is too wide."""
    found: list[object] = []
    for look, width, height in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            path = SCREENSHOTS / f"{name.replace(':', '-')}-{look}-{theme}.jpg"
            height_shown = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": height_shown}
            page.screenshot(path=path, full_page=True, clip=clip, type="jpeg", quality=70)
            if (look, theme) in {("wide", "light"), ("phone", "dark")}:
                found += serious_findings(page)
        if wider := overflow(page):
            found.append(f"{wider} pixels too wide at {width}")
    return found


def _own_addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _own_addresses(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif ":" in space and space != "api:":
            yield f"{space}{pattern.name}", pattern


def _answers_get(client: Client, name: str, pattern: URLPattern) -> bool:
    words = {"IntConverter": 0, "IsoDay": DAY}
    arguments = [words.get(type(way).__name__, "x") for way in pattern.pattern.converters.values()]
    return client.get(reverse(name, args=arguments)).status_code != 405
