"""Pages that are empty or made to do harm."""

from __future__ import annotations

import time

import pytest

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from tests.engine.reading.html.pages_of import blocks_of, read_html

SLOWEST = 10.0  # seconds of processor time; 5 on the machine on which they were chosen
MANY = 95_000
LIMITED = {
    "10,000 levels": ("<html>" + "<div>" * 10_000 + "修桥。", codes.TOO_MUCH_INSIDE),
    "50 MB of tags": ("<html>" + "<p>a" * 12_000_000, codes.TOO_MUCH_INSIDE),
    "200,000 tags": ("<html>" + "<p>a" * 200_000, codes.TOO_MUCH_INSIDE),
    "50 MB attribute": (f'<html><p class="{"a" * 50_000_000}">修桥。', codes.TOO_MUCH_INSIDE),
    "50 MB of entities": ("<html><p>" + "&amp;" * 10_000_000, codes.TOO_MUCH_INSIDE),
    "7 million characters": ("<html><p>" + "修桥" * 3_500_000, codes.TOO_MUCH_INSIDE),
    "nothing": ("<html><body></body></html>", codes.NO_TEXT),
    "script only": ("<html><script>document.write('修桥。')</script></html>", codes.NO_TEXT),
    "picture only": ("<html><body><img src=a.png alt=修桥></body></html>", codes.NO_TEXT),
    "head only": ("<html><head><title>修桥的通知</title></head>", codes.NO_TEXT),
}
HEAVY = {
    "paragraphs": "<p>修桥，护路。" * MANY,
    "cells": "<table>" + "<tr><td>修<td>桥" * (MANY // 3),
    "line breaks": "<br>修" * MANY,
    "items": "<ol>" + "<li>修桥" * MANY,
    "scripts": "<script></script>修" * (MANY // 2),
    "links": "<a href=x>修桥</a>" * (MANY // 2),
    "classes": "".join(f'<p class="a{number} b{number}">修</p>' for number in range(MANY // 2)),
    "spans over all rows": "<table>" + "<tr><td rowspan=65534 colspan=1000>修<td>桥" * (MANY // 3),
    "labels": "<div>" + "<p>索引号：修</p>" * (MANY // 2),
    "levels and paragraphs": "<div>" * 1_500 + "<p>修" * 70_000,
    "nested tables": "<table><tr><td>" * 600 + "修桥。",
    "nested lists": "<ol><li>" * 900 + "修桥。",
    "titles": f"<title>{'a-' * 100_000}</title>" + "<h1>修桥护路</h1>" * (MANY // 2),
}


@pytest.mark.parametrize(("page", "code"), LIMITED.values(), ids=LIMITED)
def test_page_is_refused_with_its_cause(page: str, code: str) -> None:
    started = time.process_time()

    with pytest.raises(ReadingError) as refusal:
        read_html(page)

    assert refusal.value.code == code
    assert time.process_time() - started < SLOWEST


@pytest.mark.parametrize("page", HEAVY.values(), ids=HEAVY)
def test_heavy_page_is_read_in_time(page: str) -> None:
    started = time.process_time()

    content = read_html(f"<html><body>{page}")

    assert "修" in content.text
    assert time.process_time() - started < SLOWEST


def test_deep_page_within_the_limit_is_read() -> None:
    assert blocks_of(read_html("<html>" + "<div>" * 1_900 + "修桥，护路。")) == ["修桥，护路。"]


def test_page_with_its_pictures_inside_is_read() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 9_000_000}">'

    assert blocks_of(read_html(f"<html><p>修桥。</p>{picture}<p>护路。</p>")) == ["修桥。", "护路。"]
