"""The test suite: fast hashing, work done in place, every way of company sign-on; all else as in production."""

import os

os.environ.setdefault("SECRET_KEY", "key-of-the-test-suite-only")

from config import sign_on
from config.environment import Environment
from config.paths import REPO_DIR

from .base import *  # noqa: F403 -- settings modules extend the base by design
from .base import INSTALLED_APPS, company, env

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO_MODE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SENDS_EMAIL = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# The providers are played on loopback by tests/people/sign_on; these addresses are never called.
INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in company.apps]
company = sign_on.read(
    Environment(
        {
            "SIGN_ON": "oidc,saml,wecom,dingtalk,feishu",
            "OIDC_ISSUER": "https://sign-on.invalid",
            "OIDC_CLIENT_ID": "annuan",
            "OIDC_CLIENT_SECRET": "secret-of-the-test-suite-only",
            "SAML_IDP_METADATA": str(REPO_DIR / "tests" / "people" / "sign_on" / "metadata.xml"),
            "WECOM_CORP_ID": "ww1",
            "WECOM_AGENT_ID": "1000002",
            "WECOM_SECRET": "secret-of-the-test-suite-only",
            "DINGTALK_CLIENT_ID": "ding1",
            "DINGTALK_CLIENT_SECRET": "secret-of-the-test-suite-only",
            "FEISHU_APP_ID": "cli_1",
            "FEISHU_APP_SECRET": "secret-of-the-test-suite-only",
        }
    )
)
INSTALLED_APPS += company.apps
SIGN_ON_WAYS = company.ways
SOCIALACCOUNT_PROVIDERS = company.providers
