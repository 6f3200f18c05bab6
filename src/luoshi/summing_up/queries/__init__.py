"""Reads of workbooks, batches and imports, one noun a file."""
