import pytest

from migrator.model.program import Table
from tests.analysis.programs import program_of, program_of_one, unresolved_of

BASE = """\
from sqlalchemy import Column, ForeignKey, Integer, Table, MetaData, String, select, insert
from sqlalchemy import update, delete
from sqlalchemy.orm import DeclarativeBase, Session, declarative_base, mapped_column, relationship
"""


def spell(table: Table) -> str:
    references = ",".join(f"{name}@{line}" for name, line in table.references)
    return f"{table.name} {table.model} {table.location.line} {references}".strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "class Base(DeclarativeBase): ...\nclass Order(Base):\n    __tablename__ = 'orders'\n"
            "    id = mapped_column(Integer, primary_key=True)",
            ["orders shop:Order 5"],
            id="declarative base class",
        ),
        pytest.param(
            "Base = declarative_base()\nclass Order(Base):\n    __tablename__ = 'orders'",
            ["orders shop:Order 5"],
            id="declarative_base()",
        ),
        pytest.param(
            "class Base(DeclarativeBase): ...\nclass Stamped:\n    made = Column(Integer)\n"
            "class Order(Stamped, Base):\n    __tablename__ = 'orders'",
            ["orders shop:Order 7"],
            id="mixin is no table",
        ),
        pytest.param(
            "class Base(DeclarativeBase): ...\nclass Entity(Base):\n    __abstract__ = True\n"
            "    id = Column(Integer)\nclass Order(Entity):\n    __tablename__ = 'orders'",
            ["orders shop:Order 8"],
            id="abstract base is no table",
        ),
        pytest.param(
            "class Base(DeclarativeBase): ...\nPREFIX = 'shop_'\nclass Order(Base):\n"
            "    __tablename__ = PREFIX + 'orders'",
            ["shop_orders shop:Order 6"],
            id="name put together",
        ),
        pytest.param(
            "class Base(DeclarativeBase): ...\nclass Item(Base):\n    __tablename__ = 'items'\n"
            "    order_id = Column(ForeignKey('orders.id'))\n"
            "    part_id = mapped_column(Integer, ForeignKey('store.parts.id'))",
            ["items shop:Item 5 orders@7,store.parts@8"],
            id="foreign keys",
        ),
        pytest.param(
            "m = MetaData()\nlinks = Table('links', m, Column('a', ForeignKey('orders.id')))",
            ["links shop: 5 orders@5"],
            id="Table object",
        ),
        pytest.param(
            "m = MetaData()\nlinks = Table(\n    'links',\n    m,\n"
            "    Column('a', ForeignKey('orders.id')),\n)\n"
            "other = Table('other', m, Column('b', ForeignKey('parts.id')))",
            ["links shop: 5 orders@8", "other shop: 10 parts@10"],
            id="Table objects below each other",
        ),
        pytest.param(
            "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n"
            "class OrderLine(db.Model):\n    id = db.Column(db.Integer)\n"
            "    order_id = db.Column(db.ForeignKey('order.id'))\n"
            "class HTTPLog(db.Model):\n    id = db.Column(db.Integer)",
            ["http_log shop:HTTPLog 9", "order_line shop:OrderLine 6 order@8"],
            id="Flask-SQLAlchemy names after the class",
        ),
        pytest.param(
            "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n"
            "class Entity(db.Model):\n    __abstract__ = True\n    id = db.Column(db.Integer)\n"
            "class Order(Entity):\n    total = db.Column(db.Integer)",
            ["order shop:Order 9"],
            id="Flask-SQLAlchemy, abstract base",
        ),
        pytest.param(
            "class Order:\n    __tablename__ = 'orders'", [], id="no model, just that name"
        ),
        pytest.param(
            "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n"
            "class Stamped:\n    made = db.Column(db.Integer, primary_key=True)\n"
            "class User(Stamped, db.Model):\n    name = db.Column(db.String)\n"
            "class Admin(User):\n    level = db.Column(db.Integer)\n"
            "class Guest(User):\n    id = db.Column(db.ForeignKey('user.made'), primary_key=True)",
            ["guest shop:Guest 12 user@13", "user shop:User 8"],
            id="Flask-SQLAlchemy, mixin, single-table and joined-table inheritance",
        ),
        pytest.param(
            "from sqlalchemy.orm import declared_attr\n"
            "class Base(DeclarativeBase):\n    @declared_attr.directive\n"
            "    def __tablename__(cls):\n        return cls.__name__.lower() + 's'\n"
            "class Order(Base): ...",
            ["orders shop:Order 9"],
            id="named by its base",
        ),
        pytest.param(
            "from sqlmodel import SQLModel, Field\nclass Named(SQLModel):\n    name: str\n"
            "class Order(Named, table=True):\n    id: int = Field(primary_key=True)",
            ["order shop:Order 7"],
            id="SQLModel",
        ),
        pytest.param(
            "from sqlalchemy.orm import registry\nclass Order: ...\nm = MetaData()\n"
            "registry().map_imperatively(Order, Table('orders', m))",
            ["orders shop:Order 5"],
            id="imperative mapping",
        ),
    ],
)
def test_finds_tables(source: str, expected: list[str]) -> None:
    assert [spell(table) for table in program_of_one(BASE + source).tables] == expected


