"""Addresses of workbooks and imports."""

from django.urls import path

from luoshi.summing_up.views import batches, imports, workbooks

app_name = "summing_up"
urlpatterns = [
    path("", workbooks.home, name="workbooks"),
    path("plans/<int:pk>/", workbooks.plan, name="plan"),
    path("plans/<int:pk>/units/<int:unit_pk>/", workbooks.unit_workbook, name="own_workbook"),
    path("plans/<int:pk>/parcel/", workbooks.start_parcel, name="start_parcel"),
    path("plans/<int:pk>/announce/", workbooks.announce, name="announce"),
    path("units/<int:unit_pk>/", workbooks.unit_workbook, name="unit_workbook"),
    path("parcels/<int:pk>/", workbooks.parcel, name="parcel"),
    path("parcels/<int:pk>/file/", workbooks.parcel_file, name="parcel_file"),
    path("returned/", batches.hand_in, name="hand_in"),
    path("returned/<int:pk>/", batches.batch, name="batch"),
    path("returned/<int:pk>/progress/", batches.progress, name="progress"),
    path("returned/<int:pk>/choose/", batches.choose, name="choose"),
    path("returned/<int:pk>/apply/", batches.apply, name="apply"),
    path("returned/<int:pk>/drop/", batches.drop, name="drop"),
    path("imports/", imports.start, name="imports"),
    path("imports/<int:pk>/", imports.preview, name="import"),
    path("imports/<int:pk>/match/", imports.match, name="match_import"),
    path("imports/<int:pk>/apply/", imports.apply, name="apply_import"),
    path("imports/<int:pk>/drop/", imports.drop, name="drop_import"),
]
