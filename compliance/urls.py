"""Addresses of the compliance floor."""

from django.urls import path

from compliance.views import coverage, reports

app_name = "compliance"

urlpatterns = [
    path("coverage/", coverage.table, name="coverage"),
    path("coverage/not-done/", coverage.not_done, name="not_done"),
    path("people/", coverage.people, name="people"),
    path("people/<str:public_id>/", coverage.person, name="person"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<str:public_id>/file/", reports.download, name="report_file"),
    path("matrix/", reports.matrix, name="matrix"),
    path("matrix/<int:pk>/end/", reports.end_requirement, name="requirement_end"),
]
