"""Production for a browser on loopback without TLS: the same but for cookies and redirects that ask for https."""

from config.settings.production import *  # noqa: F403 -- settings modules extend the base by design

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrftoken"
