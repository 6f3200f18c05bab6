"""Checks the quotations of an essay against a library: are these the words, and do they stand where it says?"""

from luoshi.engine.quotations.check import check_quotations
from luoshi.engine.quotations.documents import library_document
from luoshi.engine.quotations.index import LibraryIndex
from luoshi.engine.quotations.library import Library
from luoshi.engine.quotations.report import (
    Edit,
    Fault,
    Kind,
    Mark,
    Quotation,
    QuotationReport,
    SourcePlace,
    Verdict,
    as_json,
)
from luoshi.engine.quotations.segments import LibraryDocument

__all__ = [
    "Edit",
    "Fault",
    "Kind",
    "Library",
    "LibraryDocument",
    "LibraryIndex",
    "Mark",
    "Quotation",
    "QuotationReport",
    "SourcePlace",
    "Verdict",
    "as_json",
    "check_quotations",
    "library_document",
]
