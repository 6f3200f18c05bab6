"""Finds what reflections have in common word for word, after quotations and titles are taken out."""

from luoshi.engine.resemblance.report import Reflection, Resemblance, SharedPassage, as_json
from luoshi.engine.resemblance.search import find_resemblances

__all__ = ["Reflection", "Resemblance", "SharedPassage", "as_json", "find_resemblances"]
