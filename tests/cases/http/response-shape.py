"""Cases of http/response-shape: one finding for all, at the first."""

from flask import Flask, jsonify, render_template

app = Flask(__name__)


@app.get("/page")
def page():
    # ok: http/response-shape
    return render_template("page.html")


@app.get("/orders")
def orders():
    # finding: http/response-shape
    return jsonify([1, 2])


@app.get("/customers")
def customers():
    return jsonify({"data": []})


def unused():
    # ok: http/response-shape
    return jsonify({})
