"""Cases of process/subprocess."""

import os
import subprocess

from flask import Flask

app = Flask(__name__)


@app.get("/pdf")
def pdf():
    # finding: process/subprocess
    subprocess.run(["wkhtmltopdf", "in.html", "out.pdf"], check=True)
    # finding: process/subprocess
    os.system("true")
    # ok: process/subprocess
    subprocess.check_output(["git", "rev-parse", "HEAD"])
    # ok: process/subprocess
    return os.getcwd()


def by_hand():
    # ok: process/subprocess
    subprocess.run(["true"], check=True)
