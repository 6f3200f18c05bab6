"""Forms of the library: the shape of input, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common.forms import DateInput, SeenVersion
from luoshi.library.models import Document
from luoshi.library.states import DocumentKind, ReadingState
from luoshi.units.models import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


class ListForm(forms.Form):
    """The filters of the list of documents."""

    q = forms.CharField(label=_("标题、文号、发文机关"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("种类"), required=False)
    owner = forms.TypedChoiceField(label=_("所属单位"), coerce=int, required=False, empty_value=None)
    year = forms.TypedChoiceField(label=_("年份"), coerce=int, required=False, empty_value=None)
    state = forms.ChoiceField(label=_("读取情况"), required=False)

    def __init__(self, *args: Any, owners: Iterable[Unit], years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "kind": [("", _("全部种类")), *DocumentKind.choices],
            "owner": [("", _("全部单位")), *((unit.pk, unit.name) for unit in owners)],
            "year": [("", _("全部年份")), *((year, year) for year in years)],
            "state": [("", _("全部")), *ReadingState.choices],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a field of choices

    def wanted(self) -> dict[str, Any]:
        """What of the filters is understood; what is not, filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class FactsForm(forms.ModelForm[Document], SeenVersion):
    """What was recognised of a document, to be corrected."""

    class Meta:
        model = Document
        fields: ClassVar[list[str]] = ["title", "doc_number", "issuers", "addressees", "signed_on", "kind"]
        widgets: ClassVar[dict[str, Any]] = {
            "signed_on": DateInput(),
            "title": forms.Textarea(attrs={"rows": 2}),
            "addressees": forms.Textarea(attrs={"rows": 2}),
        }


class SeveralFiles(forms.ClearableFileInput):
    """The browser's own field for several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One or more files."""

    widget = SeveralFiles

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        given = value if isinstance(value, list | tuple) else [value]
        return [super(SeveralFilesField, self).clean(file, initial) for file in given or [None]]


class UploadForm(forms.Form):
    """The files and the unit whose library they join."""

    file = SeveralFilesField(label=_("文件"), allow_empty_file=True)
    owner = forms.ModelChoiceField(label=_("归入哪个单位的文件库"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, owners: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a field of choices
        self.initial["owner"] = owners.first()
