"""What the clock does for the ledger: files that were made for somebody go after a day."""

from datetime import timedelta

from luoshi.common.jobs import Job, register
from luoshi.ledger.actions.dropping_exports import clear_exports

register(Job("exports.clear", timedelta(hours=1), clear_exports))
