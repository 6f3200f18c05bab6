"""The class of the classroom figure: `fill N` makes it and prints who sits where, `kept` prints what is there."""

# ruff: noqa: E402 -- the application has to be set up before its models are imported
from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

from luoshi.common.installation import DataFolder

# The key of the installation comes first: sessions made under another one would not be known to the server.
DataFolder.from_environment(os.environ).prepare()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.urls import reverse

from luoshi.accounts.models import User
from luoshi.common import clock
from luoshi.training.actions.classes import add_class
from luoshi.training.actions.grouping import make_groups
from luoshi.training.actions.reflections import open_own
from luoshi.training.actions.sessions import add_session
from luoshi.training.actions.trainees import enrol
from luoshi.training.models import DiscussionPiece, Reflection
from luoshi.units.actions.posts import install
from luoshi.units.actions.units import plant
from luoshi.units.models import Post
from luoshi.units.states import Kind, Level, Role

GROUPS = 6


def fill(people: int) -> list[dict[str, Any]]:
    """A class with so many trainees, each signed in and with a reflection begun."""
    call_command("migrate", interactive=False, verbosity=0)
    today = clock.today()
    city = plant(None, by=None, name="滨川市", level=Level.CITY, kind=Kind.AREA)
    head = User.objects.create_user("head", name="班主任")
    install(Post(user=head, unit=city, role=Role.CLASS_HEAD, starts_on=today), by=None)
    held = add_class(city, title="专题班", starts_on=today, ends_on=today + timedelta(days=4), by=head)
    begins = clock.now()
    talk = add_session(
        held, form="group_discussion", title="分组讨论", starts_at=begins, ends_at=begins + timedelta(hours=1), by=head
    )
    seats = [_seat(number, held, city, head) for number in range(people)]
    make_groups(held, GROUPS, by=head)
    own = dict(held.trainees.values_list("name", "group"))
    return [seat | {"talk": reverse("training:pieces", args=[talk.pk, own[seat["name"]]])} for seat in seats]


def _seat(number: int, held: Any, city: Any, head: User) -> dict[str, Any]:
    user = User.objects.create_user(f"trainee{number}", name=f"学员{number}")
    install(Post(user=user, unit=city, role=Role.TRAINEE, starts_on=clock.today()), by=None)
    enrol(held, name=user.name, user=user, unit=city, by=head)
    reflection = open_own(held, by=user)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    url = reverse("training:save_reflection", args=[reflection.pk])
    return {"name": user.name, "session": session.session_key, "url": url, "version": reflection.version}


def kept() -> dict[str, Any]:
    """Every reflection as it stands (`saves` counts its versions from the first) and the words of every note."""
    reflections = [
        {
            "url": reverse("training:save_reflection", args=[one.pk]),
            "version": one.version,
            "title": one.title,
            "saves": one.version - 1,
        }
        for one in Reflection.objects.order_by("pk")
    ]
    return {"reflections": reflections, "pieces": list(DiscussionPiece.objects.values_list("text", flat=True))}


if __name__ == "__main__":
    told: Any = fill(int(sys.argv[2])) if sys.argv[1] == "fill" else kept()
    print(json.dumps(told, ensure_ascii=False))
