"""Company sign-on, read from the environment: which ways are on, and what each of them needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment

WAYS = ["oidc", "saml", "wecom", "dingtalk", "feishu"]
SAML_SLUG = "company"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class SignOn:
    """What the settings take over: the ways in the order of their buttons, apps to install, provider settings.

    `names` holds the button text of each way that has one of its own; `trusted` the ways that ask for a second
    factor themselves.
    """

    ways: list[str]
    names: dict[str, str]
    trusted: list[str]
    apps: list[str]
    providers: dict[str, Any]


def address(env: Environment, name: str, *, default: str | None = None) -> str:
    """Return an address without a slash at its end; plain http is for loopback only."""
    value = env.text(name, default=default).rstrip("/")
    parts = urlsplit(value)
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    ):
        raise ImproperlyConfigured(f"{name}={value!r} is no safe address. Write https://… in full.")
    return value


def read(env: Environment) -> SignOn:
    """Return what is switched on by SIGN_ON; a way that lacks a value stops start-up and names it."""
    ways = env.codes("SIGN_ON", known=WAYS)
    trusted = env.codes("SIGN_ON_SECOND_FACTOR_AT", known=WAYS)
    if set(trusted) - set(ways):
        raise ImproperlyConfigured(
            "SIGN_ON_SECOND_FACTOR_AT names a way that is off. Add it to SIGN_ON, or take it out here."
        )
    names = {way: text for way in ways if (text := env.text(f"{way.upper()}_NAME", default=""))}
    providers: dict[str, Any] = {}
    apps = ["allauth.socialaccount"] if ways else []
    if "oidc" in ways:
        apps.append("allauth.socialaccount.providers.openid_connect")
        providers["openid_connect"] = {"OAUTH_PKCE_ENABLED": True, "APPS": [_oidc(env)]}
    if "saml" in ways:
        apps.append("allauth.socialaccount.providers.saml")
        providers["saml"] = {"APPS": [_saml(env)]}
    own = [READERS[way](env) for way in ways if way in READERS]
    if own:
        apps.append("people.sign_on")
        providers["enterprise"] = {"APPS": own}
    return SignOn(ways, names, trusted, apps, providers)


def _oidc(env: Environment) -> dict[str, Any]:
    return {
        "provider_id": "oidc",
        "name": "OpenID Connect",
        "client_id": env.text("OIDC_CLIENT_ID"),
        "secret": env.text("OIDC_CLIENT_SECRET"),
        "settings": {
            "server_url": address(env, "OIDC_ISSUER"),
            "employee_no_claim": env.text("OIDC_EMPLOYEE_NO_CLAIM", default="employee_number"),
        },
    }


def _saml(env: Environment) -> dict[str, Any]:
    from onelogin.saml2.idp_metadata_parser import (  # noqa: PLC0415 -- loads xmlsec, needed by this way only
        OneLogin_Saml2_IdPMetadataParser,
    )

    path = Path(env.text("SAML_IDP_METADATA"))
    if not path.is_file():
        raise ImproperlyConfigured(
            f"SAML_IDP_METADATA={str(path)!r} is no file. Save the provider's metadata there; nothing is fetched."
        )
    idp = OneLogin_Saml2_IdPMetadataParser.parse(path.read_text(encoding="utf-8")).get("idp", {})
    if not idp.get("x509cert") or not idp.get("singleSignOnService"):
        raise ImproperlyConfigured(
            f"{path} names no sign-on address with exactly one signing certificate. "
            "Take the provider's metadata with HTTP-Redirect sign-on, and leave only the certificate in use."
        )
    attribute = env.text("SAML_EMPLOYEE_NO_ATTRIBUTE", default="employeeNumber")
    entity_id = env.text("SAML_ENTITY_ID", default="")
    return {
        "provider_id": "saml",
        "name": "SAML",
        "client_id": SAML_SLUG,
        "settings": {
            "employee_no_claim": attribute,
            "attribute_mapping": {"uid": "urn:oasis:names:tc:SAML:attribute:subject-id"},
            "idp": {
                "entity_id": idp["entityId"],
                "sso_url": idp["singleSignOnService"]["url"],
                "x509cert": idp["x509cert"],
            },
            "sp": {"entity_id": entity_id} if entity_id else {},
            "advanced": {
                "want_assertion_signed": True,
                "reject_idp_initiated_sso": True,
                "allow_single_label_domains": True,  # a name like http://train/ is common on a company's network
            },
        },
    }


def _wecom(env: Environment) -> dict[str, Any]:
    return {
        "provider_id": "wecom",
        "name": "WeCom",
        "client_id": env.text("WECOM_CORP_ID"),
        "secret": env.text("WECOM_SECRET"),
        "settings": {
            "agent_id": env.text("WECOM_AGENT_ID"),
            "api": address(env, "WECOM_API_URL", default="https://qyapi.weixin.qq.com"),
            "page": address(env, "WECOM_LOGIN_URL", default="https://login.work.weixin.qq.com"),
        },
    }


def _dingtalk(env: Environment) -> dict[str, Any]:
    return {
        "provider_id": "dingtalk",
        "name": "DingTalk",
        "client_id": env.text("DINGTALK_CLIENT_ID"),
        "secret": env.text("DINGTALK_CLIENT_SECRET"),
        "settings": {
            "api": address(env, "DINGTALK_API_URL", default="https://api.dingtalk.com"),
            "directory": address(env, "DINGTALK_DIRECTORY_URL", default="https://oapi.dingtalk.com"),
            "page": address(env, "DINGTALK_LOGIN_URL", default="https://login.dingtalk.com"),
        },
    }


def _feishu(env: Environment) -> dict[str, Any]:
    return {
        "provider_id": "feishu",
        "name": "Feishu",
        "client_id": env.text("FEISHU_APP_ID"),
        "secret": env.text("FEISHU_APP_SECRET"),
        "settings": {
            "api": address(env, "FEISHU_API_URL", default="https://open.feishu.cn"),
            "page": address(env, "FEISHU_LOGIN_URL", default="https://accounts.feishu.cn"),
        },
    }


READERS = {"wecom": _wecom, "dingtalk": _dingtalk, "feishu": _feishu}
