"""Numbers as Excel shows them."""

from __future__ import annotations

import pytest

from luoshi.engine.reading.xlsx.number_formats import format_code, plain_number, shown

DAY = 45838  # 2025-06-30


@pytest.mark.parametrize(
    ("value", "pattern", "words"),
    [
        (3.0, "General", "3"),
        (0.955, "0.0%", "95.5%"),
        (0.95, "0%", "95%"),
        (1200, "#,##0", "1,200"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (1.5, "0.##", "1.5"),
        (2, "0.0#", "2.0"),
        (300, '0"万元"', "300万元"),
        (12, "0\\个", "12个"),
        (-5, "0;(0)", "(5)"),
        (0, '0;-0;"无"', "无"),
        (12345, '0.0,"千"', "12.3千"),
        (7, "[Red]0", "7"),
        (8, "_ * 0_ ", "8"),
        (9, "@", "9"),
        (DAY, "yyyy/m/d", "2025/6/30"),
        (DAY, "yyyy-mm-dd", "2025-06-30"),
        (DAY, 'yyyy"年"m"月"d"日"', "2025年6月30日"),
        (DAY, "yyyy年m月", "2025年6月"),
        (DAY, "[$-804]yyyy年m月d日;@", "2025年6月30日"),
        (DAY, "yyyy.mm", "2025.06"),
        (DAY, "mm/dd/yyyy", "2025年6月30日"),
        (DAY, "d-mmm-yy", "2025年6月30日"),
        (DAY, "mmm-yy", "2025年6月"),
        (DAY, "m月d日", "6月30日"),
        (DAY, "yyyy/m/d aaaa", "2025/6/30 星期一"),
        (DAY + 0.5, "yyyy/m/d h:mm", "2025/6/30 12:00"),
        (0.75, "h:mm:ss", "18:00:00"),
        (1, "yyyy/m/d", "1900/1/1"),
        (61, "yyyy/m/d", "1900/3/1"),
    ],
)
def test_a_number_is_shown_by_its_pattern(value: float, pattern: str, words: str) -> None:
    assert shown(value, pattern) == words


def test_dates_counted_from_1904() -> None:
    assert shown(44376, "yyyy/m/d", from_1904=True) == "2025/6/30"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (9, "4583800%"),
        (14, "2025年6月30日"),
        (17, "2025年6月"),
        (31, "2025年6月30日"),
        (57, "2025年6月"),
        (58, "6月30日"),
    ],
)
def test_built_in_formats_have_their_chinese_form(number: int, words: str) -> None:
    assert shown(DAY, format_code(number, {})) == words


@pytest.mark.parametrize(
    ("value", "words"), [(3.0, "3"), (0.1 + 0.2, "0.3"), (1e20, "1e+20"), (110101199003071234, "1.10101199003e+17")]
)
def test_a_number_without_a_format(value: float, words: str) -> None:
    assert plain_number(value) == words


@pytest.mark.parametrize("pattern", ["", ";", '"', "[", "\\", "_", "*", "0" * 9000, "[h]:mm", "yyyy" * 2000, "%%%%"])
def test_odd_patterns_give_some_words(pattern: str) -> None:
    assert shown(1.5, pattern)
