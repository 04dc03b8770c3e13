"""Cases of files/large-response."""

from flask import Flask, Response, jsonify, make_response, send_file

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


@app.get("/invoice")
def by_header():
    response = make_response(b"%PDF")
    # finding: files/large-response
    response.headers["Content-Type"] = "application/pdf"
    # ok: files/large-response
    response.headers["Cache-Control"] = "no-store"
    return response


@app.get("/label")
def by_attribute():
    response = Response(b"")
    # finding: files/large-response
    response.mimetype = "image/png"
    return response


@app.get("/archive")
def by_argument():
    # finding: files/large-response
    return make_response(b"", 200, {"Content-Type": "application/zip"})


@app.get("/sheet")
def by_headers():
    # finding: files/large-response
    return Response(b"", headers={"Content-Type": "application/vnd.ms-excel"})


@app.get("/answer")
def an_answer():
    response = make_response("{}")
    # ok: files/large-response
    response.headers["Content-Type"] = "application/vnd.api+json"
    return response
