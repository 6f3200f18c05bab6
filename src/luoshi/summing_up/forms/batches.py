"""The upload of returned workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile


class ManyFilesInput(forms.ClearableFileInput):
    """The browser's own field for several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; each is judged by the action, so that one that is no workbook does not hold up the others."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        given: Sequence[UploadedFile[bytes]] = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(ManyFilesField, self).clean(one, initial) for one in given]


class UploadForm(forms.Form):
    """Returned workbooks."""

    workbooks = ManyFilesField(
        label=_("回收表"),
        allow_empty_file=True,
        widget=ManyFilesInput(attrs={"accept": ".xlsx", "class": "form-control"}),
    )
