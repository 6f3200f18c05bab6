"""Finds the sentences of a reflection in which the writer takes something definite upon himself."""

from luoshi.engine.commitments.find import find_commitments
from luoshi.engine.commitments.report import Commitment, as_json

__all__ = ["Commitment", "as_json", "find_commitments"]
