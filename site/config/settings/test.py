"""The test suite: fast hashing, work done in place, everything else as in production."""

import os

os.environ.setdefault("SECRET_KEY", "key-of-the-test-suite-only")

from .base import *  # noqa: F403 -- settings modules extend the base by design
from .base import env

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO_MODE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
