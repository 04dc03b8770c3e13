"""Cases of files/large-response."""

from flask import Flask, Response, jsonify, send_file

app = Flask(__name__)


@app.get("/invoice.pdf")
def invoice():
    # finding: files/large-response
    return send_file("invoice.pdf")


@app.get("/orders.csv")
def orders():
    # finding: files/large-response
    return Response("a,b", mimetype="text/csv")


@app.get("/orders")
def listed():
    # ok: files/large-response
    return jsonify([])
