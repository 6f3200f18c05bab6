"""Which measures a bulk step is for: those ticked, or all of a filter."""

from __future__ import annotations

from typing import Any

from django import forms

from luoshi.common.fields import WordsField
from luoshi.common.numbers import whole
from luoshi.ledger.actions.steps import BULK_AT_MOST
from luoshi.ledger.verbs import STEPS


class SelectionForm(forms.Form):
    """A step and the numbers of the measures; `all` stands for everything that passes the filter `query`."""

    verb = forms.ChoiceField(choices=[(step.verb, step.label) for step in STEPS.values() if step.in_bulk])
    pk = forms.TypedMultipleChoiceField(coerce=int, required=False)
    all = forms.BooleanField(required=False)
    query = WordsField(max_length=1000, required=False)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.data.getlist("pk")[:BULK_AT_MOST] if hasattr(self.data, "getlist") else []
        self.fields["pk"].choices = [(pk, pk) for pk in given if whole(pk) is not None]  # type: ignore[attr-defined]  # a field of choices
