"""Addresses of the compliance floor."""

from django.urls import path, re_path

from compliance.views import coverage, credentials, exemptions, matrix, people, records, reports, trail

app_name = "compliance"
PUBLIC_ID, KIND = r"(?P<public_id>[^/]+)", r"(?P<kind>xlsx|csv)"

urlpatterns = [
    path("coverage/", coverage.table, name="coverage"),
    path("coverage/file/", coverage.table_file, name="coverage_file"),
    path("coverage/not-done/", coverage.not_done, name="not_done"),
    path("coverage/not-done/file/", coverage.not_done_file, name="not_done_file"),
    path("people/", people.people, name="people"),
    path("people/file/", people.people_file, name="people_file"),
    path("people/<str:public_id>/", coverage.person, name="person"),
    path("people/<str:public_id>/learning/", records.learning, name="person_learning"),
    path("people/<str:public_id>/exams/", records.exams, name="person_exams"),
    re_path(f"^people/{PUBLIC_ID}/learning/file/{KIND}/$", records.learning_file, name="person_learning_file"),
    re_path(f"^people/{PUBLIC_ID}/exams/file/{KIND}/$", records.exams_file, name="person_exams_file"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<str:public_id>/file/", reports.download, name="report_file"),
    path("reports/<str:public_id>/retry/", reports.retry, name="report_retry"),
    path("reports/<str:public_id>/delete/", reports.discard, name="report_discard"),
    path("credentials/", credentials.table, name="credentials"),
    path("credentials/new/", credentials.new, name="credential_new"),
    path("credentials/<str:code>/", credentials.edit, name="credential"),
    path("exemptions/", exemptions.exemptions, name="exemptions"),
    path("exemptions/new/", exemptions.new, name="exemption_new"),
    path("exemptions/<str:public_id>/", exemptions.exemption, name="exemption"),
    path("exemptions/<str:public_id>/withdraw/", exemptions.withdraw, name="exemption_withdraw"),
    path("exemptions/<str:public_id>/end/", exemptions.end, name="exemption_end"),
    path("audit-trail/", trail.trail, name="trail"),
    re_path(f"^audit-trail/file/{KIND}/$", trail.trail_file, name="trail_file"),
    path("account/record/", trail.own, name="own_trail"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("matrix/file/", matrix.matrix_file, name="matrix_file"),
    path("matrix/<int:pk>/end/", matrix.end_requirement, name="requirement_end"),
]
