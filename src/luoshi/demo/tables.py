"""Reads the data files of the demonstration."""

from __future__ import annotations

from importlib.resources import files


def rows_of(package: str, name: str) -> list[list[str]]:
    """The rows of a data file: tab-separated, comment lines left out."""
    lines = (files(package) / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def bytes_of(package: str, name: str) -> bytes:
    """A data file as it is."""
    return (files(package) / name).read_bytes()
