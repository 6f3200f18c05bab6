"""Reads of the ledger; views get rows through `…_visible_to(user)` only."""
