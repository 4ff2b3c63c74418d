"""The way out to the company sign-in."""

from __future__ import annotations

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from requests import RequestException

HTTP_FOUND = 302


@never_cache
def oidc_back(request: HttpRequest) -> HttpResponse:
    """Come back from the OpenID provider; the library's view, made to survive a provider that is out of reach."""
    from allauth.socialaccount.adapter import get_adapter  # noqa: PLC0415 -- installed only while a way is on
    from allauth.socialaccount.helpers import render_authentication_error  # noqa: PLC0415 -- as above
    from allauth.socialaccount.providers.openid_connect.views import callback  # noqa: PLC0415 -- as above

    try:
        return callback(request, "oidc")
    except (RequestException, KeyError, ValueError) as error:
        provider = get_adapter(request).get_provider(request, "oidc")
        return render_authentication_error(request, provider, exception=error)


@never_cache
@require_POST
def sign_on(request: HttpRequest, way: str) -> HttpResponse:
    """Lead to the provider of this way, to sign in there or, while signed in here, to link the two.

    A page in between, not a redirect: our content policy lets forms lead to ourselves only, and browsers hold every
    hop of a redirected form against it.
    """
    if way not in settings.SIGN_ON_WAYS:
        raise Http404
    from allauth.socialaccount.adapter import get_adapter  # noqa: PLC0415 -- installed only while a way is on
    from allauth.socialaccount.helpers import render_authentication_error  # noqa: PLC0415 -- as above

    process = "connect" if request.POST.get("process") == "connect" else "login"
    if request.user.is_authenticated != (process == "connect"):
        return redirect("people:account")
    provider = get_adapter(request).get_provider(request, way)
    try:
        answer = provider.redirect(request, process=process, next_url=get_next_redirect_url(request))
    except (RequestException, KeyError, ValueError) as error:  # its own description could not be had
        return render_authentication_error(request, provider, exception=error)
    if answer.status_code != HTTP_FOUND:
        return answer
    return render(request, "people/sign_on.html", {"address": answer["Location"], "way": way})
