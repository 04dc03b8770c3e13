"""Cases of package/heavy-import."""

# finding: package/heavy-import
import pandas as pd
# ok: package/heavy-import
import requests
from flask import Flask, jsonify
# finding: package/heavy-import
from sklearn.linear_model import LinearRegression

app = Flask(__name__)


@app.get("/forecast")
def forecast():
    # ok: package/heavy-import
    import matplotlib.pyplot as plt

    frame = pd.DataFrame(requests.get("https://example.org", timeout=3).json())
    plt.plot(frame)
    return jsonify(LinearRegression().fit(frame, frame).coef_)
