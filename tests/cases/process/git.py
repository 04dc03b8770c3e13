"""Cases of process/git."""

import subprocess

from flask import Flask

app = Flask(__name__)


@app.get("/version")
def version():
    # finding: process/git
    commit = subprocess.check_output(["git", "rev-parse", "HEAD"])
    # finding: process/git
    branch = subprocess.check_output("git branch --show-current", shell=True)
    # ok: process/git
    name = subprocess.check_output(["uname", "-a"])
    # ok: process/git
    grep = subprocess.run("gitleaks detect", shell=True)
    return str(commit + branch + name) + str(grep)
