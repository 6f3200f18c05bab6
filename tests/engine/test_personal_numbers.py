"""Numbers of persons are found and masked; other long numbers are left alone."""

from __future__ import annotations

import pytest

from luoshi.engine.personal_numbers import find_personal_numbers, mask_personal_numbers


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("身份证号11010519491231002X", ["identity_card"]),
        ("证件：110105 19491231 002x。", ["identity_card"]),
        ("联系电话13800138000", ["telephone"]),
        ("电话138-0013-8000，卡号4111 1111 1111 1111", ["telephone", "bank_card"]),
        ("统一社会信用代码91110000100000000X", []),
        ("身份证号110105194912310021", []),
        ("投资额12345678901元", []),
        ("文号〔2026〕12号，合同2026042012345678", []),
        ("π=3.14159265358979323846", []),
    ],
)
def test_personal_numbers_are_told_from_others(text: str, kinds: list[str]) -> None:
    assert [number.kind for number in find_personal_numbers(text)] == kinds


def test_masking_keeps_the_ends_and_the_rest_of_the_text() -> None:
    assert mask_personal_numbers("张三，13800138000，负责。") == "张三，138******00，负责。"


def test_long_run_of_digits_is_read_to_its_end() -> None:
    assert find_personal_numbers("1" * 500_000) == ()
