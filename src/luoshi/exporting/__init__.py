"""Ledgers to keep: pure writers from a breakdown to .xlsx, .csv and .json, and whole files or none."""
