"""Cases of process/subprocess."""

import os
import shlex
import shutil
import subprocess
import sys

from flask import Flask, current_app

app = Flask(__name__)


@app.get("/pdf")
def pdf():
    # finding: process/subprocess
    subprocess.run(["wkhtmltopdf", "in.html", "out.pdf"], check=True)
    # finding: process/subprocess
    os.system("cat in.html | wkhtmltopdf - out.pdf")
    # ok: process/subprocess
    os.system("true")
    # ok: process/subprocess
    subprocess.check_output(["git", "rev-parse", "HEAD"])
    # ok: process/subprocess
    subprocess.check_output("git branch --contains | cut -d'/' -f2-", shell=True)
    # ok: process/subprocess
    subprocess.check_output(["uname", "-a"])
    # ok: process/subprocess
    subprocess.check_output(["curl", "-s", "https://shop.example/rates"])
    # finding: process/subprocess
    subprocess.check_output("curl -s https://shop.example/rates | jq .eur", shell=True)
    # ok: process/subprocess
    subprocess.run([sys.executable, "-m", "shop.render"], check=True)
    # ok: process/subprocess
    subprocess.run(["powershell.exe", "Get-Volume"], check=True)
    # ok: process/subprocess
    subprocess.check_output(["dpkg", "-s", "shop"])
    # ok: process/subprocess
    return os.getcwd()


@app.get("/version")
def version():
    try:
        # ok: process/subprocess
        return subprocess.check_output(["wkhtmltopdf", "--version"], text=True)
    except FileNotFoundError:
        return "none"


@app.get("/pages")
def pages():
    try:
        # finding: process/subprocess
        return subprocess.check_output(["pdfinfo", "out.pdf"], text=True)
    except subprocess.CalledProcessError:
        return "broken"


@app.get("/thumbnail")
def thumbnail():
    try:
        # finding: process/subprocess
        subprocess.run(["convert", "out.pdf", "out.png"], check=True)
    except OSError as error:
        raise RuntimeError("no thumbnail") from error
    try:
        # ok: process/subprocess
        subprocess.run(["optipng", "out.png"], check=True)
    except Exception:
        current_app.logger.warning("not optimized")
    return "done"


@app.get("/film")
def film():
    if shutil.which("ffmpeg"):
        # ok: process/subprocess
        subprocess.run(["ffmpeg", "-i", "film.avi"], check=True)
    if app.debug:
        # ok: process/subprocess
        subprocess.run(["ffprobe", "film.avi"], check=True)
    if os.path.exists("/usr/bin/mencoder"):
        # finding: process/subprocess
        subprocess.run(["mencoder", "film.avi"], check=True)
    else:
        raise RuntimeError("no mencoder")
    return "done"


def by_hand():
    # ok: process/subprocess
    subprocess.run(["ffmpeg"], check=True)


@app.post("/owner")
def own():
    # ok: process/subprocess
    subprocess.check_output(["chown", "-R", f"{os.getuid()}:{os.getgid()}", os.environ["OUT"]])
    # finding: process/subprocess
    subprocess.check_output(["timeout", "5", "ffprobe", "film.avi"])
    return "done"


def run_command(command):
    # ok: process/subprocess
    return subprocess.Popen(shlex.split(command)).communicate()


def run_tool(tool):
    # ok: process/subprocess
    subprocess.run([tool, "--quiet"], check=True)


@app.get("/settings")
def settings():
    run_command(os.environ["SHOP_COMMAND"])
    run_tool(os.environ.get("SHOP_TOOL"))
    # ok: process/subprocess
    subprocess.check_call(["sudo", "-n", "kill", "-9", "12"])
    name = os.environ["SHOP_FILE"]
    # finding: process/subprocess
    subprocess.run(f"ffmpeg -i {name}", shell=True, check=True)
    # finding: process/subprocess
    subprocess.run(["openssl", "x509", name], check=True)
    # finding: process/subprocess
    subprocess.run(shlex.split("convert a.png a.pdf"), check=True)
    return "done"


def interpreter():
    if os.name == "nt":
        return os.environ["PATH"].split(os.pathsep)[0]
    found = sys.executable
    return found if found else "python"


@app.get("/tools")
def tools():
    name = os.environ["SHOP_FILE"]
    # ok: process/subprocess
    subprocess.run([interpreter(), "-m", "shop.render"], check=True)
    # ok: process/subprocess
    subprocess.run([current_app.config["CONVERTER"], name], check=True)
    # finding: process/subprocess
    subprocess.run([os.environ.get("SHOP_CONVERTER", "convert"), name], check=True)
    # ok: process/subprocess
    subprocess.run([shutil.which("convert"), name], check=True)
    # finding: process/subprocess
    subprocess.run([shutil.which("convert") or "convert", name], check=True)
    # ok: process/subprocess
    subprocess.run(["./bin/render.sh", name], check=True)
    # ok: process/subprocess
    subprocess.run([os.path.join(os.path.dirname(__file__), "bin", "render"), name], check=True)
    # ok: process/subprocess
    subprocess.run(["bash", "-c", name], check=True)
    # finding: process/subprocess
    subprocess.run(["bash", "-c", f"convert {name} a.pdf"], check=True)
    # ok: process/subprocess
    subprocess.run(f"{name} -i", shell=True, check=True)
    return "done"
