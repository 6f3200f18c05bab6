"""Forms of the review page: an approval, in person or recorded from paper, and a reason for giving back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock
from luoshi.common.fields import WordsField
from luoshi.ledger.forms.paper import PaperForm


class ApprovalForm(PaperForm):
    """Who approved: the person who sends it, or somebody else on paper."""

    use_required_attribute = False

    def __init__(self, *args: Any, may_decide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_decide = may_decide
        self.initial.setdefault("approved_on", clock.today())
        if not may_decide:
            del self.fields["on_paper"]
            self.fields["approver"].required = self.fields["approved_on"].required = True

    def is_on_paper(self, values: dict[str, Any]) -> bool:
        return not self.may_decide or bool(values.get("on_paper"))


class ReturnForm(forms.Form):
    """Why measures are given back."""

    use_required_attribute = False  # stands in one HTML form with the approval, folded away

    reason = WordsField(label=_("退回理由"), max_length=300)
