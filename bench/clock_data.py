"""The library of the clock figure: `fill` makes 1,000 compared documents, `one` a new one, `page` signs in."""

# ruff: noqa: E402 -- the application has to be set up before its models are imported
from __future__ import annotations

import hashlib
import os
import sys
from itertools import islice

import numpy as np

from luoshi.common.installation import DataFolder

DataFolder.from_environment(os.environ).prepare()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse

from bench.varied_text import texts
from luoshi.accounts.models import User
from luoshi.common import clock
from luoshi.library.models import Clause, Document
from luoshi.library.states import ReadingState
from luoshi.training.models import RelatedClause, RelatedDocument
from luoshi.units.actions.posts import install
from luoshi.units.actions.units import plant
from luoshi.units.models import Post, Unit
from luoshi.units.states import Kind, Level, Role

DOCUMENTS, CLAUSES, LENGTH, RELATED = 1_000, 50, 100, 10


def fill() -> None:
    """Documents with their clauses and what belongs to each, as if the clock had long compared them."""
    call_command("migrate", interactive=False, verbosity=0)
    city = plant(None, by=None, name="滨川市", level=Level.CITY, kind=Kind.AREA)
    office = User.objects.create_user("office", name="督办员")
    install(Post(user=office, unit=city, role=Role.SUPERVISOR, starts_on=clock.today()), by=None)
    with transaction.atomic():
        for first in range(0, DOCUMENTS, 100):
            documents = _add(city, first, 100, seed=first + 1)
            RelatedDocument.objects.bulk_create([RelatedDocument(document=one) for one in documents])
        _relate()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def one() -> None:
    """One document more."""
    _add(Unit.objects.get(), Document.objects.count(), 1, seed=7)


def page() -> None:
    """Print the addresses of the linked reading of a clause and the session that may open it."""
    user = User.objects.get()
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    clause = Clause.objects.all()[DOCUMENTS * CLAUSES // 2]
    print(reverse("training:related", args=[clause.pk]), session.session_key)


def _add(city: Unit, first: int, count: int, *, seed: int) -> list[Document]:
    words = texts(count * CLAUSES, LENGTH, seed=seed)
    documents, clauses = [], []
    for number in range(first, first + count):
        pieces = list(islice(words, CLAUSES))
        document = Document(
            owner=city,
            title=f"滨川市关于做好第{number}号事项的意见",
            doc_number=f"滨政发〔2025〕{number}号",
            name=f"{number}.txt",
            text="\n".join(pieces),
            state=ReadingState.READY,
            uploaded_at=clock.now(),
        )
        documents.append(document)
        starts = np.cumsum([0, *(len(piece) + 1 for piece in pieces)])
        clauses += [
            Clause(
                document=document,
                number=place,
                marker=f"{place + 1}.",
                path=str(place + 1),
                kind="item",
                start=int(starts[place]),
                words_start=int(starts[place]),
                end=int(starts[place]) + len(piece),
                words_end=int(starts[place]) + len(piece),
                digest=hashlib.sha256(piece.encode()).hexdigest(),
            )
            for place, piece in enumerate(pieces)
        ]
    Document.objects.bulk_create(documents)
    Clause.objects.bulk_create(clauses, batch_size=500)
    return documents


def _relate() -> None:
    """For every clause ten of other documents, spread over the library."""
    numbers = list(Clause.objects.order_by("pk").values_list("pk", flat=True))
    many = len(numbers)
    for start in range(0, many, 5_000):
        RelatedClause.objects.bulk_create(
            [
                RelatedClause(
                    clause_id=numbers[at],
                    other_id=numbers[(at + (step + 1) * 4_637) % many],
                    score=1 / (step + 1),
                    reasons=[{"relation": "same_words", "words": ["共同的几个词", "另外一处"]}],
                )
                for at in range(start, min(start + 5_000, many))
                for step in range(RELATED)
            ],
            batch_size=5_000,
        )


if __name__ == "__main__":
    {"fill": fill, "one": one, "page": page}[sys.argv[1]]()
