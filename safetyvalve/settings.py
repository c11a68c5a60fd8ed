"""The settings. Every value that differs between installations is read from the environment,
or from a file `.env` beside `manage.py`; `.env.example` explains each of them. What joins the apps is the same
everywhere and stands in `safetyvalve/joints.py`.

As it stands it runs on one machine for trying things out. With ENVIRONMENT=production it refuses to start
until the rest is safe (`safetyvalve/production.py`).
"""

from pathlib import Path
from urllib.parse import quote

from safetyvalve import env, production
from safetyvalve.joints import (  # noqa: F401 - settings of their own
    AFTER_FIGURES_MOVED,
    ALERT_SOURCES,
    BEFORE_SENDING,
    HOME_TASKS,
    ITEM_EVIDENCE,
    LINKED_MEASURES,
    PACK_SECTIONS,
    SUBJECTS_WITHOUT_FIGURES,
    SUBMISSION_CHECKS,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env.load_file(env.env_file(base=BASE_DIR))

ENVIRONMENT = env.choice("ENVIRONMENT", of=("development", "production"), default="development")
IN_PRODUCTION = ENVIRONMENT == "production"
DATA_DIR = env.path("DATA_DIR", default=BASE_DIR / "var", base=BASE_DIR)

SECRET_KEY = env.text("SECRET_KEY", default=production.DEVELOPMENT_SECRET_KEY)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.flag("DEBUG", default=False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=[] if IN_PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "safetyvalve.core",
    "conditions",
    "workstreams",
    "dashboards",
    "safetyvalve.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "django_tables2",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "safetyvalve.core.middleware.NoNulMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "safetyvalve.idle.RenewSession",
    "safetyvalve.core.middleware.PrivatePagesMiddleware",
    "safetyvalve.core.middleware.KeepTypedTextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "safetyvalve.urls"
WSGI_APPLICATION = "safetyvalve.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "safetyvalve.core.context.council",
            ]
        },
    }
]
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# --- Data -----------------------------------------------------------------------------------------------

DATABASES = {
    "default": env.database("DATABASE_URL", default=f"sqlite:///{quote(str(DATA_DIR / 'safetyvalve.sqlite3'))}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if ":memory:" not in DATABASES["default"]["NAME"]:
        DATABASES["default"]["NAME"] = BASE_DIR / DATABASES["default"]["NAME"]
    # A transaction that reads and then writes must take the write lock at its start: begun as a reader it
    # fails at once when another wrote meanwhile, however long the timeout. Readers never wait (WAL).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }
else:
    DATABASES["default"].update({"ENGINE": "safetyvalve.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in attempts are counted here, so every server process must see the same one: a folder, not memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
MEDIA_ROOT = DATA_DIR / "files"

# The finance grids have more fields than Django expects of a form; a whole update with 100,000 characters
# of narrative stays well below the size.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Files that people upload may hold rows about children: they stay in memory, all of one request within this size.
FILE_UPLOAD_HANDLERS = ["safetyvalve.core.uploads.InMemoryUploadHandler"]
LARGEST_UPLOAD = env.whole_number("LARGEST_UPLOAD_MB", default=150, least=1, most=2000) * 1024 * 1024

# The Ed25519 private key that signs evidence bundles. In development it is made when first needed.
SIGNING_KEY_FILE = env.path("SIGNING_KEY_FILE", default=DATA_DIR / "signing-key.pem", base=BASE_DIR)

# Imports of open data and of aggregate grids are read by processes of their own, so that they outlive a closed tab
# and a restarted server. True reads them in the request: for tests, and where no process may be started.
IMPORTS_IN_PROCESS = False
# Dashboards that were looked at lately are drawn again by processes of their own once figures moved or a day began.
# False leaves it to the next visitor.
DRAWN_AHEAD = True
# PDFs and workbooks of editions and dashboards are drawn by processes of their own, away from the memory of the web
# workers. False draws what is asked for in the request, and leaves an edition's files to `manage.py build_packs`.
DOCUMENTS_ELSEWHERE = True

# --- Static files ---------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "safetyvalve.static_files.BuiltFiles",
]
STATIC_MANIFEST = env.flag("STATIC_MANIFEST", default=IN_PRODUCTION)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "safetyvalve.static_files.HashedStaticFiles"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Without collected files they are served from where they lie.
WHITENOISE_USE_FINDERS = not STATIC_MANIFEST

# --- Signing in -----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "display_name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "core:home"

# People sign in with their e-mail address. Accounts are made by administrators, never by visitors.
ACCOUNT_ADAPTER = "safetyvalve.core.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "safetyvalve.core.forms.account.SignInForm",
    "reset_password": "safetyvalve.core.forms.account.ResetPasswordForm",
    "reset_password_from_key": "safetyvalve.core.forms.account.ResetPasswordKeyForm",
    "change_password": "safetyvalve.core.forms.account.ChangePasswordForm",
    "reauthenticate": "safetyvalve.core.forms.account.ReauthenticateForm",
}

# Eight hours without use end a session, and so does closing the browser: desks are shared.
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ACCOUNT_SESSION_REMEMBER = False
SESSION_COOKIE_NAME = "safetyvalve_session"

# --- In the browser -------------------------------------------------------------------------------------

USE_HTTPS = env.flag("USE_HTTPS", default=IN_PRODUCTION)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = USE_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if USE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = USE_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "safetyvalve.core.views.refusals.csrf_failure"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if USE_HTTPS else "http"
# Putting a council's name on the browsers' preload list is the council's own decision, made elsewhere.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# Who is asking, and over which protocol, comes from a proxy's headers only when a proxy is known to be there.
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole_number("TRUSTED_PROXY_COUNT", default=0, most=5)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# --- Messages out ---------------------------------------------------------------------------------------

globals().update(env.email("EMAIL_URL", default="consolemail://"))
# What links in e-mails begin with: some are written where no browser asks.
_address = production.site_address(ALLOWED_HOSTS, in_production=IN_PRODUCTION, data=DATA_DIR)
SITE_ADDRESS = env.text("SITE_ADDRESS", default=_address)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", default=production.DEVELOPMENT_EMAIL_FROM)
EMAIL_TIMEOUT = 10

LOG_LEVEL = env.choice("LOG_LEVEL", of=("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "safetyvalve.core.logs.WithoutSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers send errors by e-mail; the lines on stderr are what is kept.
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # A refused page or a missing one is in the access log already, not news.
        "django.request": {"level": "ERROR"},
        **{name: {"level": LOG_LEVEL} for name in ("safetyvalve", "conditions", "workstreams", "dashboards")},
    },
}

# --- Look -----------------------------------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"
DJANGO_TABLES2_TEMPLATE = "django_tables2/govuk.html"

if IN_PRODUCTION:
    production.refuse_unsafe(globals())
