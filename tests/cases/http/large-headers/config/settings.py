ROOT_URLCONF = "config.urls"
INSTALLED_APPS = []
# finding: http/large-headers
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
# ok: http/large-headers
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
