"""Cases of files/templates."""

from flask import Flask, render_template, render_template_string

app = Flask(__name__)


@app.get("/")
def index():
    # finding: files/templates
    return render_template("index.html")


@app.get("/plain")
def plain():
    # ok: files/templates
    return render_template_string("<p>")
