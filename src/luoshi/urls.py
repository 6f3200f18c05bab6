"""All addresses: each app's own under its name, signing in, the API, the health of the service."""

from django.urls import include, path
from django.views.generic import RedirectView

from luoshi.accounts.views import forgotten, sign_in
from luoshi.api import api
from luoshi.common.views import healthz, search
from luoshi.units.views.welcome import welcome

urlpatterns = [
    path("", include("luoshi.desk.urls")),
    path("healthz", healthz, name="healthz"),
    path("search/", search, name="search"),
    path("welcome/", welcome, name="welcome"),
    path("account/login/", sign_in, name="account_login"),
    # People have no confirmed e-mail here: their facts are on their own page, a lost password is the administrator's.
    path("account/email/", RedirectView.as_view(pattern_name="accounts:own"), name="account_email"),
    path("account/password/reset/", forgotten, name="account_reset_password"),
    path("account/", include("allauth.urls")),
    path("me/", include("luoshi.accounts.urls")),
    path("units/", include("luoshi.units.urls")),
    path("notices/", include("luoshi.notices.urls")),
    path("library/", include("luoshi.library.urls")),
    path("ledger/", include("luoshi.ledger.urls")),
    path("training/", include("luoshi.training.urls")),
    path("demo/", include("luoshi.demo.urls")),
    path("workbooks/", include("luoshi.summing_up.urls")),
    path("api/", api.urls),
]

handler400 = "luoshi.common.views.bad_request"
handler403 = "luoshi.common.views.permission_denied"
handler404 = "luoshi.common.views.page_not_found"
handler500 = "luoshi.common.views.server_error"
