"""From a .docx of 88 measures to its ledger, against the floor of unzipping and parsing, and against markitdown."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from bench.measuring import print_figure, print_ratio, processor_medians
from luoshi.engine import break_down, read_bytes
from luoshi.samples import sample_path

if TYPE_CHECKING:
    from collections.abc import Callable


def run() -> None:
    data = sample_path("city-plan.docx").read_bytes()
    measures = break_down(read_bytes(data, name="city-plan.docx")).measures
    print(f"measures: {len(measures)}; processor time, medians of turns")
    acts: dict[str, Callable[[], object]] = {
        "ledger": lambda: break_down(read_bytes(data, name="city-plan.docx")),
        "document": lambda: read_bytes(data, name="city-plan.docx"),
        "floor": lambda: _parse_all(data),
    }
    try:
        from markitdown import MarkItDown
    except ImportError:
        print("markitdown is not installed: that ratio is left out")
    else:
        peer = MarkItDown()
        acts["peer"] = lambda: peer.convert_stream(io.BytesIO(data), file_extension=".docx")
    taken = processor_medians(acts)
    print_ratio("docx to document", taken["document"], "unzip and lxml", taken["floor"])
    print_ratio("docx to ledger", taken["ledger"], "unzip and lxml", taken["floor"], goal="ours ≤ 3 × the floor")
    print_figure("docx to ledger, of the floor", taken["ledger"] / taken["floor"], "×", goal="≤ 3")
    if "peer" in taken:
        print_ratio("docx to ledger", taken["ledger"], "markitdown reading", taken["peer"], goal="≥ 10")


def _parse_all(data: bytes) -> None:
    """The floor: unzip every XML part and parse it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
