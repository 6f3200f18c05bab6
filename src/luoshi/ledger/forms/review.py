"""Forms of the review page: an approval, in person or recorded from paper, and a reason for giving back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock
from luoshi.common.fields import DayField, WordsField
from luoshi.common.files import store_upload
from luoshi.common.forms import DateInput
from luoshi.common.uploads import DOCUMENTS
from luoshi.ledger.actions.door import Paper

SCANS = DOCUMENTS | {"png", "jpeg", "webp", "tiff"}


class ApprovalForm(forms.Form):
    """Who approved: the person who sends it, or somebody else on paper."""

    use_required_attribute = False

    on_paper = forms.BooleanField(label=_("审批意见在纸上，由我代为登记"), required=False)
    approver = WordsField(label=_("审批人"), max_length=60, required=False)
    approved_on = DayField(label=_("审批日期"), required=False, widget=DateInput())
    scan = forms.FileField(
        label=_("扫描件"), required=False, help_text=_("可不传。PDF或图片。非涉密系统，请勿上传涉密件。")
    )

    def __init__(self, *args: Any, may_decide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_decide = may_decide
        self.initial.setdefault("approved_on", clock.today())
        if not may_decide:
            del self.fields["on_paper"]
            self.fields["approver"].required = self.fields["approved_on"].required = True

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self._is_on_paper(values):
            for name in ("approver", "approved_on"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("纸上审批须写明审批人和日期。"))
            if (day := values.get("approved_on")) and day > clock.today():
                self.add_error("approved_on", _("审批日期不能晚于今天。"))
        return values

    def paper(self) -> Paper | None:
        """The approval on paper with its scan stored, or None where the person decides."""
        given = self.cleaned_data
        if not self._is_on_paper(given):
            return None
        scan = store_upload(given["scan"], kinds=SCANS) if given.get("scan") else None
        return Paper(given["approver"], given["approved_on"], scan)

    def _is_on_paper(self, values: dict[str, Any]) -> bool:
        return not self.may_decide or bool(values.get("on_paper"))


class ReturnForm(forms.Form):
    """Why measures are given back."""

    use_required_attribute = False  # stands in one HTML form with the approval, folded away

    reason = WordsField(label=_("退回理由"), max_length=300)
