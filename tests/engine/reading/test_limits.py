"""What is too long to be an official document is refused before it costs minutes."""

from __future__ import annotations

import pytest

from luoshi.engine import read_bytes
from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.files import MAX_BLOCKS, MAX_CHARACTERS


@pytest.mark.parametrize("text", ["一、任务\n" * (MAX_BLOCKS + 1), "修桥。" * (MAX_CHARACTERS // 3 + 1)])
def test_endless_text_is_refused(text: str) -> None:
    with pytest.raises(ReadingError) as raised:
        read_bytes(text.encode(), name="plan.txt")

    assert raised.value.code == codes.TOO_MUCH_INSIDE


def test_long_text_is_read() -> None:
    text = "一、任务\n" * MAX_BLOCKS

    assert len(read_bytes(text.encode(), name="plan.txt").blocks) == MAX_BLOCKS
