"""Cases of identity/csrf."""

from flask import Flask
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect

# ok: identity/csrf
app = Flask(__name__)
# finding: identity/csrf
csrf = CSRFProtect(app)


# ok: identity/csrf
class OrderForm(FlaskForm):
    pass
