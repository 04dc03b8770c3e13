"""Cases of package/large-library."""

from flask import Flask, jsonify

app = Flask(__name__)
try:
    # finding: package/large-library
    import tensorflow
except ImportError:
    tensorflow = None


@app.get("/score")
def index():
    # finding: package/large-library
    import catboost

    # ok: package/large-library
    import torch

    # ok: package/large-library
    import onnxruntime

    return jsonify(str((catboost, torch, onnxruntime, tensorflow)))
