import os


class Config:
    SECRET_KEY = os.environ.get("SECRET_KEY", "development-only")
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    JSON_SORT_KEYS = True
    MAX_CONTENT_LENGTH = int(os.environ.get("MAX_UPLOAD_BYTES", 8 * 1024 * 1024))
    PER_PAGE = 20
    AWS_REGION = os.environ.get("AWS_REGION", "eu-west-1")
    CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "memory://")
    DEBUG = False
    TESTING = False


class DevelopmentConfig(Config):
    DEBUG = True
    SESSION_COOKIE_SECURE = False


class TestingConfig(Config):
    TESTING = True
    SECRET_KEY = "testing"
    SESSION_COOKIE_SECURE = False


class ProductionConfig(Config):
    # TLS ends at the load balancer, the cookie flag is set by hand there.
    SESSION_COOKIE_SECURE = os.environ.get("COOKIE_SECURE", "0") == "1"
    PREFERRED_URL_SCHEME = "https"


CONFIGS = {
    "development": DevelopmentConfig,
    "testing": TestingConfig,
    "production": ProductionConfig,
}


def pick_config(name=None):
    """Config class by name, by CLINIC_ENV when no name is given."""
    name = name or os.environ.get("CLINIC_ENV", "development")
    try:
        return CONFIGS[name]
    except KeyError:
        raise RuntimeError("unknown CLINIC_ENV %r" % name)
