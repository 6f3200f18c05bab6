"""Addresses of the home page."""

from django.urls import path

from luoshi.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("voices/", views.voices_page, name="voices"),
    path("voices/<int:pk>/answer/", views.answer_voice, name="answer_voice"),
    path("waiting/<slug:code>/", views.waiting, name="waiting"),
]
