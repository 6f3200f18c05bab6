"""The upload of an office's own ledger, and what its columns, words and names mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common.fields import WholeField, WordsField
from luoshi.ledger.actions.taking_over import STATES
from luoshi.ledger.models import Plan
from luoshi.ledger.states import State
from luoshi.summing_up.actions.imports import Matching
from luoshi.summing_up.queries.imports import owners_for, plans_for_import
from luoshi.summing_up.states import LedgerField
from luoshi.units.models import Unit

if TYPE_CHECKING:
    from django.http import QueryDict

    from luoshi.accounts.models import User

_PK = re.compile("[0-9]{1,9}")
STATE_CHOICES = [(state.value, state.label) for state in STATES]


class StartForm(forms.Form):
    """A workbook, and the plan it goes into."""

    file = forms.FileField(label=_("工作簿"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}))
    plan = forms.ModelChoiceField(
        label=_("导入到"), queryset=Plan.objects.none(), required=False, empty_label=_("新建一个方案")
    )
    plan_name = WordsField(label=_("新方案名称"), max_length=300, required=False, help_text=_("不填则用文件名。"))
    owner = forms.ModelChoiceField(label=_("督办单位"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["plan"].queryset = plans_for_import(user)
        fields["owner"].queryset = owners_for(user)


class MatchForm(forms.Form):
    """What was chosen for columns, words and names; choices that are none of ours are left aside."""

    version = WholeField()
    sheet = WordsField(max_length=100, required=False)
    default_state = forms.ChoiceField(choices=STATE_CHOICES, required=False)

    def matching(self) -> Matching:
        """What was chosen; an empty unit leaves the name open."""
        states = {state.value for state in STATES}
        return Matching(
            sheet=self.cleaned_data["sheet"],
            columns={place: field for place, field in self._named("column-") if field in LedgerField.values},
            states={word: state for word, state in self._named("state-") if state in states},
            units={name: pk for name, pk in self._named("unit-") if not pk or _PK.fullmatch(pk)},
            default_state=self.cleaned_data["default_state"],
        )

    def _named(self, prefix: str) -> list[tuple[str, str]]:
        given: QueryDict = self.data  # type: ignore[assignment] # a bound form of a request
        return [(key.removeprefix(prefix), given.get(key, "")) for key in given if key.startswith(prefix)]


DEFAULT_STATE = State.PROPOSED
