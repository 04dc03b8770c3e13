"""A small shop in Flask, and what analysis makes of it."""

import textwrap
from collections.abc import Mapping

from migrator.analysis.build import build
from migrator.analysis.index import read_module
from migrator.generation.source import MemorySource
from migrator.model.program import Program

DOCUMENTS = frozenset({"crontab"})  # what analysis reads beside Python
SHOP = {
    "requirements.txt": "Flask==3.1.3\nSQLAlchemy==2.0.40\npsycopg==3.2.1\ngunicorn==23.0.0\n",
    "shop/__init__.py": "",
    "shop/templates/base.html": "<html>",
    "shop/app.py": """\
        from flask import Flask
        from shop.db import init

        def create_app():
            app = Flask(__name__)
            init()
            register(app)
            return app

        def register(app):
            from shop.customers.views import customers
            from shop.orders.views import orders

            app.register_blueprint(customers, url_prefix="/customers")
            app.register_blueprint(orders, url_prefix="/orders")
        """,
    "shop/db.py": """\
        import os
        from sqlalchemy import create_engine
        from sqlalchemy.orm import DeclarativeBase

        class Base(DeclarativeBase):
            pass

        engine = create_engine(os.environ["DATABASE_URL"], pool_size=20, max_overflow=40)

        def init():
            import shop.customers.models
            import shop.orders.models

            Base.metadata.create_all(engine)
        """,
    "shop/customers/__init__.py": "",
    "shop/customers/models.py": """\
        from sqlalchemy import Column, Integer
        from shop.db import Base

        class Customer(Base):
            __tablename__ = "customer"
            id = Column(Integer, primary_key=True)
        """,
    "shop/customers/views.py": """\
        from flask import Blueprint, jsonify
        from shop.customers.mail import send

        customers = Blueprint("customers", __name__)

        @customers.get("/<int:customer_id>")
        def show(customer_id):
            return jsonify(id=customer_id)
        """,
    "shop/customers/mail.py": "def send(): ...\n",
    "shop/customers/forms.json": "{}",
    "shop/orders/__init__.py": "",
    "shop/orders/prices.json": "{}",
    "shop/orders/models.py": """\
        from sqlalchemy import Column, ForeignKey, Integer
        from sqlalchemy.orm import relationship
        from shop.db import Base

        class Order(Base):
            __tablename__ = "order"
            id = Column(Integer, primary_key=True)
            customer_id = Column(ForeignKey("customer.id"))
            customer = relationship("Customer")
        """,
    "shop/orders/views.py": """\
        import os

        from flask import Blueprint, jsonify, url_for
        from shop.orders.models import Order

        orders = Blueprint("orders", __name__)

        @orders.get("/")
        def index():
            return jsonify(currency=os.environ.get("CURRENCY", "EUR"))

        @orders.route("/<int:order_id>", methods=["GET", "DELETE"])
        def show(order_id):
            return jsonify(order=Order.id, customer=url_for("customers.show", customer_id=1))

        @orders.get("/<int:order_id>.pdf")
        def pdf(order_id):
            return b"%PDF"
        """,
}


def files_of(changes: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The shop's files, some of them exchanged or added."""
    files = SHOP | dict(changes or {})
    return {path: textwrap.dedent(text).encode() for path, text in files.items()}


def analyzed(files: Mapping[str, bytes]) -> tuple[Program, MemorySource]:
    """Analyze files that exist in memory only."""
    modules = []
    for path, content in sorted(files.items()):
        if path.endswith(".py"):
            name = (
                path.removeprefix("src/")
                .removesuffix(".py")
                .removesuffix("/__init__")
                .replace("/", ".")
            )
            package = path.endswith("__init__.py")
            modules.append(read_module(name, path, content, is_package=package))
    documents = {path: files[path].decode() for path in files if path in DOCUMENTS}
    return build("shop", modules, documents), MemorySource(files)


def shop(changes: Mapping[str, str] | None = None) -> tuple[Program, MemorySource]:
    return analyzed(files_of(changes))
