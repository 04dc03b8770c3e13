"""Cases of data/stale-connection: what Django's settings keep."""

ROOT_URLCONF = "config.urls"
INSTALLED_APPS = []
# finding: data/stale-connection
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 600},
    "reports": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0},
}
# ok: data/stale-connection
CACHE_MAX_AGE = 600
