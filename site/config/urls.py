"""Every address of the site, app by app."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from people.views.password import ForgottenPassword
from people.views.sign_on import oidc_back
from website.views import authoring
from website.views.closed import closed

company_sign_on = (
    [path("accounts/sign-on/oidc/login/callback/", oidc_back)] if "oidc" in settings.SIGN_ON_WAYS else []
)

handler403 = "website.views.errors.not_allowed"
handler500 = "website.views.errors.server_error"

urlpatterns = [
    *company_sign_on,
    # First, because addresses are tried in this order and a room of candidates saves thousands of times.
    path("", include("exams.urls")),
    path("", include("website.urls")),
    path("", include("people.urls")),
    path("", include("library.urls")),
    path("", include("courses.urls")),
    path("", include("certificates.urls")),
    path("", include("compliance.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/password/reset/", ForgottenPassword.as_view()),
    # Addresses come from the roster: one typed here would be believed without proof, and get the link to a password.
    re_path(r"^accounts/(?:email|confirm-email)/", closed),
    path("accounts/", include("allauth.urls")),
    # One door: without this line a password posted here would walk round the second factor.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/account/", authoring.own_settings),
    path("cms/reports/site-history/", authoring.site_history),
    path("cms/reports/site-history/results/", authoring.site_history_results),
    path("cms/reports/workflow/", authoring.reviews),
    path("cms/reports/workflow/results/", authoring.reviews_results),
    # Accounts are opened and rights given on the site alone: these screens know neither dates nor a second person.
    re_path(r"^cms/(?:users|groups|bulk/people/user|bulk/auth/group)/", closed),
    # The lists of pictures and documents for programs ask nobody who he is, and the deeds on pages go past the review.
    re_path(r"^cms/api/main/(?:images|documents|pages/[0-9]+/action)/", closed),
    # A page that breaks on purpose, one that looks broken, and a report that tells of pages of all units.
    re_path(r"^cms/(?:failwhale|test404|reports/page-types-usage)/", closed),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]
