"""Forms of the library: the shape of input, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.common.fields import WordsField, our_field
from luoshi.common.forms import DateInput, PickField, SeenVersion
from luoshi.library.models import Document
from luoshi.library.queries.documents import documents_visible_to
from luoshi.library.queries.links import clauses_named
from luoshi.library.states import DocumentKind, LinkKind, ReadingState
from luoshi.units.models import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from luoshi.accounts.models import User


class ListForm(forms.Form):
    """The filters of the list of documents."""

    q = WordsField(label=_("标题、文号、发文机关"), max_length=100, required=False)
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
        formfield_callback = our_field
        fields: ClassVar[list[str]] = ["title", "doc_number", "issuers", "addressees", "signed_on", "kind"]
        widgets: ClassVar[dict[str, Any]] = {
            "signed_on": DateInput(),
            "title": forms.Textarea(attrs={"rows": 3}),
            "addressees": forms.Textarea(attrs={"rows": 3}),
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
    """The files, the unit whose library they join, and the document of which the one file is a new version."""

    file = SeveralFilesField(label=_("文件"), allow_empty_file=True)
    owner = forms.ModelChoiceField(label=_("归入哪个单位的文件库"), queryset=Unit.objects.none(), empty_label=None)
    supersedes = PickField(
        label=_("它是哪份文件的新版本（可不填）"),
        options_url="library:options",
        exact=("title", "doc_number"),
        required=False,
    )

    def __init__(self, *args: Any, user: User, owners: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a field of choices
        self.fields["supersedes"].rows = documents_visible_to(user)  # type: ignore[attr-defined]  # a field of rows
        self.initial["owner"] = owners.first()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("supersedes") and len(values.get("file") or ()) > 1:
            self.add_error("supersedes", _("登记新版本时，一次只能上传一个文件。"))
        return values


class LinkForm(forms.Form):
    """A link entered by hand."""

    kind = forms.ChoiceField(label=_("关系"), choices=LinkKind.choices)
    target = PickField(
        label=_("文件库中的文件"), options_url="library:options", exact=("title", "doc_number"), required=False
    )
    name = WordsField(
        label=_("或写出文件名称"),
        max_length=300,
        required=False,
        help_text=_("文件库里还没有时填写，以后上传会自动对上。"),
    )
    clauses = WordsField(
        label=_("涉及的条款"),
        max_length=300,
        required=False,
        help_text=_("修改或废止时填写，如“二（一）、第三条”；不填表示全文。"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].rows = documents_visible_to(user)  # type: ignore[attr-defined]  # a field of rows

    def clean(self) -> dict[str, Any]:
        """The names of clauses become the clauses of the target."""
        values = super().clean() or {}
        named, target = values.get("clauses"), values.get("target")
        values["clauses"] = []
        if named and target is None:
            self.add_error("clauses", _("只有文件库中的文件才能指明条款。"))
        elif named and target:
            values["clauses"], unknown = clauses_named(target, named)
            if unknown:
                self.add_error("clauses", _("没有找到这些条款：%(names)s。") % {"names": "、".join(unknown)})
        return values


class PurgeForm(forms.Form):
    """Why the content of a document has to go."""

    reason = WordsField(
        label=_("清除理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("会永久留存，请不要写涉密内容。"),
    )
