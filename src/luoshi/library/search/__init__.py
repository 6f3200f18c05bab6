"""Full-text search of the library: every character one token, a phrase its row of tokens, on either database."""

from luoshi.library.search.index import forget, forget_for_good, reindex, remember, remember_title
from luoshi.library.search.phrases import phrases_of

__all__ = ["forget", "forget_for_good", "phrases_of", "reindex", "remember", "remember_title"]
