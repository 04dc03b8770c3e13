"""Cases of package/install-at-runtime."""

import os
import subprocess
import sys

from flask import Flask

app = Flask(__name__)


@app.post("/plugins/<name>")
def install(name):
    # finding: package/install-at-runtime
    subprocess.check_call([sys.executable, "-m", "pip", "install", name])
    # finding: package/install-at-runtime
    subprocess.run(["pip", "install", "shop-theme"], check=True)
    # finding: package/install-at-runtime
    os.system("pip install shop-theme")
    # ok: package/install-at-runtime
    subprocess.run([sys.executable, "-m", "shop.plugins", name], check=True)
    # ok: package/install-at-runtime
    subprocess.run([sys.executable, "-m", "pip", "list"], check=True)
    # ok: package/install-at-runtime
    subprocess.run([sys.executable, "-m", "pip", "install", "--dry-run", "-r", name], check=True)
    # ok: package/install-at-runtime
    os.system("pip install --dry-run shop-theme")
    # ok: package/install-at-runtime
    subprocess.run(["make", "install", name], check=True)
    # ok: package/install-at-runtime
    return subprocess.check_output(["pdfinfo", "out.pdf"], text=True)
