"""Forms of a person's own account."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from luoshi.accounts.models import User
from luoshi.accounts.states import Scope
from luoshi.common.fields import WordsField, our_field


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth carries no types
    """allauth's form in our words: what a person types here is called as on the slip with the first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("登录名")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # as above
    """allauth's form, whose first field has no Chinese name there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("名称")


class OwnForm(forms.ModelForm[User]):
    """What a person keeps about him- or herself."""

    language = forms.ChoiceField(
        label=_("语言"), choices=[("", _("默认（简体中文）")), *settings.LANGUAGES], required=False
    )

    class Meta:
        model = User
        formfield_callback = our_field
        fields: ClassVar[list[str]] = ["name", "email", "phone", "language", "theme"]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
        }


class TokenForm(forms.Form):
    """A new API token."""

    name = WordsField(label=_("用途"), max_length=60, help_text=_("例如：统计报表程序"))
    scope = forms.ChoiceField(label=_("权限"), choices=Scope.choices)
    days = forms.TypedChoiceField(
        label=_("有效期"),
        coerce=int,
        choices=[(30, _("30天")), (90, _("90天")), (365, _("一年"))],
        initial=90,
    )
