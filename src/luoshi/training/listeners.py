"""Where study takes part in what others do: shuts calendars, opens a class's documents to its people, passes classes on
with the post of their head, takes purged words out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.accounts import actions as accounts
from luoshi.common import history
from luoshi.ledger.actions.forgetting import forget_words
from luoshi.ledger.models import Measure
from luoshi.library import readers
from luoshi.library.announcing import on_purge
from luoshi.training.actions.classes import pass_on
from luoshi.training.actions.feeds import renew_addresses
from luoshi.training.actions.notes import purge_quotes
from luoshi.training.announcing import on_reflection_purge
from luoshi.training.queries.classes import documents_studied_by
from luoshi.units.actions import posts

if TYPE_CHECKING:
    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import Reflection

readers.register(documents_studied_by)
posts.on_taking_over.append(pass_on)
accounts.on_shutting_out.append(renew_addresses)


@on_reflection_purge.register
def take_words_from_measures(reflection: Reflection, by: User) -> None:
    """A measure that a sentence became goes on without the sentence, also where the link was taken back since."""
    for commitment in reflection.commitments.all():
        joined = history.entries_of(commitment).filter(verb__in=("commitment.link", "commitment.propose"))
        numbers = {(body or {}).get("after", {}).get("measure") for body in joined.values_list("body", flat=True)}
        for measure in Measure.objects.filter(pk__in=numbers - {None}).order_by("pk"):
            forget_words(measure, (commitment.sentence, commitment.what), by=by)


@on_purge.register
def purge(document: Document, _reason: str, _by: User) -> None:
    from luoshi.training.actions.relating import forget  # what compares is dear to load for nothing

    purge_quotes(document)
    forget(document)
