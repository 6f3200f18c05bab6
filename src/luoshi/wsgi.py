"""The application as a server loads it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.settings")
application = get_wsgi_application()

from luoshi.common.background import start_if_wanted  # noqa: E402  # the application has to be loaded first

start_if_wanted()
