"""Tables of what goes out and comes back, one noun a file."""

from luoshi.summing_up.models.batches import WorkbookBatch, WorkbookChange, WorkbookFile
from luoshi.summing_up.models.imports import ImportedRow, ImportMapping, LedgerImport
from luoshi.summing_up.models.parcels import Parcel

__all__ = [
    "ImportMapping",
    "ImportedRow",
    "LedgerImport",
    "Parcel",
    "WorkbookBatch",
    "WorkbookChange",
    "WorkbookFile",
]
