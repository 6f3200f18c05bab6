"""Addresses of commitments, follow-ups and the transfer pages."""

from __future__ import annotations

from django.urls import path

from luoshi.training.views import commitments, follow_ups, from_discussions, transfer

urlpatterns = [
    path("reflections/<int:pk>/commitments/", commitments.own, name="commitments"),
    path("reflections/<int:pk>/commitments/offer/", commitments.offer, name="offer_commitments"),
    path("reflections/<int:pk>/commitments/new/", commitments.add, name="add_commitment"),
    path("commitments/<int:pk>/accept/", commitments.accept, name="accept_commitment"),
    path("commitments/<int:pk>/drop/", commitments.drop, name="drop_commitment"),
    path("commitments/<int:pk>/", commitments.edit, name="edit_commitment"),
    path("commitments/<int:pk>/link/", commitments.link, name="link_commitment"),
    path("commitments/<int:pk>/propose/", commitments.propose, name="propose_commitment"),
    path("commitments/<int:pk>/unlink/", commitments.unlink, name="unlink_commitment"),
    path("questions/<int:pk>/commit/", from_discussions.of_question, name="commit_question"),
    path("outcomes/<int:pk>/commit/", from_discussions.of_outcome, name="commit_outcome"),
    path("commitments/<int:pk>/take-back/", from_discussions.take_back, name="take_back_commitment"),
    path("measures/<int:pk>/commitments/", commitments.of_measure, name="measure_commitments"),
    path("<int:pk>/commitments/", commitments.of_class, name="class_commitments"),
    path("follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("follow-ups/<int:pk>/", follow_ups.answer, name="follow_up"),
    path("transfer/", transfer.classes, name="transfers"),
    path("<int:pk>/transfer/", transfer.transfer, name="transfer"),
    path("<int:pk>/transfer/<str:stage>/", transfer.behind, name="transfer_list"),
]
