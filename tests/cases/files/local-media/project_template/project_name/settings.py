INSTALLED_APPS = ["shop"]
# ok: files/local-media
DEFAULT_FILE_STORAGE = "django.core.files.storage.FileSystemStorage"
