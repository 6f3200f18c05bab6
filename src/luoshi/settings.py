"""All settings: safe defaults in a data folder, everything that differs between installations by environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

from luoshi import __version__
from luoshi.common.installation import DataFolder

DATA = DataFolder.from_environment(os.environ)
PACKAGE = Path(__file__).parent

env = environ.Env()
if DATA.configuration.is_file():
    environ.Env.read_env(DATA.configuration)

DEBUG = env.bool("LUOSHI_DEBUG", default=False)
SECRET_KEY = env.str("LUOSHI_SECRET_KEY", default="") or DATA.secret_key()
HTTPS = env.bool("LUOSHI_HTTPS", default=False)
ALLOWED_HOSTS = env.list("LUOSHI_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("LUOSHI_TRUSTED_ORIGINS", default=[])

# The day that counts as today (YYYY-MM-DD): for demonstrations and tests; empty is the real one.
LUOSHI_TODAY = env.str("LUOSHI_TODAY", default="")
# One-click sign-in per role: only in the demonstration, never in an installation with real work.
LUOSHI_DEMO = env.bool("LUOSHI_DEMO", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.humanize",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_tasks_db",
    "template_partials",
    "luoshi.common",
    "luoshi.accounts",
    "luoshi.units",
    "luoshi.notices",
    "luoshi.library",
    "luoshi.ledger",
    "luoshi.training",
    "luoshi.summing_up",
    "luoshi.desk",
    "luoshi.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "luoshi.common.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "luoshi.accounts.middleware.nothing_left_behind",
    "luoshi.accounts.middleware.chosen_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "luoshi.common.middleware.no_null_characters",
    "luoshi.common.middleware.no_empty_refusals",
    "luoshi.accounts.middleware.signing_in_again",
    "luoshi.common.middleware.RuleErrorMiddleware",
    "luoshi.accounts.middleware.first_steps",
]

ROOT_URLCONF = "luoshi.urls"
WSGI_APPLICATION = "luoshi.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "common" / "templates"],  # before allauth's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luoshi.common.context.page_frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "luoshi.common.templatetags.page"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"


def _database() -> dict[str, Any]:
    """SQLite in the data folder, or the server named by DATABASE_URL."""
    # A connection of its own for every request would make each page several times slower.
    kept = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if url := env.str("DATABASE_URL", default=""):
        named = env.db_url_config(url)
        # Compiling a query costs more than any of ours takes. An address that names options of its own keeps them.
        named["OPTIONS"] = {"options": "-c jit=off", **named.get("OPTIONS", {})}
        return {**named, **kept}
    return {
        **kept,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA.database,
        "OPTIONS": {
            # IMMEDIATE takes the write lock at BEGIN: a transaction that reads first and writes later then waits
            # its turn for `timeout` seconds, where SQLite would otherwise fail at once with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was answered is on the disk, also when the power fails. What is deleted or overwritten does not
            # stay readable in the file: an author's deleted text is gone, with all its earlier versions.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
            " PRAGMA cache_size=-32000; PRAGMA journal_size_limit=67108864; PRAGMA secure_delete=ON;",
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "name", "email")}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"

ACCOUNT_ADAPTER = "luoshi.accounts.adapters.ClosedSignUp"
ACCOUNT_FORMS = {"login": "luoshi.accounts.forms.SignInForm"}
ACCOUNT_USER_DISPLAY = str  # a person's name, not the name to sign in with
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# A whole office may go out through one address and sign in at half past eight; an account rests after five guesses.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("LUOSHI_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "luoshi.accounts.forms.PasskeyForm"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # people need no e-mail here
MFA_TOTP_ISSUER = "Luoshi"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers let passkeys work without https on localhost only
SOCIALACCOUNT_ADAPTER = "luoshi.accounts.adapters.KnownPeopleOnly"
SOCIALACCOUNT_ONLY = False
OIDC_SERVER = env.str("LUOSHI_OIDC_SERVER", default="")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_SERVER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.str("LUOSHI_OIDC_NAME", default="OIDC"),
                "client_id": env.str("LUOSHI_OIDC_CLIENT"),
                "secret": env.str("LUOSHI_OIDC_SECRET"),
                "settings": {"server_url": OIDC_SERVER},
            }
        ],
    }

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = env.str("LUOSHI_TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True

NINJA_PAGINATION_PER_PAGE = 100
NINJA_PAGINATION_MAX_LIMIT = 1000
NINJA_PAGINATION_CLASS = "luoshi.common.api_pages.BoundedPages"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # served from the package as installed: no second copy, no collecting at start
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 300  # a month's returned workbooks come at once
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "luoshi.common.receiving.BoundedUpload",  # first: it refuses before anything is written
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# What one upload may weigh, in bytes; kinds and archive limits stand in luoshi.common.uploads.
LUOSHI_UPLOAD_LIMIT = env.int("LUOSHI_UPLOAD_LIMIT", default=100 * 2**20)
# What one film of a class may weigh, in bytes.
LUOSHI_VIDEO_LIMIT = env.int("LUOSHI_VIDEO_LIMIT", default=2 * 2**30)

SESSION_COOKIE_AGE = env.int("LUOSHI_SESSION_HOURS", default=12) * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = env.bool("LUOSHI_HTTPS_REDIRECT", default=False)
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "luoshi.common.views.csrf_failure"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Browsers apply form-action to redirects as well: a form that starts a sign-in elsewhere needs that place named.
CSP_FORM_ACTION = [OIDC_SERVER] if OIDC_SERVER else []

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("LUOSHI_MAIL_FROM", default="luoshi@localhost")
MAIL_IS_ON = "EMAIL_URL" in os.environ
# Chat notices carry no content and are off unless switched on (field.md, section 4).
CHAT_IS_ON = env.bool("LUOSHI_CHAT", default=False)
SITE_URL = env.str("LUOSHI_SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("LUOSHI_SITE_NAME", default="")
PRODUCT_VERSION = __version__

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LUOSHI_LOG_LEVEL", default="WARNING")},
}
PRODUCT_NAME = _("落实")
