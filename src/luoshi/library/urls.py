"""Addresses of the library."""

from django.urls import path

from luoshi.library.views import documents, links, purging, searching, uploads

app_name = "library"
urlpatterns = [
    path("", documents.documents, name="documents"),
    path("search/", searching.search, name="search"),
    path("upload/", uploads.upload, name="upload"),
    path("options/", links.options, name="options"),
    path("links/<int:pk>/confirm/", links.confirm, name="confirm_link"),
    path("links/<int:pk>/drop/", links.drop, name="drop_link"),
    path("links/<int:pk>/changes/", links.changes, name="changes"),
    path("<int:pk>/", documents.document, name="document"),
    path("<int:pk>/original/", documents.original, name="original"),
    path("<int:pk>/facts/", documents.change, name="change"),
    path("<int:pk>/link/", links.add, name="add_link"),
    path("<int:pk>/purge/", purging.purge, name="purge"),
    path("<int:pk>/history/", documents.document_history, name="history"),
]
