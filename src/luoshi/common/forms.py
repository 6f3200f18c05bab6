"""What forms share: the version they were opened with, refused actions shown in place, picking a row by typing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from luoshi.common.errors import MissingRightError, RuleError, StaleFormError
from luoshi.common.fields import WholeField, WordsField

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet
    from django.forms.renderers import BaseRenderer
    from django.utils.safestring import SafeString

T = TypeVar("T")


class SeenVersion(forms.Form):
    """Mixin: carries the version that the form was opened with, and says so when it is no longer the newest."""

    version = WholeField(widget=forms.HiddenInput, required=False)
    stale: StaleFormError | None = None

    def show_stale(self, stale: StaleFormError) -> None:
        """Keep what was typed, show what changed meanwhile; saving again is then a decision."""
        self.stale = stale
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent[self.add_prefix("version")] = str(stale.version)
        self.data = sent


def carry_out(form: forms.BaseForm, act: Callable[[], T]) -> T | None:
    """Run an action for a valid form; what it refuses is shown in the form. None if it was refused."""
    try:
        return act()
    except MissingRightError:
        raise
    except StaleFormError as stale:
        if not isinstance(form, SeenVersion):
            raise
        form.show_stale(stale)
    except RuleError as refusal:
        form.add_error(None, str(refusal))
    return None


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class LongSelect(forms.Select):
    """A drop-down of very many rows, written in one go: the usual one renders a template for every option."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 -- as forms call it
    ) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((key, mark_safe(" selected") if str(key) in chosen else "", label) for key, label in self.choices),
        )
        looks = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>\n{}\n</select>', name, looks, options)


class PickInput(forms.TextInput):
    """A text field that offers rows while one types; works with plain typing too."""

    template_name = "common/widgets/pick.html"

    def __init__(self, options_url: str) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.options_url = reverse_lazy(options_url)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["options_url"] = self.options_url
        return context


class PickField(WordsField):
    """One row picked by typing: `名称 #12`, or a text that fits exactly one row.

    `rows` is set by the form to what the person may see; `exact` names the fields that a typed text is compared with.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "unknown": _("没有找到“%(text)s”，请从列出的选项中选择。"),
        "many": _("“%(text)s”不止一个，请从列出的选项中选择。"),
    }
    _numbered = re.compile(r"#(\d{1,12})\s*$")

    def __init__(self, *, options_url: str, exact: tuple[str, ...] = ("name",), **kwargs: Any) -> None:
        super().__init__(widget=PickInput(options_url), **kwargs)
        self.exact = exact
        self.rows: QuerySet[Any] | None = None

    def prepare_value(self, value: Any) -> Any:
        """A row or its number as the text that picks it."""
        if isinstance(value, int) and self.rows is not None:
            value = self.rows.filter(pk=value).first() or value
        return pick_text(value) if hasattr(value, "pk") else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self._find(text) if text else None

    def _find(self, text: str) -> Model:
        if self.rows is None:
            raise ValueError("the form has to say which rows may be picked")
        if match := self._numbered.search(text):
            found = list(self.rows.filter(pk=int(match[1])))
        else:
            found = next((rows for name in self.exact if (rows := list(self.rows.filter(**{name: text})[:2]))), [])
        if len(found) == 1:
            row: Model = found[0]
            return row
        raise forms.ValidationError(
            self.error_messages["many" if found else "unknown"], code="pick", params={"text": text}
        )


def pick_text(row: Model, *, hint: str = "") -> str:
    """The text by which a row is picked."""
    return f"{row}（{hint}）#{row.pk}" if hint else f"{row} #{row.pk}"
