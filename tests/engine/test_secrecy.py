"""A document's own secrecy mark, as against words about secrecy in its text."""

from __future__ import annotations

import pytest

from luoshi.engine.document import Content, Paragraph, Span
from luoshi.engine.secrecy import find_secrecy_mark

TITLE = "滨川市人民政府关于河道整治的通知\n各县区人民政府：\n"


def content(text: str, *apart: str) -> Content:
    """A text of lines, with page heads `apart`."""
    blocks = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Paragraph(Span(at, at + len(line))))
        at += len(line) + 1
    return Content(text, tuple(blocks), apart)


def mark(text: str, *apart: str) -> str | None:
    found = find_secrecy_mark(content(text, *apart))
    return found.value if found else None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("机密★1年", "机密★1年"),
        ("秘密★", "秘密★"),
        ("绝密★长期", "绝密★长期"),
        ("绝 密★30年", "绝密★30年"),
        ("机密☆6个月", "机密☆6个月"),
        ("秘密★1年　特急", "秘密★1年"),
        ("特急　秘密★1年", "秘密★1年"),
        ("机密　加急", "机密"),
        ("000012 机密★1年", "机密★1年"),
        ("000012\n机密★1年\n特急", "机密★1年"),
        ("份号：000012 秘密★3年", "秘密★3年"),
        ("密级：机密", "机密"),
        ("密 级：秘密", "秘密"),
        ("【密级】机密", "机密"),
        ("机密 1年", "机密1年"),
        ("秘密10年", "秘密10年"),
        ("秘密*5年", "秘密*5年"),
        ("绝密", "绝密"),
        ("机　密", "机密"),
        ("【机密】", "机密"),
        ("（秘密）", "秘密"),
        ("机密★2026年12月31日", "机密★2026年12月31日"),
        ("滨政发〔2026〕5号　　机密★1年", "机密★1年"),
        ("机密★启用前", "机密★启用前"),
        ("秘密★公布前", "秘密★公布前"),
    ],
)
def test_mark_at_the_head_is_found(head: str, expected: str) -> None:
    assert mark(f"{head}\n{TITLE}") == expected


@pytest.mark.parametrize(
    "text",
    [
        "滨川市保密工作方案",
        "关于加强商业秘密保护的意见",
        "商业秘密保护实施方案",
        "秘密级文件管理办法",
        "机密级计算机使用规定",
        "涉密人员管理办法",
        "一、保守国家秘密。",
        "（一）国家秘密分为绝密、机密、秘密三级。",
        "内部资料，注意保存",
        "内部文件　不得外传",
        "特急",
        "密级：无",
        "密级：公开",
        "密级：非密",
        "绝密★级事项由保密办管理。",
        "严禁在互联网上处理绝密信息。",
        "秘密地图的管理",
        "机密工作十年回顾",
        "秘密战线先进事迹宣传方案",
    ],
)
def test_words_about_secrecy_are_no_mark(text: str) -> None:
    assert mark(f"{text}\n{TITLE}") is None


def test_mark_in_the_page_head_is_found() -> None:
    assert mark(TITLE, "机密★1年") == "机密★1年"


def test_page_number_in_the_page_head_is_no_mark() -> None:
    assert mark(TITLE, "— 3 —", "滨川市保密局") is None


def test_grade_alone_far_below_the_head_is_no_mark() -> None:
    lines = "\n".join(f"{n}.疏浚河道{n}公里。" for n in range(1, 30))

    assert mark(f"{TITLE}{lines}\n机密\n") is None


def test_mark_keeps_its_place() -> None:
    text = f"000012　机密★1年\n{TITLE}"

    found = find_secrecy_mark(content(text))

    assert found is not None
    assert found.span.of(text) == "机密★1年"
