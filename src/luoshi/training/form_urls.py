"""Addresses of reading, discussion, seminar and video."""

from __future__ import annotations

from django.urls import path

from luoshi.training.views import discussions, notes, questions, reading, videos

patterns = [
    path("notes/", notes.own, name="notes"),
    path("notes/export/", notes.export, name="export_notes"),
    path("notes/<int:pk>/", notes.change, name="change_note"),
    path("notes/<int:pk>/remove/", notes.remove, name="remove_note"),
    path("documents/<int:pk>/notes/", notes.panel, name="notes_on"),
    path("documents/<int:pk>/place/", reading.place, name="reading_place"),
    path("clauses/<int:pk>/related/", reading.related, name="related"),
    path("sessions/<int:pk>/passages/", reading.add_passages, name="add_passages"),
    path("passages/<int:pk>/remove/", reading.remove_passage, name="remove_passage"),
    path("sessions/<int:pk>/groups/<int:group>/pieces/", discussions.pieces, name="pieces"),
    path("pieces/<int:pk>/amend/", discussions.amend, name="amend_piece"),
    path("sessions/<int:pk>/outcome/", discussions.outcome, name="outcome"),
    path("outcomes/<int:pk>/hand-over/", discussions.hand_over, name="hand_over"),
    path("sessions/<int:pk>/questions/", questions.ask, name="ask"),
    path("questions/<int:pk>/answer/", questions.answer, name="answer_question"),
    path("questions/<int:pk>/remove/", questions.remove, name="remove_question"),
    path("questions/<int:pk>/take-up/", questions.take_up, name="take_up"),
    path("sessions/<int:pk>/video/", videos.upload, name="set_video"),
    path("videos/<int:pk>/", videos.stream, name="video"),
    path("videos/<int:pk>/remove/", videos.remove, name="remove_video"),
    path("videos/<int:pk>/captions/", videos.captions, name="captions"),
    path("videos/<int:pk>/captions/upload/", videos.set_captions, name="set_captions"),
    path("videos/<int:pk>/captions/remove/", videos.remove_captions, name="remove_captions"),
    path("videos/<int:pk>/chapters/", videos.add_chapter, name="add_chapter"),
    path("videos/<int:pk>/chapters/remove/", videos.remove_chapter, name="remove_chapter"),
    path("videos/<int:pk>/place/", videos.place, name="watching_place"),
]
