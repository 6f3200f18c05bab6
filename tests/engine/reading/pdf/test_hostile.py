"""PDF files that are locked, broken, empty or made to do harm."""

from __future__ import annotations

import os
import random
import time

import pytest

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes
from luoshi.engine.reading.pdf import PdfReader
from luoshi.engine.reading.pdf.opening import Budget, open_pages
from luoshi.engine.reading.pdf.weight import weigh
from luoshi.engine.reading.source import Source
from tests.engine.reading.pdf.handmade import chinese_at, chinese_page, pages_of, pdf_of, stream_of, text_at
from tests.engine.reading.pdf.typeset import paragraphs_of, read_pdf

HELLO = text_at(b"hello world", 100, 700)
LOCK = b"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]"


def nested_pages(levels: int) -> bytes:
    tree = {
        number: b"<< /Type /Pages /Count 1 /Kids [%d 0 R] /Parent %d 0 R >>" % (number + 1, number - 1)
        for number in range(2, levels)
    }
    return pdf_of({1: b"<< /Type /Catalog /Pages 2 0 R >>", **tree, levels: b"<< /Type /Page /MediaBox [0 0 9 9] >>"})


def nested_forms(levels: int) -> bytes:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X %d 0 R >> >>"
    forms = {number: stream_of(b"/X Do " * 10, extra=form % (number + 1)) for number in range(5, 5 + levels)}
    return pdf_of(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /XObject << /X 5 0 R >> >> >>",
            4: stream_of(b"/X Do " * 10),
            **forms,
            5 + levels: stream_of(b"0 0 m 10 0 l S", extra=form % 4),
        }
    )


CASES = {
    "no pages": (pages_of([]), codes.DAMAGED),
    "head only": (b"%PDF-1.7\n", codes.DAMAGED),
    "cut off": (pages_of([HELLO] * 3)[:600], codes.DAMAGED),
    "page tree in a circle": (
        pdf_of({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 2 /Kids [2 0 R 2 0 R] >>"}),
        codes.DAMAGED,
    ),
    "deep page tree": (nested_pages(10_000), codes.DAMAGED),
    "deep arrays": (pdf_of({1: b"[" * 200_000 + b"]" * 200_000}), codes.DAMAGED),
    "locked": (pages_of([HELLO], trailer=LOCK % (b"11" * 32, b"22" * 32)), codes.ENCRYPTED),
    "scan": (pages_of([b"0 0 10 10 re f"]), codes.NO_TEXT),
    "5,000 pages": (pages_of([HELLO] * 5_000), codes.TOO_MUCH_INSIDE),
    "45 MB of text operators": (pages_of([b"BT /F1 1 Tf " + b"(a) Tj " * 6_500_000 + b"ET"]), codes.TOO_MUCH_INSIDE),
    "20 MB of saved states": (pages_of([b"q " * 10_000_000]), codes.TOO_MUCH_INSIDE),
    "60 MB of nothing": (pages_of([b" " * 60_000_000]), codes.TOO_MUCH_INSIDE),
    "50,000 characters on a page": (
        pages_of([b"".join(text_at(b"a" * 25_000, 9, 90 * at) for at in range(2))]),
        codes.TOO_MUCH_INSIDE,
    ),
    "200,000 characters on a page": (
        pages_of([b"".join(text_at(b"a" * 30_000, 9, 90 * at) for at in range(7))]),
        codes.TOO_MUCH_INSIDE,
    ),
}


@pytest.mark.parametrize(("data", "code"), CASES.values(), ids=CASES)
def test_file_is_refused_with_its_cause(data: bytes, code: str) -> None:
    started = time.monotonic()

    with pytest.raises(ReadingError) as refusal:
        read_pdf(data)

    assert refusal.value.code == code
    assert time.monotonic() - started < 10  # 5 on an idle machine


def test_forms_that_multiply_are_given_up() -> None:
    with pytest.raises(ReadingError) as refusal:
        read_pdf(nested_forms(20))

    assert refusal.value.code in (codes.TOO_MUCH_INSIDE, codes.TOO_SLOW)


def test_cut_off_file_is_read_as_far_as_it_goes() -> None:
    whole = pages_of([HELLO] * 3)

    assert paragraphs_of(read_pdf(whole[: whole.rfind(b"startxref")])) == ["hello world"] * 3


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (pages_of([HELLO] * 20), False),
        (pages_of([HELLO], trailer=LOCK % (b"", b"")), True),
        (nested_forms(5), True),
        (pages_of([HELLO * 50_000]), True),
        (pages_of([HELLO], extra=b"/Contents [" + b"11 0 R " * 50 + b"]"), True),
        (pdf_of({1: b"<< /Length 1 /Filter [/LZWDecode] >>\nstream\nx\nendstream"}), True),
        (pdf_of({1: b"<< /Length 1 /Filter /Fl#61teDecode >>\nstream\nx\nendstream"}), True),
    ],
)
def test_suspicious_files_are_known(data: bytes, expected: bool) -> None:
    assert weigh(data).is_suspicious is expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.4\n", True),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", True),
        (b"PK\x03\x04", False),
        ("说明：%PDF".encode(), False),
    ],
)
def test_pdf_is_recognised_by_content(data: bytes, expected: bool) -> None:
    assert PdfReader().recognises(Source("a.docx", data)) is expected


