"""Bare Django on the same server and database: session, CSRF check, account, and nothing else around a view."""

from config.settings.production import *  # noqa: F403 -- the same database, cookies and keys

ROOT_URLCONF = "tests.bench.floor"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth asks for it at start-up; tests.bench.floor drops it
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": []},
    }
]
