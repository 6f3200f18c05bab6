"""Whatever a tired or hostile hand puts into any form of the demonstration: no fault, a plain sentence, nothing lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from lxml import html

from luoshi.accounts.models import User
from luoshi.demo.load import load_demonstration
from tests.browser.conftest import BACKEND
from tests.browser.test_every_page import PAGES, first_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_django.fixtures import SettingsWrapper

DAY = date(2026, 11, 23)
OURS = "training:"  # the pages of study have hostile hands of their own
MORE: dict[str, tuple[tuple[str, ...], ...]] = {
    "guanli": (
        ("units:unit", "units.Unit"),
        ("units:add", "units.Unit"),
        ("units:change", "units.Unit"),
        ("units:move", "units.Unit"),
        ("units:add_post", "units.Unit"),
        ("units:add_field", "units.Unit"),
        ("units:delegate", "units.Post"),
        ("units:people",),
        ("units:add_person",),
        ("units:start_import", "units.Unit"),
        ("units:start_people_import", "units.Unit"),
        ("accounts:own",),
        ("accounts:tokens",),
        ("notices:preference",),
    ),
}
ANSWERS = frozenset({200, 302, 400, 403, 404, 409, 422})
TYPED = frozenset({"text", "textarea", "search", "email", "url", "tel"})
UNTRANSLATED = re.compile(r"(?:[A-Za-z]{3,} ){3,}")
REFUSED = "//*[contains(@class, 'invalid-feedback') or contains(@class, 'alert-danger')][not(ancestor::template)]"
PDF = ("办理情况.pdf", b"%PDF-1.4 x")


@dataclass(frozen=True)
class Hand:
    """What one hand puts into fields of each type; what it does not name keeps what a diligent person would say."""

    dates: str = ""
    numbers: str = ""
    words: str = ""
    choices: str = ""
    file: tuple[str, bytes] = PDF
    keeps: bool = field(default=True, kw_only=True)

    def fills(self, kinds: set[str]) -> bool:
        """Whether the form has a field that this hand fills in its own way."""
        return (
            bool(self.dates and "date" in kinds)
            or bool(self.numbers and "number" in kinds)
            or bool(self.words and kinds & TYPED)
            or bool(self.choices and kinds & {"select", "radio", "checkbox", "hidden"})
            or bool(self.file != PDF and "file" in kinds)
        )


HANDS = {
    "dots and full width": Hand("2026.9.5", "１００", "写一句话，用“引号”。"),
    "Chinese day": Hand("2026年9月5日", "约50%", "😀" * 3000, file=("../../x.pdf", b"%PDF-1.4 x")),
    "eight digits": Hand("20260905", "1e999", "字" * 10_000, file=("长" * 300 + ".pdf", b"%PDF-1.4 x")),
    "no year": Hand("９月5日", "-1", "'\"%_;-- <script>alert(1)</script>", file=("a.pdf", b"<svg onload=alert(1)>")),
    "no such day": Hand("2026-2-30", "9" * 40, "=cmd|'/c calc'!A0", file=("a.pdf", b"MZ\x90\x00")),
    "far away": Hand("9999-12-31", "1.5", "   ", file=("a.pdf", b"")),
    "unseen": Hand("0001-01-01", "NaN", "\u200b\ufeff\u202e", file=("\u202efdp.exe", b"MZ"), keeps=False),
    "control": Hand("明天", " ", "a\x00b\x07\u2066c", file=("a\x00.pdf", b"PK\x03\x04"), keeps=False),
    "forged": Hand(choices="99999999999999999999", file=("x.pdf...", b"%PDF"), keeps=False),
    "forged words": Hand(
        choices="x\x00", words="#999999999999", file=("表.xls", b"\xd0\xcf\x11\xe0" * 200), keeps=False
    ),
}


@pytest.fixture
def demonstration(db: None, settings: SettingsWrapper) -> None:
    settings.LUOSHI_TODAY = DAY.isoformat()
    load_demonstration(DAY)


@pytest.mark.parametrize("usernames", [("guanli",), ("zhuren",), ("lishizhang", "jiaoyu", "hecha", "xueyuan")])
def test_no_hand_breaks_a_form_and_every_answer_is_plain(demonstration: None, usernames: tuple[str, ...]) -> None:
    faults = [fault for username in usernames for fault in _faults_of(User.objects.get(username=username))]

    assert "\n".join(faults) == ""


def _faults_of(user: User) -> Iterator[str]:
    client = Client()
    client.force_login(user, backend=BACKEND)
    seen = set()
    for address in (*PAGES[user.username], *MORE.get(user.username, ())):
        if address[0].startswith(OURS):
            continue
        url = first_url(client, *address)
        for form in _forms(client, url):
            known = tuple(sorted({name for name, _kind, _field in _fields(form)}))
            if known not in seen and "account" not in _address(form, url):
                seen.add(known)
                yield from _try_hands(client, url, form)


def _forms(client: Client, url: str) -> list[Any]:
    found: Any = html.fromstring(client.get(url).content).xpath("//main//form")
    return list(found)


def _try_hands(client: Client, url: str, form: Any) -> Iterator[str]:
    kinds = {kind for _name, kind, _field in _fields(form)}
    for name, hand in HANDS.items():
        if hand.fills(kinds):
            given = _filled(form, hand)
            status, page = _send(client, url, form, given)
            place = f"{_address(form, url)} ({name}): "
            if status not in ANSWERS:
                yield f"{place}{status}"
            yield from (f"{place}{fault}" for fault in _faults_in(page, given if hand.keeps else {}))


def _send(client: Client, url: str, form: Any, given: Mapping[str, Any]) -> tuple[int, Any]:
    """The answer, of which nothing stays."""
    method = "post" if form.get("hx-post") or form.get("method") == "post" else "get"
    headers = {"HX-Request": "true"} if form.get("hx-post") else {}
    with transaction.atomic():
        answer = getattr(client, method)(_address(form, url), given, headers=headers)
        transaction.set_rollback(True)
    client.cookies.pop("messages", None)
    is_page = method == "post" and answer.status_code == 200 and "html" in answer["Content-Type"]
    return answer.status_code, html.fromstring(answer.text) if is_page and answer.text.strip() else None


def _faults_in(page: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """Sentences that are none of ours or without a field, and words that are gone from the form."""
    if page is None:
        return
    for said in page.xpath(REFUSED):
        sentence = " ".join(said.text_content().split())
        if UNTRANSLATED.search(sentence) or not re.search("[一-鿿]", sentence):
            yield f"says {sentence[:80]!r}"
        if "invalid-feedback" in said.get("class") and not said.xpath("ancestor::div[.//label or .//legend][1]"):
            yield f"names no field: {sentence[:80]}"
    for name, words in given.items() if page.xpath(REFUSED) else ():
        places = page.xpath("//main//textarea[@name=$name] | //main//input[@name=$name]", name=name)
        if isinstance(words, str) and not any(_holds(place, words) for place in places[:1]) and places:
            yield f"lost {name}: {words[:20]!r}"


def _holds(place: Any, words: str) -> bool:
    if place.tag == "input" and place.get("type") not in {"text", "date", "number", "email"}:
        return True
    held = place.text if place.tag == "textarea" else place.get("value")
    return words.strip() == (held or "").strip()


def _filled(form: Any, hand: Hand) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, kind, element in _fields(form):
        value = _by_hand(kind, hand)
        if value is None:
            value = _as_it_stands(kind, element)
        if value is not None:
            given[name] = value
    for button in form.xpath(".//button[@name]")[:1]:
        given[button.get("name")] = button.get("value") or ""
    return given


def _by_hand(kind: str, hand: Hand) -> Any:
    if kind == "file":
        return _file(*hand.file)
    if kind in TYPED:
        return hand.words or None
    given = {"date": hand.dates, "number": hand.numbers}
    return given.get(kind, hand.choices if kind not in given else "") or None


def _as_it_stands(kind: str, element: Any) -> Any:
    if kind == "select":
        return next((option.get("value") for option in element.xpath(".//option") if option.get("value")), None)
    if kind in {"checkbox", "radio"}:
        return element.get("value", "on") if element.get("checked") is not None else None
    usual = {"date": "2026-12-20", "number": "5", "hidden": ""}
    return element.get("value") or element.text or usual.get(kind, "写一句话")


def _fields(form: Any) -> list[tuple[str, str, Any]]:
    """Name, kind and element of every field that a person can fill, hidden ones too."""
    found = []
    for element in form.xpath(".//input | .//select | .//textarea"):
        kind = element.tag if element.tag != "input" else element.get("type", "text")
        if element.get("name") and kind not in {"submit", "button"} and element.get("disabled") is None:
            found.append((element.get("name"), kind, element))
    return found


def _address(form: Any, url: str) -> str:
    address = form.get("action") or form.get("hx-post") or url
    return f"{url.partition('?')[0]}{address}" if address.startswith("?") else address


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    file = SimpleUploadedFile("x", content)
    file._name = name  # as a hostile browser would send it
    return file
