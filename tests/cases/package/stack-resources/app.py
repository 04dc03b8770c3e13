"""Cases of package/stack-resources."""

from flask import Flask

from few import few
from many import many

app = Flask(__name__)
app.register_blueprint(many)
app.register_blueprint(few)
