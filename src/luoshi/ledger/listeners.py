"""Where the ledger takes part in what others do: a document, the working calendar or the holder of a post changes; a
measure opens the documents that ask for it.
"""

from luoshi.ledger.actions.dropping_exports import drop_exports
from luoshi.ledger.actions.passing_on import pass_on
from luoshi.ledger.actions.recounting import recount_lights
from luoshi.ledger.actions.suspects import mark_suspect, purge_words
from luoshi.ledger.queries.traces import documents_behind
from luoshi.library import readers
from luoshi.library.announcing import on_new_version, on_purge
from luoshi.units.actions import calendar, posts

on_new_version.register(mark_suspect)
on_purge.register(purge_words)
on_purge.register(drop_exports)
calendar.after_change.append(recount_lights)
posts.on_taking_over.append(pass_on)
readers.register(documents_behind)
