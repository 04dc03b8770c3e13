"""Cases of http/cors: Flask."""

# ok: http/cors
from flask import Flask

# finding: http/cors
from flask_cors import CORS

app = Flask(__name__)
CORS(app)
