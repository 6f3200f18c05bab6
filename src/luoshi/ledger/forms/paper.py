"""An approval given on paper and recorded here: who, when, and a scan if there is one."""

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


class PaperForm(forms.Form):
    """Base of the forms in which an approval may be one on paper; each says by `is_on_paper` when it is."""

    on_paper = forms.BooleanField(label=_("审批意见在纸上，由我代为登记"), required=False)
    approver = WordsField(label=_("审批人"), max_length=60, required=False)
    approved_on = DayField(label=_("审批日期"), required=False, widget=DateInput())
    scan = forms.FileField(
        label=_("扫描件"), required=False, help_text=_("可不传。PDF或图片。非涉密系统，请勿上传涉密件。")
    )

    paper_names = ("on_paper", "approver", "approved_on", "scan")

    def is_on_paper(self, values: dict[str, Any]) -> bool:
        """Whether what was sent is an approval on paper."""
        return bool(values.get("on_paper"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.is_on_paper(values):
            for name in ("approver", "approved_on"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("纸上审批须写明审批人和日期。"))
            if (day := values.get("approved_on")) and day > clock.today():
                self.add_error("approved_on", _("审批日期不能晚于今天。"))
        return values

    def paper(self) -> Paper | None:
        """The approval on paper with its scan stored, or None where the person decides."""
        given = self.cleaned_data
        if not self.is_on_paper(given):
            return None
        scan = store_upload(given["scan"], kinds=SCANS) if given.get("scan") else None
        return Paper(given["approver"], given["approved_on"], scan)
