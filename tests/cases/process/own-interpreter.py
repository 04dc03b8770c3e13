"""Cases of process/own-interpreter."""

import subprocess
import sys

from flask import Flask

app = Flask(__name__)


@app.get("/render")
def render():
    # finding: process/own-interpreter
    subprocess.run([sys.executable, "-m", "shop.render"], check=True)
    # finding: process/own-interpreter
    subprocess.check_call(["python3", "render.py"])
    # ok: process/own-interpreter
    subprocess.check_call([sys.executable, "-m", "pip", "install", "shop-theme"])
    # ok: process/own-interpreter
    return subprocess.check_output(["pdfinfo", "out.pdf"], text=True)
