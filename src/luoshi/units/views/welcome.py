"""The guided page for the first administrator of an empty installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from luoshi.accounts.queries import is_empty_installation
from luoshi.common.errors import MissingRightError
from luoshi.units.actions.welcome import make_first_administrator
from luoshi.units.forms import WelcomeForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
def welcome(request: HttpRequest) -> HttpResponse:
    """Open only while nobody is there."""
    if not is_empty_installation():
        return redirect("account_login")
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, _root = make_first_administrator(**form.cleaned_data)
        except MissingRightError as refusal:
            form.add_error("code", str(refusal))
        else:
            login(request, user, backend=BACKEND)
            messages.success(request, _("欢迎使用。接下来可以导入单位，再录入人员。"))
            return redirect("desk:home")
    return render(request, "units/welcome.html", {"form": form})
