"""Addresses of the people floor."""

from django.urls import path, re_path

from people.views import (
    account,
    accounts,
    job_roles,
    locations,
    one_person,
    rights,
    roster,
    rosters,
    sign_on,
    start_code,
    start_codes,
    units,
)

app_name = "people"

urlpatterns = [
    path("account/", account.account, name="account"),
    path("sign-on/<str:way>/", sign_on.sign_on, name="sign_on"),
    path("start/", start_code.start_code, name="start_code"),
    path("people/new/", one_person.new, name="person_new"),
    path("people/<str:public_id>/keep/", one_person.keep, name="person_keep"),
    path("people/<str:public_id>/start-code/", start_code.hand_out, name="hand_out_code"),
    path("administration/rights/", rights.rights, name="rights"),
    path("administration/rights/file/", rights.rights_file, name="rights_file"),
    path("administration/rights/give/", rights.give, name="right_give"),
    path("administration/rights/<int:pk>/end/", rights.end, name="right_end"),
    path("administration/rights/proposals/<int:pk>/", rights.proposal, name="proposal"),
    path("administration/accounts/", accounts.accounts, name="accounts"),
    path("administration/accounts/file/", accounts.accounts_file, name="accounts_file"),
    path("administration/accounts/<int:pk>/", accounts.account, name="account_kept"),
    re_path(
        r"^administration/accounts/(?P<pk>\d+)/(?P<what>off|on|factor)/$", accounts.change, name="account_change"
    ),
    path("administration/start-codes/", start_codes.start_codes, name="start_codes"),
    path("administration/units/", units.units, name="units"),
    path("administration/units/file/", units.units_file, name="units_file"),
    path("administration/units/new/", units.add, name="unit_new"),
    path("administration/units/at/<str:code>/", units.unit, name="unit"),
    path("administration/units/at/<str:code>/move/", units.move, name="unit_move"),
    path("administration/units/at/<str:code>/close/", units.close, name="unit_close"),
    path("administration/job-roles/", job_roles.job_roles, name="job_roles"),
    path("administration/job-roles/file/", job_roles.job_roles_file, name="job_roles_file"),
    path("administration/job-roles/new/", job_roles.add, name="job_role_new"),
    path("administration/job-roles/at/<str:code>/", job_roles.job_role, name="job_role"),
    path("administration/job-roles/at/<str:code>/use/", job_roles.retire, name="job_role_retire"),
    path("administration/locations/", locations.locations, name="locations"),
    path("administration/locations/new/", locations.add, name="location_new"),
    path("administration/locations/<int:pk>/", locations.location, name="location"),
    path("administration/locations/<int:pk>/use/", locations.retire, name="location_retire"),
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
