"""Every code that the engine can give has its sentence, in the user's words."""

from __future__ import annotations

import errno
import os

import pytest

from luoshi.engine.errors import ReadingError, SecrecyError
from luoshi.engine.findings import Comparator, Doubt, Role
from luoshi.engine.reading import codes
from luoshi.wording import findings
from luoshi.wording.causes import SENTENCES, cause, cause_of, cause_unwritable


@pytest.mark.parametrize("code", codes.ALL)
def test_every_reading_code_has_a_sentence(code: str) -> None:
    sentence = cause(ReadingError(code, name="甲.docx", format="docx", limit=64))

    assert code in SENTENCES
    assert "{" not in sentence
    assert sentence.endswith("。")


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_sentence_stands_without_parameters(code: str) -> None:
    assert "{" not in cause_of(code)


def test_secrecy_has_a_sentence_whatever_its_code() -> None:
    assert cause(SecrecyError("any", mark="机密")) == SENTENCES["secrecy"]


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        ("doc", "请用 Word 或 WPS 另存为 .docx 后再试。"),
        (".XLS", "请用 Excel 或 WPS 另存为 .xlsx 后再试。"),
        ("ofd", "请用阅读软件导出为文字版 PDF，或转成 .docx 后再试。"),
        ("jpg", "请先做文字识别（OCR），另存为 .docx 后再试。"),
        ("zip", "请先解压，再选择其中的文件。"),
        ("pages", "请另存为 .docx 后再试。"),
    ],
)
def test_unsupported_format_comes_with_what_to_do(kind: str, advice: str) -> None:
    assert cause_of(codes.NOT_SUPPORTED_YET, format=kind).endswith(advice)


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (findings.DOUBTS, Doubt),
        (findings.SHORT_DOUBTS, Doubt),
        (findings.ROLES, Role),
        (findings.ROLE_MEANINGS, Role),
        (findings.COMPARATORS, Comparator),
    ],
)
def test_table_names_every_member(table: dict[object, str], kind: type) -> None:
    assert list(table) == list(kind)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOSPC, errno.EROFS, errno.EISDIR])
def test_unwritable_target_has_a_sentence(number: int) -> None:
    sentence = cause_unwritable(OSError(number, os.strerror(number)))

    assert sentence.endswith("。")


@pytest.mark.parametrize(("value", "words"), [(12.0, "12"), (95.5, "95.5"), (1e7, "10000000"), (0.25, "0.25")])
def test_number_is_plain(value: float, words: str) -> None:
    assert findings.plain_number(value) == words
