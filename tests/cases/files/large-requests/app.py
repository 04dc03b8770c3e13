"""Cases of files/large-requests."""

from flask import Flask

app = Flask(__name__)
# finding: files/large-requests
app.config["MAX_CONTENT_LENGTH"] = 50 * 1024 * 1024
# ok: files/large-requests
app.config["MAX_FORM_MEMORY_SIZE"] = 500_000
