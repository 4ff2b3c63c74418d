"""Addresses of the people floor."""

from django.urls import path

from people.views import account, rosters, sign_on, start_code

app_name = "people"

urlpatterns = [
    path("account/", account.account, name="account"),
    path("sign-on/<str:way>/", sign_on.sign_on, name="sign_on"),
    path("start/", start_code.start_code, name="start_code"),
    path("people/<str:public_id>/start-code/", start_code.hand_out, name="hand_out_code"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/template/", rosters.template, name="roster_template"),
    path("rosters/<str:public_id>/", rosters.roster, name="roster"),
    path("rosters/<str:public_id>/apply/", rosters.apply, name="roster_apply"),
]
