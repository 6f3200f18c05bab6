"""Forms of reflections: what the author writes, what the class head says, why something is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.common.fields import WordsField
from luoshi.common.forms import SeenVersion
from luoshi.training.essays import LONGEST_HEADING, LONGEST_TITLE, Essay, essay_as_sent, essay_of

if TYPE_CHECKING:
    from luoshi.training.models import Reflection


class ReflectionForm(SeenVersion):
    """Title and parts; the parts come as rows of equal fields, `heading` and `text`, in their order."""

    title = forms.CharField(label=_("标题"), max_length=LONGEST_TITLE, required=False)
    apart = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if any(len(heading) > LONGEST_HEADING for heading in self._rows("heading")):
            sentence = _("小标题最多%(count)s字，这次没有保存。") % {"count": LONGEST_HEADING}
            raise forms.ValidationError(sentence, code="heading_too_long")
        return values

    @property
    def parts(self) -> list[dict[str, str]]:
        """The parts as they were sent."""
        headings, texts = self._rows("heading"), self._rows("text")
        length = max(len(headings), len(texts))
        headings += [""] * (length - len(headings))
        texts += [""] * (length - len(texts))
        return [{"heading": one, "text": other} for one, other in zip(headings, texts, strict=True)]

    @property
    def essay(self) -> Essay:
        """What was sent, as it is read."""
        return essay_of(str(self.data.get("title", "")), self.parts)

    @property
    def as_sent(self) -> Essay:
        """What was sent, character by character."""
        return essay_as_sent(str(self.data.get("title", "")), self.parts)

    def _rows(self, name: str) -> list[str]:
        return list(self.data.getlist(name)) if hasattr(self.data, "getlist") else []


class SeenForm(forms.Form):
    """The version that somebody looked at when deciding."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> int | None:
        """The version, None where none was sent."""
        return self.cleaned_data.get("version") if self.is_valid() else None


class CommentForm(forms.Form):
    """A comment, on all or on some quoted words."""

    quote = forms.CharField(
        label=_("针对的原文"),
        required=False,
        max_length=2000,
        strip=False,
        help_text=_("在正文中选中一段文字会自动填入；不填时针对全文。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    near = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    text = WordsField(label=pgettext_lazy("comment", "意见"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_quote(self) -> str:
        quote: str = self.cleaned_data["quote"]
        return quote.replace("\r\n", "\n").strip("\n")


class ReturnForm(forms.Form):
    """Why something goes back."""

    reason = WordsField(label=_("退回理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class PaperForm(forms.Form):
    """The scan of what was handed in on paper, if there is one."""

    scan = forms.FileField(label=_("扫描件"), required=False, help_text=_("可以不传。PDF或图片。"))


class PurgeForm(forms.Form):
    """Why a text is removed."""

    reason = WordsField(label=_("清除理由"), max_length=200)


class ReflectionFileForm(forms.Form):
    """A Word file to be taken in."""

    file = forms.FileField(label=_("Word文件"), help_text=_("只认.docx。旧的.doc请先另存为.docx。"))


def filled(reflection: Reflection) -> ReflectionForm:
    """The form as it is opened."""
    return ReflectionForm(initial={"title": reflection.title, "version": reflection.version})
