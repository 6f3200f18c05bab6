"""Luoshi 落实: from an official document to its results."""

__version__ = "0.1.0"
