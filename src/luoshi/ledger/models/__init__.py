"""Tables of the ledger, one noun a file."""

from luoshi.ledger.models.exports import LedgerExport
from luoshi.ledger.models.indicators import Contribution, ReachedValue
from luoshi.ledger.models.measures import Indicator, Measure, Source
from luoshi.ledger.models.parts import AcceptancePoint, Milestone, Part
from luoshi.ledger.models.plans import ClockProfile, Plan
from luoshi.ledger.models.reports import Evidence, Obstacle, Report
from luoshi.ledger.models.saved_views import ColumnChoice, SavedView
from luoshi.ledger.models.steps import Comment, Extension, PaperApproval, UrgingSlip, Verification

__all__ = [
    "AcceptancePoint",
    "ClockProfile",
    "ColumnChoice",
    "Comment",
    "Contribution",
    "Evidence",
    "Extension",
    "Indicator",
    "LedgerExport",
    "Measure",
    "Milestone",
    "Obstacle",
    "PaperApproval",
    "Part",
    "Plan",
    "ReachedValue",
    "Report",
    "SavedView",
    "Source",
    "UrgingSlip",
    "Verification",
]
