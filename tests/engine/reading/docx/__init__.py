"""Tests of the .docx reader."""
