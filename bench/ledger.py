"""From a .docx of 88 measures to its ledger, against the floor of unzipping and parsing, and against markitdown."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from bench.measuring import median_seconds, print_ratio
from luoshi.engine import break_down, read_bytes
from luoshi.samples import sample_path


def run() -> None:
    data = sample_path("city-plan.docx").read_bytes()
    measures = break_down(read_bytes(data, name="city-plan.docx")).measures
    print(f"measures: {len(measures)}")
    ours = median_seconds(lambda: break_down(read_bytes(data, name="city-plan.docx")))
    print_ratio(
        "docx to ledger", ours, "unzip and lxml", median_seconds(lambda: _parse_all(data)), goal="ours ≤ 3 × the floor"
    )
    print_ratio(
        "docx to document",
        median_seconds(lambda: read_bytes(data, name="city-plan.docx")),
        "unzip and lxml",
        median_seconds(lambda: _parse_all(data)),
    )
    try:
        from markitdown import MarkItDown
    except ImportError:
        print("markitdown is not installed: that ratio is left out")
        return
    peer = MarkItDown()
    print_ratio(
        "docx to ledger",
        ours,
        "markitdown reading",
        median_seconds(lambda: peer.convert_stream(io.BytesIO(data), file_extension=".docx")),
        goal="≥ 10",
    )


def _parse_all(data: bytes) -> None:
    """The floor: unzip every XML part and parse it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
