"""Writes of the ledger: one public action per verb, all through one door for state."""
