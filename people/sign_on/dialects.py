"""How WeCom, DingTalk and Feishu each say who somebody is. All three are OAuth 2 in spirit, none of them in detail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import ProviderException
from django.core.cache import cache

TOKEN_MARGIN_SECONDS = 300  # a token is left alone this long before it ends
TOKEN_REFUSED = {40014, 42001}  # WeCom: token is wrong, token has ended


@dataclass(frozen=True, slots=True)
class Dialect:
    """The two things that differ: where the person is sent, and how the returned code becomes an identity.

    `identify` returns {"uid", "employee_no", "name"}; `uid` never changes for one person, `employee_no` may be empty.
    """

    page: Callable[[SocialApp, str, str], str]
    identify: Callable[[SocialApp, str, str], dict[str, str]]


def _ask(method: str, url: str, **more: Any) -> dict[str, Any]:
    with get_adapter().get_requests_session() as session:
        answer = session.request(method, url, **more)
    answer.raise_for_status()
    body = answer.json()
    if not isinstance(body, dict):
        raise ProviderException(f"{url} answered with no object")
    return body


def _settled(body: dict[str, Any], *, code: str = "errcode") -> dict[str, Any]:
    if body.get(code, 0) != 0:
        raise ProviderException(f"{code} {body.get(code)}: {body.get('errmsg') or body.get('msg')}")
    return body


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _wecom_page(app: SocialApp, back: str, state: str) -> str:
    query = {
        "login_type": "CorpApp",
        "appid": app.client_id,
        "agentid": app.settings["agent_id"],
        "redirect_uri": back,
        "state": state,
    }
    return f"{app.settings['page']}/wwlogin/sso/login?{urlencode(query)}"


def _wecom_token(app: SocialApp) -> str:
    # WeCom limits how often the token is asked for: all processes share one until shortly before it ends.
    key = f"wecom-token:{app.client_id}:{app.settings['agent_id']}"
    token = cache.get(key)
    if token is None:
        query = {"corpid": app.client_id, "corpsecret": app.secret}
        body = _settled(_ask("GET", f"{app.settings['api']}/cgi-bin/gettoken", params=query))
        token = _text(body.get("access_token"))
        cache.set(key, token, max(int(body.get("expires_in", 0)) - TOKEN_MARGIN_SECONDS, 1))
    return str(token)


def _wecom_identity(app: SocialApp, code: str, back: str) -> dict[str, str]:
    url = f"{app.settings['api']}/cgi-bin/auth/getuserinfo"
    body = _ask("GET", url, params={"access_token": _wecom_token(app), "code": code})
    if body.get("errcode") in TOKEN_REFUSED:
        cache.delete(f"wecom-token:{app.client_id}:{app.settings['agent_id']}")
        body = _ask("GET", url, params={"access_token": _wecom_token(app), "code": code})
    member = _text(_settled(body).get("userid"))
    if not member:
        raise ProviderException("not a member of the company: WeCom named no userid")
    return {"uid": member, "employee_no": member, "name": member}


def _dingtalk_page(app: SocialApp, back: str, state: str) -> str:
    query = {
        "client_id": app.client_id,
        "redirect_uri": back,
        "response_type": "code",
        "scope": "openid",
        "state": state,
        "prompt": "consent",
    }
    return f"{app.settings['page']}/oauth2/auth?{urlencode(query)}"


def _dingtalk_identity(app: SocialApp, code: str, back: str) -> dict[str, str]:
    api, directory = app.settings["api"], app.settings["directory"]
    who = {"clientId": app.client_id, "clientSecret": app.secret, "code": code, "grantType": "authorization_code"}
    token = _ask("POST", f"{api}/v1.0/oauth2/userAccessToken", json=who)["accessToken"]
    me = _ask("GET", f"{api}/v1.0/contact/users/me", headers={"x-acs-dingtalk-access-token": token})
    # Anybody in China may have a DingTalk account; that this one belongs to the company is known to its directory.
    ours = {"appKey": app.client_id, "appSecret": app.secret}
    ticket = {"access_token": _ask("POST", f"{api}/v1.0/oauth2/accessToken", json=ours)["accessToken"]}
    found = _settled(
        _ask("POST", f"{directory}/topapi/user/getbyunionid", params=ticket, json={"unionid": me["unionId"]})
    )
    member = {"userid": found["result"]["userid"]}
    entry = _settled(_ask("POST", f"{directory}/topapi/v2/user/get", params=ticket, json=member))["result"]
    number = _text(entry.get("job_number"))
    return {"uid": me["unionId"], "employee_no": number, "name": _text(entry.get("name"))}


def _feishu_page(app: SocialApp, back: str, state: str) -> str:
    query = {"client_id": app.client_id, "redirect_uri": back, "response_type": "code", "state": state}
    return f"{app.settings['page']}/open-apis/authen/v1/authorize?{urlencode(query)}"


def _feishu_identity(app: SocialApp, code: str, back: str) -> dict[str, str]:
    api = app.settings["api"]
    ours = {"client_id": app.client_id, "client_secret": app.secret}
    wanted = {"grant_type": "authorization_code", **ours, "code": code, "redirect_uri": back}
    token = _settled(_ask("POST", f"{api}/open-apis/authen/v2/oauth/token", json=wanted), code="code")
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    body = _ask("GET", f"{api}/open-apis/authen/v1/user_info", headers=bearer)
    me = _settled(body, code="code")["data"]
    # open_id belongs to one app and would change with it; union_id stays.
    return {"uid": me["union_id"], "employee_no": _text(me.get("employee_no")), "name": _text(me.get("name"))}


DIALECTS = {
    "wecom": Dialect(_wecom_page, _wecom_identity),
    "dingtalk": Dialect(_dingtalk_page, _dingtalk_identity),
    "feishu": Dialect(_feishu_page, _feishu_identity),
}
