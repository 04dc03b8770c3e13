"""Cases of files/temporary-file."""

import io
import tempfile

from flask import Flask

app = Flask(__name__)


@app.get("/export")
def export():
    # finding: files/temporary-file
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"a")
    # ok: files/temporary-file
    io.BytesIO(b"a")
    return "done"
