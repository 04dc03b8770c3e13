INSTALLED_APPS = ["django.contrib.auth"]
# finding: files/large-requests
DATA_UPLOAD_MAX_MEMORY_SIZE = 26214400
# ok: files/large-requests
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000_000
