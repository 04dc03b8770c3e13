"""Cases of data/large-pool: what Django's settings ask for."""

ROOT_URLCONF = "config.urls"
INSTALLED_APPS = []
# finding: data/large-pool
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"pool": True}},
    "reports": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"sslmode": "require"}},
}
# ok: data/large-pool
CONNECTION_POOLS = {"max_size": 20}
