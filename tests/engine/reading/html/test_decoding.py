"""Encodings of pages, saved and archived."""

from __future__ import annotations

import base64
import codecs
import quopri

import pytest

from luoshi.engine.reading.html import HtmlReader
from luoshi.engine.reading.source import Source
from tests.engine.reading.html.pages_of import blocks_of, read_html

WORDS = "镕基路桥梁（囧）养护通知，㙍村。"


def page(declared: str) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    return f"<!DOCTYPE html><html><head>{meta}</head><body><p>{WORDS}</p></body></html>"


@pytest.mark.parametrize(
    "data",
    [
        page("utf-8").encode(),
        page("").encode(),
        page("gb2312").encode("gb18030"),
        page("GBK").encode("gb18030"),
        page("").encode("gb18030"),
        page("gb2312").encode(),
        page("no-such-thing").encode("gb18030"),
        codecs.BOM_UTF8 + page("gb2312").encode(),
        codecs.BOM_UTF16_LE + page("utf-16").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + page("").encode("utf-16-be"),
        page("utf-8").replace("，", "，\x00\x01").encode(),
        page("utf-8").replace("囧", "&#22247;").replace("（", "&#xFF08;").encode(),
    ],
    ids=[
        "utf-8", "undeclared", "gb2312", "gbk", "gb18030 undeclared", "utf-8 called gb2312", "unknown name",
        "mark", "utf-16-le", "utf-16-be", "control characters", "references",
    ],
)  # fmt: skip
def test_page_is_decoded(data: bytes) -> None:
    assert HtmlReader().recognises(Source("a", data))
    assert blocks_of(read_html(data)) == [WORDS]


@pytest.mark.parametrize("way", ["quoted-printable", "base64", "8bit"])
def test_page_is_taken_out_of_its_archive(way: str) -> None:
    body = page("gb2312").encode("gb18030")
    packed = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[way](body)
    head = b'From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="=_a.b"\r\n\r\n'
    parts = (
        b"--=_a.b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
        b"--=_a.b\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: "
        + way.encode()
        + b"\r\n\r\n"
    )

    data = head + parts + packed + b"\r\n--=_a.b--\r\n"

    assert HtmlReader().recognises(Source("a.mht", data))
    assert blocks_of(read_html(data)) == [WORDS]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<html><p>甲", True),
        ("\n<!-- 保存自某站 -->\n<!DOCTYPE HTML PUBLIC>\n<p>甲", True),
        ('<?xml version="1.0"?><!DOCTYPE html><html><p>甲', True),
        ("<meta charset=utf-8><p>甲</p>", True),
        ("<div><p>甲</p></div>", True),
        ("<p>甲", False),
        ("一、总体要求\n使用<html>标签。", False),
        ("# 标题\n\n<div>甲</div>\n", False),
        ("<div align=center>\n\n# 标题\n\n</div>\n- 甲\n", False),
        ("<关于修桥的通知>\n各县：", False),
        ("a < b，c > d", False),
        ('<?xml version="1.0"?><w:wordDocument/>', False),
        ('<?xml version="1.0"?><office:document/>', False),
        ("Subject: <html>", False),
    ],
)
def test_page_is_told_from_text(text: str, expected: bool) -> None:
    assert HtmlReader().recognises(Source("a.html", text.encode())) is expected
