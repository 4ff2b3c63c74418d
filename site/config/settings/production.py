"""Behind TLS; refuses to start with DEBUG, a default secret or demo accounts."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 -- settings modules extend the base by design
from .base import STORAGES, env

DEBUG = False
DEMO_MODE = False
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
# Both stand on certificates, which nobody can change afterwards: there is no default that would do.
WAGTAILADMIN_BASE_URL = env.own_address("BASE_URL")
CERTIFICATE_ISSUER = env.text("CERTIFICATE_ISSUER")

if env.flag("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG is on. Production never runs with it: remove DEBUG from the environment.")
if env.flag("DEMO_MODE", default=False):
    raise ImproperlyConfigured("DEMO_MODE is on. Demo accounts have known passwords: remove DEMO_MODE.")
if len(SECRET_KEY) < 50 or "development" in SECRET_KEY or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured(
        "SECRET_KEY is a default or too weak. Make one with: "
        "python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is empty. Name the host people type, for example train.example.cn.")

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "core.storage.HashedStaticFilesStorage"},
}
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", default="127.0.0.1,::1")  # the web server on this machine
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
