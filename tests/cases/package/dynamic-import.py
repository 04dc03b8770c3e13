"""Cases of package/dynamic-import."""

import importlib
import pkgutil
from importlib.metadata import entry_points

from flask import Flask, jsonify, request
from werkzeug.utils import import_string

app = Flask(__name__)


def backend(name):
    # finding: package/dynamic-import
    return importlib.import_module(name).Backend()


@app.get("/pay")
def pay():
    # ok: package/dynamic-import
    json = importlib.import_module("json")
    # finding: package/dynamic-import
    handler = import_string(request.args["handler"])
    # finding: package/dynamic-import
    other = __import__(f"plugins.{request.args['plugin']}")
    return jsonify([backend(request.args["backend"]).pay(), json.dumps(handler), other])


@app.get("/plugins")
def plugins():
    # finding: package/dynamic-import
    found = [one.name for one in entry_points(group="shop.plugins")]
    # finding: package/dynamic-import
    found += [one.name for one in pkgutil.iter_modules(["plugins"])]
    return jsonify(found)


def unused(name):
    # ok: package/dynamic-import
    return importlib.import_module(name)
