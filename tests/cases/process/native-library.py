"""Cases of process/native-library."""

# finding: process/native-library
import magic

# finding: process/native-library
from weasyprint import HTML

# ok: process/native-library
import mimetypes
from flask import Flask

app = Flask(__name__)


@app.get("/invoice")
def invoice():
    magic.from_buffer(b"")
    return HTML(string="<p>").write_pdf()
