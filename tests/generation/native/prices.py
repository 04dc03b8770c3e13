"""A shop whose prices need no framework."""

from collections.abc import Mapping

FILES = {
    "requirements.txt": "Flask==3.1.3\n",
    "shop/__init__.py": "",
    "shop/app.py": """\
        from flask import Flask, jsonify

        def create_app():
            app = Flask(__name__)
            app.config.from_object("shop.config.Config")
            register(app)

            @app.errorhandler(404)
            def missing(error):
                return jsonify(error="not found"), 404

            return app

        def register(app):
            from shop.prices.views import prices

            app.register_blueprint(prices, url_prefix="/prices")
        """,
    "shop/config.py": "class Config:\n    CURRENCY = 'EUR'\n",
    "shop/prices/__init__.py": "",
    "shop/prices/coins.py": "from shop.prices import catalog\n",
    "shop/prices/catalog.py": """\
        from decimal import Decimal

        class Unknown(Exception):
            pass

        PRICES = {1: Decimal("1.50"), 2: Decimal("20.00")}

        def price_of(number):
            if number == 13:
                raise Unknown(number)
            return PRICES.get(number)
        """,
    "shop/prices/views.py": """\
        import logging

        from flask import Blueprint, abort, jsonify, request

        from shop.prices import catalog
        from .catalog import price_of

        prices = Blueprint("prices", __name__)
        log = logging.getLogger(__name__)
        MOST = 100

        def _limit():
            return min(request.args.get("limit", MOST, type=int), MOST)

        @prices.get("/")
        def index():
            # everything there is
            numbers = sorted(catalog.PRICES)[:_limit()]
            return jsonify(numbers=numbers, method=request.method)

        @prices.route("/<int:number>", methods=["GET"])
        def show(number):
            found = price_of(number)
            if found is None:
                log.info("nobody knows %s", number)
                abort(404)
            return {"price": found, "currency": "EUR"}

        @prices.post("/quote")
        def quote():
            wanted = request.get_json()
            if "number" not in wanted:
                return jsonify(error="number is missing"), 400
            return jsonify(price=price_of(wanted["number"])), 201, {"X-Quote": "1"}
        """,
}


def changed(*changes: tuple[str, str, str]) -> Mapping[str, str]:
    """Exchange words of files: path, old, new."""
    files = dict(FILES)
    for path, old, new in changes:
        if old not in files[path]:
            raise ValueError(f"{path} has no {old!r}")
        files[path] = files[path].replace(old, new)
    return files
