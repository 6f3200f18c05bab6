"""Forms of classes, sessions and lecturers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.common.forms import DateInput, PickField, SeenVersion
from luoshi.library.models import Document
from luoshi.library.queries.documents import documents_in_reach_of, documents_visible_to
from luoshi.training.forms.trainees import AccountField
from luoshi.training.models import Lecturer, Session, TrainingClass
from luoshi.training.queries.classes import lecturers_of
from luoshi.units.queries.people import people_visible_to

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from luoshi.accounts.models import User
    from luoshi.units.models import Unit

DOCUMENTS_OFFERED = 200


class MomentInput(forms.DateTimeInput):
    """The browser's own field for day and time."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class DocumentsField(forms.ModelMultipleChoiceField[Document]):
    """Documents of the library, ticked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Document.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, **kwargs
        )


class ClassForm(forms.ModelForm[TrainingClass], SeenVersion):
    """The facts of a class."""

    class_head = PickField(
        label=_("班主任"),
        options_url="units:people_options",
        exact=("name", "username"),
        required=False,
        help_text=_("不填时为您本人。"),
    )
    documents = DocumentsField(label=_("学习文件"))
    timetable = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = TrainingClass
        fields: ClassVar[list[str]] = [
            "title",
            "theme",
            "place",
            "starts_on",
            "ends_on",
            "class_head",
            "least_share",
            "reflection_wanted",
            "documents",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {"starts_on": DateInput(), "ends_on": DateInput()}

    def __init__(self, *args: Any, owner: Unit, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_head"].rows = people_visible_to(viewer).filter(is_active=True)  # type: ignore[attr-defined]  # our own field
        offered = documents_in_reach_of(owner) | documents_visible_to(viewer)
        newest = offered.order_by("-pk").values_list("pk", flat=True).distinct()[:DOCUMENTS_OFFERED]
        # What has been chosen stays to be seen, however many newer documents there are.
        chosen = self.instance.documents.values_list("pk", flat=True) if self.instance.pk else ()
        shown = [*newest, *chosen]
        self.fields["documents"].queryset = Document.objects.filter(pk__in=shown)  # type: ignore[attr-defined]  # as above
        if not shown:
            self.fields["documents"].help_text = _("文件库中还没有可选的文件，可以以后再补。")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("结业日期不能早于开班日期。"))
        return values


class SessionForm(forms.ModelForm[Session], SeenVersion):
    """The facts of a session; hours follow from the times where they are left open."""

    hours = forms.DecimalField(
        label=_("学时"),
        min_value=0,
        max_value=24,
        decimal_places=1,
        required=False,
        help_text=_("不填时按每45分钟1学时计算。"),
    )
    documents = DocumentsField(label=_("学习文件"))

    class Meta:
        model = Session
        fields: ClassVar[list[str]] = [
            "form",
            "title",
            "starts_at",
            "ends_at",
            "hours",
            "room",
            "speaker",
            "question",
            "outline",
        ]
        labels: ClassVar[dict[str, _StrOrPromise]] = {"ends_at": pgettext_lazy("session", "结束")}
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "starts_at": MomentInput(),
            "ends_at": MomentInput(),
            "question": forms.Textarea(attrs={"rows": 2}),
            "outline": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaker"].queryset = lecturers_of(training_class)  # type: ignore[attr-defined]  # a choice of rows
        self.fields["documents"].queryset = training_class.documents.all()  # type: ignore[attr-defined]  # as above
        if not training_class.documents.exists():
            self.fields["documents"].widget = forms.MultipleHiddenInput()
        if self.instance.pk:
            self.fields["documents"].initial = list(
                self.instance.passages.values_list("document_id", flat=True).distinct()
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts, ends = values.get("starts_at"), values.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("结束时间应当晚于开始时间。"))
        return values

    def planned(self, training_class: TrainingClass, *, instead_of: Session | None) -> Session | None:
        """The session as far as it is typed, not kept; None as long as it has no beginning and end."""
        self.is_valid()
        facts = self.cleaned_data
        starts_at, ends_at = facts.get("starts_at"), facts.get("ends_at")
        if starts_at is None or ends_at is None:
            return None
        names = ("form", "title", "room", "speaker")
        typed = {name: facts[name] for name in names if name in facts}
        number = instead_of.pk if instead_of else None
        return Session(pk=number, training_class=training_class, starts_at=starts_at, ends_at=ends_at, **typed)


class LecturerForm(forms.ModelForm[Lecturer], SeenVersion):
    """The facts of a lecturer."""

    user = AccountField(help_text=_("填写后，主讲人登录就能看到自己的课和学员的提问，并作答复。没有账号的不填。"))

    class Meta:
        model = Lecturer
        fields: ClassVar[list[str]] = ["name", "organisation", "title", "topics", "user"]


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(label=pgettext_lazy("upload", "文件"))
