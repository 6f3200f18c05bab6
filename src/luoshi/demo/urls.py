"""Addresses of the demonstration."""

from django.urls import path

from luoshi.demo import views

app_name = "demo"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("sign-in/<slug:username>/", views.sign_in, name="sign_in"),
]
