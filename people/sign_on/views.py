"""The way back from WeCom, DingTalk and Feishu."""

from __future__ import annotations

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login, render_authentication_error
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.base import AuthError, ProviderException
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests import RequestException

from people.sign_on.dialects import DIALECTS


@never_cache
@require_GET
def callback(request: HttpRequest, way: str) -> HttpResponse:
    """Take the code of a person who comes back; a state that this browser did not take along, or twice, is refused."""
    if way not in DIALECTS or not get_adapter(request).list_apps(request, provider=way):
        raise Http404
    provider = get_adapter(request).get_provider(request, way)
    state = statekit.unstash_state(request, provider_id=way, state_id=request.GET.get("state", ""))
    if state is None:
        return render_authentication_error(request, provider)
    code = request.GET.get("code") or request.GET.get("authCode")
    if not code:
        return render_authentication_error(request, provider, error=AuthError.CANCELLED)
    try:
        login = provider.sociallogin_from_response(request, provider.identify(request, code))
    except (RequestException, ProviderException, KeyError, TypeError, ValueError) as error:
        return render_authentication_error(request, provider, exception=error)
    login.state = state
    return complete_social_login(request, login)
