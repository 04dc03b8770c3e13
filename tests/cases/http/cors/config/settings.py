ROOT_URLCONF = "config.urls"
INSTALLED_APPS = []
# finding: http/cors
MIDDLEWARE = [
    "django.middleware.common.CommonMiddleware",
    "corsheaders.middleware.CorsMiddleware",
]
# ok: http/cors
CORS_ALLOWED_ORIGINS = ["https://example.org"]
