"""One machine, demo data, plain HTTP on loopback."""

from .base import *  # noqa: F403 -- settings modules extend the base by design
from .base import SENDS_EMAIL, TEMPLATE_OPTIONS, TEMPLATES, env

# Off, so that every address answers here as it does in production; DEBUG=1 reads code and templates anew on each
# change, and shows Django's own pages on an error.
DEBUG = env.flag("DEBUG", default=False)
if DEBUG:
    loaders = [
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    TEMPLATES = [{**TEMPLATES[0], "APP_DIRS": False, "OPTIONS": {**TEMPLATE_OPTIONS, "loaders": loaders}}]
SECRET_KEY = env.text("SECRET_KEY", default="development-only-key-that-production-refuses")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")
DEMO_MODE = env.flag("DEMO_MODE", default=True)
if not SENDS_EMAIL:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # letters come out where the server runs
    SENDS_EMAIL = True
WHITENOISE_USE_FINDERS = True  # the same web server as in production, without collecting files first
WHITENOISE_AUTOREFRESH = True  # each file is found when it is asked for: the start need not look at thousands
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys at http://localhost:…; production has TLS
