ROOT_URLCONF = "config.urls"
# finding: http/host-routing
INSTALLED_APPS = ["django_hosts"]
# ok: http/host-routing
ALLOWED_HOSTS = ["example.org"]
