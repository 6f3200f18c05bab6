"""Addresses of the ledger."""

from django.urls import path

from luoshi.ledger.views import measures

app_name = "ledger"
urlpatterns = [
    path("measures/<int:pk>/", measures.measure, name="measure"),
]