MODELS = (
    BASE
    + """\
class Base(DeclarativeBase): ...
class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer)
    state = Column(String)
    def close(self):
        self.state = "closed"
    @classmethod
    def of(cls, session: Session, id):
        return session.get(cls, id)
class Part(Base):
    __tablename__ = "parts"
    id = Column(Integer)
"""
)
PROGRAM = {"shop/__init__.py": "", "shop/models.py": MODELS}
HEAD = """\
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session, sessionmaker
from shop.models import Order, Part
session = sessionmaker()()
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("session.execute(select(Order))", {"read orders f"}, id="select"),
        pytest.param("session.scalars(select(Order.id))", {"read orders f"}, id="column"),
        pytest.param("session.query(Order).all()", {"read orders f"}, id="query"),
        pytest.param(
            "session.query(Order).filter_by(id=1).first()", {"read orders f"}, id="query chain"
        ),
        pytest.param(
            "session.execute(select(Order).join(Part, Part.id == Order.id))",
            {"read orders f", "read parts f"},
            id="join",
        ),
        pytest.param("return session.get(Order, 1)", {"read orders f"}, id="get"),
        pytest.param(
            "session.query(func.count(Order.id)).scalar()", {"read orders f"}, id="function"
        ),
        pytest.param("session.add(Order(id=1))", {"write orders f"}, id="a new object is a write"),
        pytest.param(
            "session.add_all([Order(id=1), Part(id=2)])",
            {"write orders f", "write parts f"},
            id="several new objects",
        ),
        pytest.param(
            "session.execute(insert(Order).values(id=1))", {"write orders f"}, id="insert"
        ),
        pytest.param(
            "session.execute(update(Order).where(Order.id == 1).values(state='x'))",
            {"write orders f"},
            id="update",
        ),
        pytest.param(
            "session.execute(delete(Order).where(Order.id == 1))", {"write orders f"}, id="delete"
        ),
        pytest.param(
            "session.query(Order).filter_by(id=1).update({'state': 'x'})",
            {"write orders f"},
            id="update of a query",
        ),
        pytest.param(
            "session.query(Order).delete()",
            {"write orders f"},
            id="delete of a query",
        ),
        pytest.param(
            "found = session.query(Order)\n    found.all()\n    found.delete()",
            {"read orders f", "write orders f"},
            id="delete of a query that is asked as well",
        ),
        pytest.param(
            "from flask import g\n    g.database.query(Order.id).filter(Order.id == 1).first()",
            {"read orders f"},
            id="session that another library keeps",
        ),
        pytest.param(
            "order = session.get(Order, 1)\n    session.delete(order)",
            {"read orders f", "write orders f"},
            id="delete of a loaded object",
        ),
        pytest.param(
            "order = session.get(Order, 1)\n    order.state = 'x'",
            {"read orders f", "write orders f"},
            id="attribute of a loaded object",
        ),
        pytest.param(
            "for order in session.scalars(select(Order)):\n        order.state = 'x'",
            {"read orders f", "write orders f"},
            id="attribute in a loop",
        ),
        pytest.param(
            "order = session.query(Order).first()\n    order.close()",
            {"read orders f", "write orders Order.close"},
            id="method of a loaded object",
        ),
        pytest.param(
            "Order.of(session, 1)", {"read orders Order.of"}, id="class method of the model"
        ),
        pytest.param(
            "order = load(1)\n    order.state = 'x'\ndef load(id):\n"
            "    return session.get(Order, id)",
            {"read orders load", "write orders f"},
            id="read in a helper, write here",
        ),
        pytest.param(
            "save(Part(id=1))\ndef save(thing):\n    session.add(thing)",
            {"write parts f", "write parts save"},
            id="write in a helper",
        ),
        pytest.param(
            "with Session() as s:\n        s.execute(select(Order))",
            {"read orders f"},
            id="session in with",
        ),
        pytest.param("return Order", set(), id="naming a model is no access"),
        pytest.param("return Order.id", set(), id="naming a column is no access"),
        pytest.param("print(Order)", set(), id="printing a model is no access"),
    ],
)
def test_finds_accesses(body: str, expected: set[str]) -> None:
    program = program_of(PROGRAM | {"shop/use.py": f"{HEAD}def f():\n    {body}\n"})
    # `of` reads by itself, whoever calls it; so does `close` write.
    own = {"read orders Order.of", "write orders Order.close"} - expected
    found = {
        f"{access.mode} {access.table} {access.function.partition(':')[2]}"
        for access in program.accesses
    }
    assert found - own == expected


def test_flask_sqlalchemy_queries_through_the_model() -> None:
    program = program_of_one("""\
        from flask_sqlalchemy import SQLAlchemy
        db = SQLAlchemy()
        class Order(db.Model):
            id = db.Column(db.Integer)
        def read():
            return Order.query.filter_by(id=1).first_or_404()
        def write():
            db.session.add(Order(id=1))
            db.session.commit()
        """)
    assert {f"{a.mode} {a.table} {a.function}" for a in program.accesses} == {
        "read order shop:read",
        "write order shop:write",
    }


def test_says_which_tables_it_cannot_know() -> None:
    program = program_of_one("""\
        from sqlalchemy import MetaData, Table
        from sqlalchemy.ext.automap import automap_base
        m = MetaData()
        def f(name, engine):
            Table(name, m)
            Table("orders", m, autoload_with=engine)
        Base = automap_base()
        """)
    reflected = "tables that are read from the database as it runs"
    assert sorted(unresolved_of(program)) == [
        "shop.py:5 table with a computed name",
        f"shop.py:6 {reflected}",
        f"shop.py:7 {reflected}",
    ]
