"""Company sign-on is off by default, and stops start-up when half configured."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import sign_on
from config.environment import Environment
from config.paths import REPO_DIR

OIDC = {
    "SIGN_ON": "oidc",
    "OIDC_ISSUER": "https://id.example.cn",
    "OIDC_CLIENT_ID": "a",
    "OIDC_CLIENT_SECRET": "b",
}
TELL = (
    "import django; django.setup(); from django.apps import apps; from django.urls import NoReverseMatch, resolve;"
    "print(sorted(a.name for a in apps.get_app_configs() if 'socialaccount' in a.name or 'sign_on' in a.name));"
    "print(resolve('/accounts/sign-on/feishu/back/').url_name, resolve('/accounts/3rdparty/').url_name)"
)


@pytest.mark.parametrize(
    ("change", "cure"),
    [
        ({"SIGN_ON": "oidc,google"}, "Choose from: oidc, saml, wecom, dingtalk, feishu"),
        ({"OIDC_ISSUER": ""}, "OIDC_ISSUER is not set"),
        ({"OIDC_ISSUER": "http://id.example.cn"}, "Write https://"),
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET is not set"),
        ({"SIGN_ON": "saml"}, "SAML_IDP_METADATA is not set"),
        ({"SIGN_ON": "saml", "SAML_IDP_METADATA": "/nowhere.xml"}, "nothing is fetched"),
        ({"SIGN_ON": "wecom", "WECOM_CORP_ID": "ww1", "WECOM_SECRET": "s"}, "WECOM_AGENT_ID is not set"),
        ({"SIGN_ON": "dingtalk"}, "DINGTALK_CLIENT_ID is not set"),
        ({"SIGN_ON": "feishu", "FEISHU_APP_ID": "cli"}, "FEISHU_APP_SECRET is not set"),
        ({"SIGN_ON_SECOND_FACTOR_AT": "saml"}, "Add it to SIGN_ON"),
    ],
)
def test_half_configured_sign_on_says_the_cure(change, cure):
    with pytest.raises(ImproperlyConfigured, match=cure):
        sign_on.read(Environment({**OIDC, **change}))


def test_metadata_without_a_certificate_is_refused(tmp_path):
    path = tmp_path / "idp.xml"
    good = (REPO_DIR / "tests" / "people" / "sign_on" / "metadata.xml").read_text()
    path.write_text(good.replace("KeyDescriptor", "Extensions"))

    with pytest.raises(ImproperlyConfigured, match="signing certificate"):
        sign_on.read(Environment({"SIGN_ON": "saml", "SAML_IDP_METADATA": str(path)}))


def test_nothing_is_on_by_default():
    assert sign_on.read(Environment({})) == sign_on.SignOn([], {}, [], [], {})


def started(**variables):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "SIGN_ON"))}
    env = clean | {"DJANGO_SETTINGS_MODULE": "config.settings.development"} | variables
    return subprocess.run(
        [sys.executable, "-c", TELL], cwd=REPO_DIR, env=env, capture_output=True, text=True, check=True
    )


def test_no_app_and_no_address_while_off():
    assert started().stdout.splitlines() == ["[]", "wagtail_serve wagtail_serve"]


def test_only_what_is_switched_on_is_installed():
    told = started(SIGN_ON="feishu", FEISHU_APP_ID="cli", FEISHU_APP_SECRET="s").stdout.splitlines()

    assert told == ["['allauth.socialaccount', 'people.sign_on']", "enterprise_callback socialaccount_connections"]
