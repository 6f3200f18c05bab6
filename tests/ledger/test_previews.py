"""Looking at evidence in the page: its first words with numbers of persons covered; other kinds have no preview."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.urls import reverse

from luoshi.common import clock, files
from luoshi.ledger.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Evidence, Measure


def kept(measure: Measure, content: bytes, *, kind: str, name: str) -> Evidence:
    stored = files.store(BytesIO(content), kind=kind)
    return measure.evidence.create(unit=measure.accountable, file=stored, name=name, at=clock.now())


def preview(client: Client, evidence: Evidence) -> str:
    return client.get(reverse("ledger:preview_evidence", args=[evidence.pk])).content.decode()


def test_words_of_a_file_are_shown_and_numbers_covered(
    measure_in: Callable[..., Measure], client: Client, supervisor: User
) -> None:
    text = "3所小学竣工验收合格。联系人13800138000。<script>alert(1)</script>"
    evidence = kept(measure_in(State.IN_PROGRESS), text.encode(), kind="text", name="验收.txt")
    client.force_login(supervisor)

    page = preview(client, evidence)

    assert "3所小学竣工验收合格。联系人138******00。" in page
    assert ("<script>alert" in page, "13800138000" in page) == (False, False)


def test_long_files_are_cut_and_broken_ones_say_why(
    measure_in: Callable[..., Measure], client: Client, supervisor: User
) -> None:
    measure = measure_in(State.IN_PROGRESS)
    client.force_login(supervisor)

    long = preview(client, kept(measure, ("长" * 4000).encode(), kind="text", name="长.txt"))
    broken = preview(client, kept(measure, b"%PDF-1.7\n" + b"x" * 500, kind="pdf", name="坏.pdf"))

    assert (long.count("长长长长长长长长长长"), "只显示开头部分" in long) == (300, True)
    assert "损坏" in broken


def test_pictures_have_no_preview_of_words(
    measure_in: Callable[..., Measure], client: Client, supervisor: User
) -> None:
    evidence = kept(measure_in(State.IN_PROGRESS), b"\x89PNG\r\n\x1a\n", kind="png", name="照片.png")
    client.force_login(supervisor)

    assert client.get(reverse("ledger:preview_evidence", args=[evidence.pk])).status_code == 404
