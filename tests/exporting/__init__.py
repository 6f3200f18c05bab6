"""Tests of the ledger writers."""
