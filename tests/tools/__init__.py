"""Makers of test files: official documents in the formats that offices use."""
