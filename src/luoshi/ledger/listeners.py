"""What the ledger does when a document of the library changes."""

from luoshi.ledger.actions.suspects import mark_suspect, purge_words
from luoshi.library.announcing import on_new_version, on_purge

on_new_version.register(mark_suspect)
on_purge.register(purge_words)