@pytest.mark.parametrize(
    ("seconds", "characters", "held", "expected"),
    [
        (3.9, 0, 0, False),
        (4.1, 0, 9_000, True),
        (9.0, 600_000, 2_400_000, False),
        (20.0, 600_000, 2_400_000, True),
        (4.1, 600_000, 1_000, True),
    ],
)
def test_long_text_may_take_longer_than_a_slow_file_without_words(
    seconds: float, characters: int, held: int, *, expected: bool
) -> None:
    assert Budget(4, held).is_spent(seconds, characters) is expected


def one_page_many_times(count: int) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    numbers = range(10, 10 + count)
    return pdf_of(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count %d /Kids [%s] >>"
            % (count, b" ".join(b"%d 0 R" % number for number in numbers)),
            3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            5: stream_of(b"".join(text_at(b"a", x, y, size=1) for x in range(50, 545, 5) for y in range(50, 790, 50))),
            **dict.fromkeys(numbers, page),
        }
    )


SMALL_TABLES = b"".join(
    b"%d %d 9 9 re S %d %d m %d %d l S\n" % (x, y, x + 4, y, x + 4, y + 9)
    for x in range(0, 590, 11)
    for y in range(0, 840, 11)
)
STROKES = b"".join(b"%d %d m %d %d l S\n" % (at % 595, at % 842, at * 7 % 595, at * 11 % 842) for at in range(20_000))
SCATTERED = b"".join(text_at(b"a", at * 37 % 59_500 / 100, at * 53 % 84_200 / 100, size=0.5) for at in range(12_000))


@pytest.mark.parametrize(
    "data",
    [
        one_page_many_times(900),
        pages_of([HELLO + STROKES] * 60),
        pages_of([SMALL_TABLES + SCATTERED] * 20),
        pages_of([SCATTERED] * 70),
    ],
    ids=["one page 900 times", "60 pages of strokes", "20 pages of tables and specks", "70 pages of specks"],
)
def test_slow_pages_without_words_are_given_up_within_seconds(data: bytes) -> None:
    started = spent()

    with pytest.raises(ReadingError) as refusal:
        read_pdf(data)

    assert refusal.value.code == codes.TOO_SLOW
    assert spent() - started < 5


def spent() -> float:
    """Processor time of this process and of those that tried a file for it, in seconds."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def test_specks_that_nobody_can_read_earn_no_time() -> None:
    pages = open_pages(Source("a.pdf", pages_of([HELLO + text_at(b"a" * 900, 60, 60, size=0.5)])))

    assert [(page.printed, page.legible) for page in pages] == [(911, 11)]


HEADINGS = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]
HEADER = b"".join(chinese_at(words, 30 + 100 * at, 800, size=12) for at, words in enumerate(HEADINGS))


def scattered(words: list[str], count: int, *, columns: int) -> bytes:
    chance = random.Random(7)  # noqa: S311 -- places, no secrets
    return b"".join(
        chinese_at(
            chance.choice(words),
            30 + 500 // columns * chance.randrange(columns) + chance.uniform(0, 60),
            chance.uniform(20, 780),
            size=4,
        )
        for _ in range(count)
    )


@pytest.mark.parametrize(
    "content",
    [
        scattered(list("任务单位号序牵头时限改造"), 9_000, columns=5),
        HEADER + scattered(list("任务单位号序牵头时限改造"), 9_000, columns=5),
        HEADER + scattered(["1", "改造", "市财政局"], 300, columns=5),
        scattered(HEADINGS, 3_000, columns=1),
        b"".join(
            chinese_at(words, 30 + 100 * at, 810 - 2 * row, size=2)
            for row in range(390)
            for at, words in enumerate(HEADINGS)
        ),
        HEADER
        + b"".join(
            chinese_at("改" * 12, 30 + 100 * at, 790 - 2 * row, size=2) for row in range(380) for at in range(5)
        ),
    ],
    ids=["characters", "below a header", "words below a header", "headings", "rows of headings", "rows of one word"],
)
def test_scattered_words_take_no_long_time(content: bytes) -> None:
    started = time.process_time()

    read_pdf(chinese_page(content))

    assert time.process_time() - started < 10  # 3 on an idle machine
