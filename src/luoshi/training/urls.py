"""Addresses of study."""

from __future__ import annotations

from django.urls import path

from luoshi.training import form_urls
from luoshi.training.commitment_urls import urlpatterns as commitment_urls
from luoshi.training.reflection_urls import urlpatterns as reflection_urls
from luoshi.training.views import (
    classes,
    completion,
    evaluations,
    feeds,
    groups,
    imports,
    lecturers,
    new_classes,
    reports,
    roster,
    sessions,
)

app_name = "training"

urlpatterns = [
    path("", classes.classes, name="classes"),
    path("new/<int:pk>/", classes.add, name="add_class"),
    path("new/<int:pk>/timetable/", new_classes.read_timetable, name="read_timetable"),
    path("<int:pk>/", classes.training_class, name="class"),
    path("<int:pk>/timetable/", classes.timetable, name="timetable"),
    path("<int:pk>/change/", classes.change, name="change_class"),
    path("<int:pk>/move/<str:verb>/", classes.move, name="move_class"),
    path("<int:pk>/announce/", classes.announce, name="announce"),
    path("<int:pk>/history/", classes.class_history, name="class_history"),
    path("<int:pk>/sessions/new/", sessions.add, name="add_session"),
    path("<int:pk>/sessions/clashes/", sessions.clashes, name="session_clashes"),
    path("sessions/<int:pk>/", sessions.session, name="session"),
    path("sessions/<int:pk>/change/", sessions.change, name="change_session"),
    path("sessions/<int:pk>/remove/", sessions.remove, name="remove_session"),
    path("sessions/<int:pk>/absences/", sessions.absences, name="absences"),
    path("sessions/<int:pk>/materials/", sessions.add_material, name="add_material"),
    path("materials/<int:pk>/", sessions.material, name="material"),
    path("materials/<int:pk>/remove/", sessions.remove_material, name="remove_material"),
    path("lecturers/", lecturers.lecturers, name="lecturers"),
    path("lecturers/new/<int:pk>/", lecturers.add, name="add_lecturer"),
    path("lecturers/<int:pk>/", lecturers.change, name="change_lecturer"),
    path("<int:pk>/roster/", roster.roster, name="roster"),
    path("<int:pk>/roster/new/", roster.add, name="add_trainee"),
    path("trainees/<int:pk>/", roster.change, name="change_trainee"),
    path("trainees/<int:pk>/withdraw/", roster.withdraw, name="withdraw"),
    path("trainees/<int:pk>/substitute/", roster.substitute, name="substitute"),
    path("<int:pk>/call-ups/", roster.call_ups, name="call_ups"),
    path("<int:pk>/call-ups/burden/", roster.call_up_burden, name="call_up_burden"),
    path("call-ups/<int:pk>/", roster.answer, name="answer_call_up"),
    path("<int:pk>/groups/", groups.groups, name="groups"),
    path("trainees/<int:pk>/group/", groups.move, name="move_to_group"),
    path("groups/<int:pk>/", groups.change, name="change_group"),
    path("<int:pk>/import/<str:kind>/", imports.start, name="start_import"),
    path("imports/<int:pk>/", imports.preview, name="import"),
    path("imports/<int:pk>/apply/", imports.apply, name="apply_import"),
    path("imports/<int:pk>/drop/", imports.drop, name="drop_import"),
    path("import-templates/<str:kind>/", imports.template, name="import_template"),
    path("<int:pk>/completion/", completion.completion, name="completion"),
    path("<int:pk>/completion.xlsx", completion.completion_file, name="completion_file"),
    path("trainees/<int:pk>/certificate/", completion.certificate, name="certificate"),
    path("certificates/", completion.check, name="check_certificate"),
    path("<int:pk>/evaluation/", evaluations.evaluate, name="evaluate"),
    path("<int:pk>/evaluation/close/", evaluations.close, name="close_evaluation"),
    path("<int:pk>/report/", reports.report, name="report"),
    path("<int:pk>/report/<str:kind>/", reports.report_file, name="report_file"),
    *reflection_urls,
    *commitment_urls,
    path("feeds/own/", feeds.own_feeds, name="own_feeds"),
    path("feeds/own/renew/", feeds.renew, name="renew_feeds"),
    path("feeds/<str:token>.ics", feeds.feed, name="feed"),
    *form_urls.patterns,
]
