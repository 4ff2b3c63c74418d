"""Addresses of the courses floor; course pages themselves are served by the page tree."""

from django.urls import path

from courses.views import assigning, authoring, device, learner

app_name = "courses"

urlpatterns = [
    path("assignments/", assigning.listed, name="assignments"),
    path("assignments/new/", assigning.new, name="assignment_new"),
    path("assignments/<str:public_id>/", assigning.detail, name="assignment"),
    path("assignments/<str:public_id>/undo/", assigning.undo, name="assignment_undo"),
    path("authoring/begin/", authoring.begin, name="begin"),
    path("learning/", learner.mine, name="mine"),
    path("learning/enrol/<str:code>/", learner.enrol, name="enrol"),
    path("learning/<str:public_id>/", learner.go_on, name="continue"),
    path("learning/<str:public_id>/<int:pk>/", learner.lesson, name="lesson"),
    path("learning/<str:public_id>/<int:pk>/done/", learner.complete, name="complete"),
    path("learning/<str:public_id>/<int:pk>/place/", device.place, name="place"),
    path("learning/<str:public_id>/<int:pk>/copy/", device.copy, name="copy"),
    path("learning/<str:public_id>/<int:pk>/sync/", device.sync, name="sync"),
]
