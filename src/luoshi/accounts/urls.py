"""Addresses of a person's own account."""

from django.urls import path

from luoshi.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.own, name="own"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
]
