"""Addresses of reflections."""

from __future__ import annotations

from django.urls import path

from luoshi.training.views import reflection_checks, reflection_head, reflections

urlpatterns = [
    path("<int:pk>/reflection/", reflections.own, name="own_reflection"),
    path("<int:pk>/reflections/", reflection_head.reflections, name="reflections"),
    path("reflections/<int:pk>/", reflections.reflection, name="reflection"),
    path("reflections/<int:pk>/save/", reflections.save, name="save_reflection"),
    path("reflections/<int:pk>/standing/", reflections.standing, name="reflection_standing"),
    path("reflections/<int:pk>/hand-in/", reflections.hand_in, name="hand_in_reflection"),
    path("reflections/<int:pk>/withdraw/", reflections.withdraw, name="withdraw_reflection"),
    path("reflections/<int:pk>/delete/", reflections.delete, name="delete_reflection"),
    path("reflections/<int:pk>/versions/", reflections.versions, name="reflection_versions"),
    path("reflections/<int:pk>/versions/<int:number>/restore/", reflections.restore, name="restore_reflection"),
    path("reflections/<int:pk>/export/<str:kind>/", reflections.export, name="export_reflection"),
    path("reflections/<int:pk>/file/", reflections.file, name="reflection_file"),
    path("reflections/<int:pk>/check/", reflection_checks.check, name="check_reflection"),
    path("reflections/<int:pk>/findings/", reflection_checks.findings, name="reflection_findings"),
    path("reflections/<int:pk>/import/", reflection_checks.take_in, name="import_reflection"),
    path("reflections/<int:pk>/import/apply/", reflection_checks.take_over, name="take_over_file"),
    path("reflections/<int:pk>/import/drop/", reflection_checks.drop_file, name="drop_reflection_file"),
    path("reflections/<int:pk>/return/", reflection_head.send_back, name="return_reflection"),
    path("reflections/<int:pk>/comment/", reflection_head.comment, name="comment_reflection"),
    path("reflections/<int:pk>/purge/", reflection_head.purge, name="purge_reflection"),
    path("reflections/<int:pk>/paper/undo/", reflection_head.unrecord, name="unrecord_paper"),
    path("trainees/<int:pk>/paper/", reflection_head.record, name="record_on_paper"),
]
