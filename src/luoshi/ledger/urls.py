"""Addresses of the ledger."""

from django.urls import path

from luoshi.ledger.views import bulk, exports, ledger, measures, reports, slips, steps, traces

app_name = "ledger"
urlpatterns = [
    path("", ledger.ledger, name="ledger"),
    path("export.xlsx", exports.xlsx, name="xlsx"),
    path("export.csv", exports.plain_csv, name="csv"),
    path("columns/", ledger.columns, name="columns"),
    path("views/save/", ledger.save, name="save_view"),
    path("views/<int:pk>/remove/", ledger.remove, name="remove_view"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("measures/options/", steps.options, name="options"),
    path("measures/<int:pk>/", measures.measure, name="measure"),
    path("measures/<int:pk>/steps/<slug:verb>/", steps.step, name="step"),
    path("measures/<int:pk>/report/", reports.write, name="report"),
    path("measures/<int:pk>/report/draft/", reports.draft, name="report_draft"),
    path("reports/", reports.due, name="reports"),
    path("reports/<int:pk>/release/", reports.release, name="release_report"),
    path("reports/<int:pk>/return/", reports.give_back, name="return_report"),
    path("slips/assignment/", slips.assignment, name="assignment_slips"),
    path("slips/urging/", slips.urging, name="urging_slips"),
    path("slips/urging/<int:pk>/", slips.urging_slip, name="urging_slip"),
    path("slips/urging/<int:pk>/answer/", slips.answer, name="answer_slip"),
    path("clauses/<int:pk>/measures/", traces.clause_measures, name="clause_measures"),
    path("documents/<int:pk>/clauses/", traces.clause_counts, name="clause_counts"),
]
