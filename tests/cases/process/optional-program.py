"""Cases of process/optional-program."""

import shutil
import subprocess

from flask import Flask, current_app

app = Flask(__name__)


@app.get("/version")
def version():
    try:
        # finding: process/optional-program
        return subprocess.check_output(["wkhtmltopdf", "--version"], text=True)
    except (subprocess.CalledProcessError, FileNotFoundError):
        return "none"


@app.get("/film")
def film():
    if shutil.which("ffmpeg") is not None:
        # finding: process/optional-program
        subprocess.run(["ffmpeg", "-i", "film.avi"], check=True)
    if app.debug:
        # finding: process/optional-program
        subprocess.run(["ffprobe", "film.avi"], check=True)
    return "done"


@app.get("/thumbnail")
def thumbnail():
    try:
        # finding: process/optional-program
        subprocess.run(["optipng", "out.png"], check=True)
    except Exception:
        current_app.logger.warning("not optimized")
    try:
        # ok: process/optional-program
        subprocess.run(["convert", "out.pdf", "out.png"], check=True)
    except OSError as error:
        raise RuntimeError("no thumbnail") from error
    try:
        # ok: process/optional-program
        subprocess.check_output(["git", "rev-parse", "HEAD"])
    except OSError:
        pass
    # ok: process/optional-program
    return subprocess.check_output(["pdfinfo", "out.pdf"], text=True)


@app.get("/pages")
def pages():
    tool = shutil.which("pdfinfo")
    if tool:
        # finding: process/optional-program
        return subprocess.check_output([tool, "out.pdf"], text=True)
    return "unknown"
