"""Addresses of the library."""

from django.urls import path

from luoshi.library.views import documents, searching, uploads

app_name = "library"
urlpatterns = [
    path("", documents.documents, name="documents"),
    path("search/", searching.search, name="search"),
    path("upload/", uploads.upload, name="upload"),
    path("<int:pk>/", documents.document, name="document"),
    path("<int:pk>/original/", documents.original, name="original"),
    path("<int:pk>/facts/", documents.change, name="change"),
    path("<int:pk>/history/", documents.document_history, name="history"),
]
