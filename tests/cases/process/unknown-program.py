"""Cases of process/unknown-program."""

import os
import shlex
import shutil
import subprocess

from flask import Flask, current_app

app = Flask(__name__)


def run_command(command):
    # finding: process/unknown-program
    return subprocess.Popen(shlex.split(command)).communicate()


def run_tool(tool, name):
    # finding: process/unknown-program
    subprocess.run([tool, name], check=True)


def run_if_there(tool):
    try:
        # ok: process/unknown-program
        subprocess.run([tool], check=True)
    except FileNotFoundError:
        pass


@app.post("/commands")
def commands():
    run_command(os.environ["SHOP_COMMAND"])
    run_tool(os.environ.get("SHOP_TOOL"), "in.html")
    run_if_there(os.environ.get("SHOP_TOOL"))
    # finding: process/unknown-program
    subprocess.run([os.environ.get("SHOP_TOOL"), "in.html"], check=True)
    # finding: process/unknown-program
    subprocess.check_call(["sudo", "-n", "kill", "-9", "12"])
    # ok: process/unknown-program
    subprocess.run(["wkhtmltopdf", "in.html"], check=True)
    # finding: process/unknown-program
    subprocess.run([current_app.config["CONVERTER"], "in.html"], check=True)
    # finding: process/unknown-program
    subprocess.run(["./bin/render.sh", "in.html"], check=True)
    # ok: process/unknown-program
    subprocess.run([shutil.which("convert"), "in.html"], check=True)
    return "done"
