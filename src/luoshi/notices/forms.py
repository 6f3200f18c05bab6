"""The forms of the inbox: how one wants to be told, and marking all as read."""

from __future__ import annotations

from typing import Any, ClassVar

import apprise
from django import forms
from django.utils.translation import gettext as _

from luoshi.common.fields import our_field
from luoshi.notices.models import Preference
from luoshi.notices.states import Pace

SCHEMES = frozenset({"wecombot", "dingtalk", "feishu", "lark"})
"""The services that a message may go to: whoever could name any address would have the server knock there."""


class PreferenceForm(forms.ModelForm[Preference]):
    """Mail and chat: off, once a day, or each at once."""

    class Meta:
        model = Preference
        formfield_callback = our_field
        fields: ClassVar[list[str]] = ["mail", "chat", "chat_address"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        address = values.get("chat_address", "")
        if values.get("chat") != Pace.OFF and not address:
            self.add_error("chat_address", _("要用即时通讯接收提醒，请填写地址。"))
        if address and not _is_robot(address):
            self.add_error("chat_address", _("这里只能填写企业微信、钉钉或飞书机器人的地址，请向管理员核对。"))
        return values


class ReadAllForm(forms.Form):
    """When the page was made on which somebody marks all as read: what has come since then stays new."""

    until = forms.DateTimeField(widget=forms.HiddenInput, required=False)


def _is_robot(address: str) -> bool:
    service = apprise.Apprise.instantiate(address)
    return service is not None and str(service.url()).partition(":")[0] in SCHEMES  # type: ignore[no-untyped-call]  # the library's
