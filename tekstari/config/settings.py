"""Django's settings. Everything that differs between machines comes from the environment."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

PACKAGE = Path(__file__).resolve().parents[1]


def database(url: str, *, pool: bool) -> dict[str, object]:
    """A PostgreSQL URL as Django wants it; `?host=` names a socket folder."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", parts.hostname or "")
    port = query.pop("port", str(parts.port or ""))
    options: dict[str, object] = dict(query)
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 24, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
        "TIME_ZONE": None,
    }


def _databases() -> dict[str, dict[str, object]]:
    """`default` is the app role, `gateway` sees the traffic tables, `owner` exists only to migrate."""
    pool = os.environ.get("TEKSTARI_POOL", "1") == "1"
    found = {
        "default": database(os.environ.get("TEKSTARI_APP_URL", "postgresql:///tekstari"), pool=pool),
        "gateway": database(os.environ.get("TEKSTARI_GATEWAY_URL", "postgresql:///tekstari"), pool=pool),
    }
    if owner := os.environ.get("TEKSTARI_OWNER_URL"):
        found["owner"] = database(owner, pool=False)
    return found


DATABASES = _databases()
DATABASE_ROUTERS: list[str] = []

PUBLIC_URL = os.environ.get("TEKSTARI_PUBLIC_URL", "http://127.0.0.1:8000")
SECRET_KEY = os.environ.get("TEKSTARI_SECRET_KEY", "only-for-commands-without-pages")
DEBUG = False
ALLOWED_HOSTS = (
    ["*"]
    if os.environ.get("TEKSTARI_ANY_HOST") == "1"
    else [
        "127.0.0.1",
        "localhost",
        "[::1]",
        urlsplit(PUBLIC_URL).hostname or "localhost",
    ]
)
CSRF_TRUSTED_ORIGINS = [f"{urlsplit(PUBLIC_URL).scheme}://{urlsplit(PUBLIC_URL).netloc}"]
CSRF_FAILURE_VIEW = "tekstari.web.views.errors.csrf_failure"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "tekstari.data",
    "tekstari.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tekstari.web.middleware.language",
    "tekstari.web.middleware.content_security",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "tekstari.config.urls"
ASGI_APPLICATION = "tekstari.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "tekstari.web.context.common",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

AUTH_USER_MODEL = "data.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
_is_https = PUBLIC_URL.startswith("https:")
SESSION_COOKIE_NAME = "__Host-tekstari" if _is_https else "tekstari"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "tekstari-csrf"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

LANGUAGE_CODE = "en"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("TEKSTARI_HOME", PACKAGE.parent / "build")) / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# Ids, codes and counts only: no text of a message and no number ever goes into a log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("TEKSTARI_LOG", "WARNING")},
}
