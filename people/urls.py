"""Addresses of the people floor."""

from django.urls import path

from people.views import account, rights, roster, rosters, sign_on, start_code

app_name = "people"

urlpatterns = [
    path("account/", account.account, name="account"),
    path("sign-on/<str:way>/", sign_on.sign_on, name="sign_on"),
    path("start/", start_code.start_code, name="start_code"),
    path("people/<str:public_id>/start-code/", start_code.hand_out, name="hand_out_code"),
    path("administration/rights/", rights.rights, name="rights"),
    path("administration/rights/file/", rights.rights_file, name="rights_file"),
    path("administration/rights/give/", rights.give, name="right_give"),
    path("administration/rights/<int:pk>/end/", rights.end, name="right_end"),
    path("administration/rights/proposals/<int:pk>/", rights.proposal, name="proposal"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/template/", rosters.template, name="roster_template"),
    path("rosters/<str:public_id>/", roster.roster, name="roster"),
    path("rosters/<str:public_id>/progress/", roster.progress, name="roster_progress"),
    path("rosters/<str:public_id>/apply/", roster.apply, name="roster_apply"),
    path("rosters/<str:public_id>/cancel/", roster.cancel, name="roster_cancel"),
    path("rosters/<str:public_id>/retry/", roster.retry, name="roster_retry"),
    path("rosters/<str:public_id>/again/", roster.again, name="roster_again"),
    path("rosters/<str:public_id>/undo/", roster.undo, name="roster_undo"),
    path("rosters/<str:public_id>/lines.xlsx", roster.lines_file, name="roster_lines_file"),
    path("rosters/<str:public_id>/errors.xlsx", roster.faults_file, name="roster_faults_file"),
]
