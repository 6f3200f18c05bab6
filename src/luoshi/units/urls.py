"""Addresses of units, people, posts, fields and the calendar."""

from datetime import date

from django.urls import path, register_converter

from luoshi.units.views import calendar, fields, people, posts, roster, staff, units


class IsoDay:
    """A day in an address: 2026-10-01."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(IsoDay, "day")

app_name = "units"
urlpatterns = [
    path("", units.tree, name="tree"),
    path("options/", units.options, name="options"),
    path("<int:pk>/", units.unit, name="unit"),
    path("<int:pk>/children/", units.children, name="children"),
    path("<int:pk>/add/", units.add, name="add"),
    path("<int:pk>/change/", units.change, name="change"),
    path("<int:pk>/move/", units.move, name="move"),
    path("<int:pk>/close/", units.close, name="close"),
    path("<int:pk>/reopen/", units.reopen, name="reopen"),
    path("<int:pk>/history/", units.unit_history, name="history"),
    path("<int:pk>/aliases/add/", units.add_alias, name="add_alias"),
    path("aliases/<int:pk>/remove/", units.remove_alias, name="remove_alias"),
    path("<int:pk>/posts/add/", posts.add, name="add_post"),
    path("posts/<int:pk>/end/", posts.end, name="end_post"),
    path("posts/<int:pk>/hand-over/", posts.hand_over, name="hand_over"),
    path("posts/<int:pk>/delegate/", posts.delegate, name="delegate"),
    path("delegations/<int:pk>/end/", posts.end_delegation, name="end_delegation"),
    path("people/", people.list_people, name="people"),
    path("people/add/", people.add, name="add_person"),
    path("people/options/", people.options, name="people_options"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/change/", people.change, name="change_person"),
    path("people/<int:pk>/second-factors/remove/", people.remove_second_factors, name="remove_second_factors"),
    path("people/<int:pk>/reset-password/", people.reset_password, name="reset_password"),
    path("<int:pk>/people/import/", staff.start, name="start_people_import"),
    path("<int:pk>/people/export/", staff.export, name="export_people"),
    path("people/import/template/", staff.template, name="people_template"),
    path("people/import/<int:pk>/", staff.show, name="people_import"),
    path("people/import/<int:pk>/apply/", staff.apply, name="apply_people_import"),
    path("people/import/<int:pk>/drop/", staff.drop, name="drop_people_import"),
    path("people/import/<int:pk>/first-passwords/", staff.first_passwords, name="first_passwords"),
    path("fields/", fields.list_fields, name="fields"),
    path("<int:pk>/fields/add/", fields.add, name="add_field"),
    path("fields/<int:pk>/change/", fields.change, name="change_field"),
    path("calendar/", calendar.this_year, name="calendar_now"),
    path("calendar/<int:year>/", calendar.year, name="calendar"),
    path("calendar/<int:year>/entered/", calendar.declare_entered, name="declare_entered"),
    path("calendar/<day:day>/clear/", calendar.clear_day, name="clear_day"),
    path("<int:pk>/import/", roster.start, name="start_import"),
    path("<int:pk>/export/", roster.export, name="export"),
    path("import/template/", roster.template, name="import_template"),
    path("import/<int:pk>/", roster.preview, name="import"),
    path("import/<int:pk>/apply/", roster.apply, name="apply_import"),
    path("import/<int:pk>/drop/", roster.drop, name="drop_import"),
]
