"""Addresses of the certificates floor."""

from django.urls import path

from certificates.views import held, holder, register, revocations, verify

app_name = "certificates"

urlpatterns = [
    path("certificates/", holder.mine, name="mine"),
    path("certificate-register/", register.table, name="register"),
    path("certificate-register/file/", register.sheet, name="register_file"),
    path("certificate-register/batch/", register.batch_new, name="batch_new"),
    path("certificate-register/batches/", register.batch_list, name="batches"),
    path("certificate-register/batches/<str:public_id>/file/", register.batch_file, name="batch_file"),
    path("certificate-register/held/", held.tasks, name="held"),
    path("certificate-register/held/again/", held.all_again, name="held_again"),
    path("certificate-register/revocations/", revocations.proposals, name="revocations"),
    path("certificate-register/revocations/<str:public_id>/", revocations.proposal, name="revocation"),
    path(
        "certificate-register/revocations/<str:public_id>/withdraw/",
        revocations.withdraw,
        name="revocation_withdraw",
    ),
    path("certificates/<str:public_id>/", register.detail, name="detail"),
    path("certificates/<str:public_id>/file/", holder.file, name="file"),
    path("certificates/<str:public_id>/again/", held.again, name="again"),
    path("certificates/<str:public_id>/revocation/", revocations.propose, name="revocation_new"),
    path("verify/", verify.form, name="verify_form"),
    path("verify/<str:code>/", verify.verify, name="verify"),
]
