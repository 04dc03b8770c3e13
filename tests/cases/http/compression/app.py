"""Cases of http/compression: Flask."""

# ok: http/compression
import gzip

from flask import Flask

# finding: http/compression
from flask_compress import Compress

app = Flask(__name__)
Compress(app)


@app.get("/")
def index():
    return gzip.compress(b"by hand")
