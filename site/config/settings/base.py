"""Settings shared by every way of running; values that differ come from the environment."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config import environment, sign_on
from config.paths import REPO_DIR, SITE_DIR
from people.enums import Right

env = environment.load(REPO_DIR / ".env")

# What the running system writes: database, broker and collected files in one folder, uploads in another.
VAR_DIR = Path(env.text("VAR_DIR", default=str(REPO_DIR / "var")))
MEDIA_DIR = Path(env.text("MEDIA_DIR", default=str(REPO_DIR / "media")))

INSTALLED_APPS = [
    "website",
    "compliance",
    "certificates",
    "exams",
    "courses",
    "library",
    "people",
    "core",
    "wagtail.users",
    "wagtail.admin",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.snippets",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.humanize",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "website.middleware.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "people.middleware.AccountDutiesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "website.middleware.WrongMethodMiddleware",
    "website.middleware.AuthoringRightsMiddleware",
    "website.middleware.OneWriterMiddleware",  # last: it asks the view itself
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATE_OPTIONS = {
    "context_processors": [
        "django.template.context_processors.request",
        "django.template.context_processors.i18n",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ],
}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": TEMPLATE_OPTIONS,
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database: SQLite in var/ unless DATABASE_URL names another.
DATABASES = {
    "default": environment.database_from_url(
        env.text("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'annuan.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes: sign-in limits must count the same in every worker.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"}}
SESSION_ENGINE = "core.sessions"

# People and sign-in.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "employee_no"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
# Whose X-Forwarded-For is believed; nobody's unless named.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
# One address may be a whole exam room; one account may be guessed at from many addresses.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,10/5m/key"}
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False

# A second factor: offered to all, asked of the accounts that hold one of these rights.
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "people.forms.passkey.PasskeyForm"}
MFA_TOTP_ISSUER = "Annuan"
SECOND_FACTOR_FOR = env.codes("SECOND_FACTOR_FOR", known=[right.value for right in Right])

# Company sign-on: off unless SIGN_ON names a way (docs/operations/sign-in.md).
company = sign_on.read(env)
INSTALLED_APPS += company.apps
SIGN_ON_WAYS = company.ways
SIGN_ON_NAMES = company.names
SIGN_ON_SECOND_FACTOR_AT = company.trusted
SOCIALACCOUNT_PROVIDERS = company.providers
SOCIALACCOUNT_ADAPTER = "people.sign_on.adapter.SignOnAdapter"
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True  # linking opens a door of its own into the account
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "sign-on"

# Whether line managers see the points of their people, and not only who passed and when.
MANAGERS_SEE_SCORES = env.flag("MANAGERS_SEE_SCORES", default=False)

# E-mail carries the link to a new password, nothing else; without EMAIL_URL none is sent, and none offered.
mail_server = environment.mail_server_from_url(env.text("EMAIL_URL", default=""))
SENDS_EMAIL = mail_server is not None
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if mail_server is not None:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = mail_server.host, mail_server.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail_server.user, mail_server.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = mail_server.starttls, mail_server.tls
    EMAIL_TIMEOUT = 10  # seconds: somebody waits for the page
    DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM")

# Who issues certificates: printed on them, and along the rim of their seal. Production has no default.
CERTIFICATE_ISSUER = env.text("CERTIFICATE_ISSUER", default="示例热力集团")

# Language and time. Stored in UTC, shown in the company's zone.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
# Our own sentences first, then our words for what the packages say: Chinese, and plain English for allauth.
LOCALE_PATHS = [SITE_DIR / "locale", SITE_DIR / "locale_upstream"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Static files and uploads.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [SITE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = MEDIA_DIR / "public"
PRIVATE_MEDIA_ROOT = MEDIA_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "core.storage.PrivateFileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Wagtail.
WAGTAIL_SITE_NAME = "安暖 Annuan"
WAGTAILADMIN_BASE_URL = env.text("BASE_URL", default="http://127.0.0.1:8000")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one company, one zone: nobody is asked
WAGTAILIMAGES_IMAGE_MODEL = "library.CustomImage"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_DOCUMENT_MODEL = "library.CustomDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "pptx", "xlsx", "zip"]
VIDEO_MAX_MB = env.number("VIDEO_MAX_MB", default=300, least=1, most=4000)  # ten minutes at 4 Mbit/s
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Work outside the request: the outbox table is the truth, the broker is only a bell.
CELERY_BROKER_URL = env.broker("BROKER_URL")
CELERY_TASK_DEFAULT_QUEUE = env.text(
    "BROKER_QUEUE", default="annuan"
)  # one a system, where several share a broker
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
if CELERY_BROKER_URL == "filesystem://":
    BROKER_FOLDER = VAR_DIR / "broker"
    for folder in ("queue", "control"):
        environment.make_folder(BROKER_FOLDER / folder, name="VAR_DIR")
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_FOLDER / "queue"),
        "data_folder_out": str(BROKER_FOLDER / "queue"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "polling_interval": 0.1,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3700,  # twice the longest task
        "unacked_restore_throttle": 1,
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
    }
elif CELERY_BROKER_URL.startswith("amqp"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {"confirm_publish": True}

# Security headers. One strict policy for all pages.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}
# What Wagtail's own screens need on top: its date fields, choosers and row panels start themselves by inline scripts,
# and its rich-text field writes inline styles. Still nothing from elsewhere, and no eval.
AUTHORING_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}
CSRF_FAILURE_VIEW = "website.views.errors.stale_form"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the page editor shows its preview in a frame
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # asks for DENY, see the line above
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Everything worth reading goes to standard error, where the process manager keeps it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own set-up mails errors to nobody when DEBUG is off; the root handler writes them instead.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "kombu.connection": {"level": "ERROR"},  # warns that the embedded queue names no host
    },
}
