"""Automatic numbers of .docx files: as Word prints them, and compared with what LibreOffice prints."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from luoshi.engine.document import Paragraph
from luoshi.engine.reading.docx import DocxReader
from luoshi.engine.reading.source import Source
from tests.engine.reading.docx.format_cases import FORMAT_CASES
from tests.engine.reading.docx.list_cases import LIST_CASES
from tests.engine.reading.docx.style_cases import STYLE_CASES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.reading.docx.cases import Case

CASES = (*LIST_CASES, *STYLE_CASES, *FORMAT_CASES)
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@each_case
def test_a_label_is_printed_as_word_prints_it(case: Case) -> None:
    content = DocxReader().read(Source("case.docx", case.docx()))

    assert _labels(content.text.replace("\t", "\n").splitlines(), case) == case.labels


@each_case
def test_a_label_is_counted_in_its_paragraph(case: Case) -> None:
    content = DocxReader().read(Source("case.docx", case.docx()))

    paragraphs = [block for block in content.blocks if isinstance(block, Paragraph)]
    words = [block.span.of(content.text)[block.label :] for block in paragraphs]
    assert [word for word in words if word and "句" not in word] == (["框"] if "text box" in case.name else [])


@each_case
def test_libreoffice_prints_the_same_label_or_one_known_to_differ(case: Case, printed: dict[str, list[str]]) -> None:
    assert _labels(printed[case.name], case) == (case.libreoffice or case.labels)


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]

    assert len(names) == len(set(names))


def test_every_known_difference_says_why() -> None:
    assert [case.name for case in CASES if bool(case.libreoffice) != bool(case.why)] == []


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case not in FORMAT_CASES or not case.libreoffice],
    ids=lambda case: case.name,
)
def test_a_label_survives_being_saved_by_libreoffice(case: Case, saved: dict[str, str]) -> None:
    assert _labels(saved[case.name].replace("\t", "\n").splitlines(), case) == (case.libreoffice or case.labels)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The lines that LibreOffice prints for each case."""
    files = _converted(tmp_path_factory.mktemp("printed"), "txt:Text (encoded):UTF8")
    return {name: file.read_text(encoding="utf-8-sig").splitlines() for name, file in files.items()}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Our reading of each case after LibreOffice has read it and written it anew, in its own way."""
    files = _converted(tmp_path_factory.mktemp("saved"), "docx")
    return {name: DocxReader().read(Source(name, file.read_bytes())).text for name, file in files.items()}


def _converted(folder: Path, target: str) -> dict[str, Path]:
    """Each case as converted by LibreOffice; one call for all, its start takes longer than the cases."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed: its labels are not compared")
    files = [folder / f"{place}.docx" for place in range(len(CASES))]
    for file, case in zip(files, CASES, strict=True):
        file.write_bytes(case.docx())
    profile = f"-env:UserInstallation=file://{folder}/profile"
    made = folder / "made"
    command = [office, profile, "--headless", "--convert-to", target, "--outdir", made, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    ending = target.partition(":")[0]
    return {case.name: made / f"{file.stem}.{ending}" for file, case in zip(files, CASES, strict=True)}


def _labels(lines: list[str], case: Case) -> tuple[str, ...]:
    """What stands before the words of each item, white space aside."""
    before = {text: line.partition(text)[0].strip() for line in lines for text in _texts(case) if text in line}
    return tuple(before[text] for text in _texts(case))


def _texts(case: Case) -> list[str]:
    return [case.text(place) for place in range(len(case.items))]
