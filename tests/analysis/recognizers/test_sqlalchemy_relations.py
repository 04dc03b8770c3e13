import pytest

from migrator.model.program import Program
from tests.analysis.programs import program_of, program_of_one

MODELS = """\
from sqlalchemy import Column, ForeignKey, Integer, String, Table
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, relationship
class Base(DeclarativeBase): ...
tagged = Table(
    "tagged",
    Base.metadata,
    Column("order_id", ForeignKey("orders.id")),
    Column("tag_id", ForeignKey("tags.id")),
)
class Owned:
    @declared_attr
    def owner_id(cls):
        return Column(ForeignKey("users.id"))
    @declared_attr
    def owner(cls):
        return relationship("User")
class User(Base):
    __tablename__ = "users"
    id = Column(Integer)
    name = Column(String)
class Order(Owned, Base):
    __tablename__ = "orders"
    id = Column(Integer)
    state = Column(String)
    lines: Mapped[list["Line"]] = relationship(back_populates="order", cascade="all, delete")
    notes = relationship(lambda: Note, lazy="selectin")
    tags = relationship("Tag", secondary=tagged, backref="orders")
    names = association_proxy("tags", "name")
    @hybrid_property
    def size(self):
        return len(self.lines)
    @hybrid_property
    def status(self):
        return self.state
    @status.setter
    def status(self, value):
        self.state = value
class Line(Base):
    __tablename__ = "lines"
    id = Column(Integer)
    price = Column(Integer)
    order_id = Column(ForeignKey("orders.id"))
    order = relationship("Order", back_populates="lines")
class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer)
    order_id = Column(ForeignKey("orders.id"))
class Tag(Base):
    __tablename__ = "tags"
    id = Column(Integer)
    name = Column(String)
"""
HEAD = """\
from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload, selectinload, sessionmaker
from shop.models import Line, Note, Order, Tag, User, tagged
session = sessionmaker()()
"""
ORDER = "order = session.query(Order.id, Order).first()"


def accesses_of(program: Program, function: str) -> set[str]:
    """Spell what one function does: ``read lines relation``."""
    return {
        f"{access.mode} {access.table} {access.via}".rstrip()
        for access in program.accesses
        if access.function.partition(":")[2] == function
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("session.get(Order, 1)", {"read orders", "read notes join"}, id="eager"),
        pytest.param(
            "session.query(Order.id).all()", {"read orders"}, id="a column loads no more"
        ),
        pytest.param(
            "session.query(User).join(Order, Order.owner_id == User.id)",
            {"read users", "read orders join"},
            id="join of a model",
        ),
        pytest.param(
            "session.query(Line).join(Line.order)",
            {"read lines", "read orders join"},
            id="join of a relationship",
        ),
        pytest.param(
            "session.query(Line).outerjoin('order')",
            {"read lines", "read orders join"},
            id="join by name",
        ),
        pytest.param(
            "session.scalars(select(Tag).options(selectinload(Tag.orders)))",
            {"read tags", "read orders join", "read tagged join"},
            id="eager loading of what only the other side declares",
        ),
        pytest.param(
            "session.query(Line).options(joinedload('order.lines'))",
            {"read lines", "read orders join", "read lines join"},
            id="eager loading by a path",
        ),
        pytest.param(
            "session.query(Tag).filter(Tag.orders.any(Order.state == 'x'))",
            {"read tags", "read tagged join", "read orders join"},
            id="any",
        ),
        pytest.param(
            "order = session.query(Line).first().order",
            {"read lines", "read orders relation"},
            id="reading a relationship",
        ),
        pytest.param(
            "for line in session.query(Order.id, Order).first().lines:\n"
            "        line.price = line.order.owner.name",
            {
                "read orders",
                "read lines relation",
                "read orders relation",
                "read users relation",
                "read notes join",
                "write lines",
            },
            id="from one to the next",
        ),
        pytest.param(
            "return session.query(Tag).first().orders",
            {"read tags", "read tagged relation", "read orders relation"},
            id="backref through an association table",
        ),
        pytest.param(
            "return session.query(Line).first().order.names",
            {
                "read lines",
                "read orders relation",
                "read tagged relation",
                "read tags relation",
            },
            id="association proxy",
        ),
        pytest.param(
            "session.query(Order).first().tags.add(session.query(Tag).first())",
            {
                "read orders",
                "read notes join",
                "read tags",
                "read tags relation",
                "read tagged relation",
                "write tagged relation",
            },
            id="adding what is there already",
        ),
        pytest.param(
            "session.query(Tag).first().orders.append(Order())",
            {
                "read tags",
                "read tagged relation",
                "read orders relation",
                "write orders",
                "write tagged relation",
            },
            id="adding to an association",
        ),
        pytest.param(
            "session.query(Line).first().order = None",
            {"read lines", "write lines relation"},
            id="assigning to the side that has the key",
        ),
        pytest.param(
            "tag = session.query(Tag).first()\n    session.delete(tag)",
            {"read tags", "write tags", "write tagged relation"},
            id="deleting takes the associations along",
        ),
        pytest.param(
            f"{ORDER}\n    session.delete(order)",
            {
                "read orders",
                "read notes join",
                "write orders",
                "write lines relation",
                "write notes relation",
                "write tagged relation",
            },
            id="deleting takes children along, or their keys",
        ),
        pytest.param(
            "session.query(Line).first().unmapped = 1", {"read lines"}, id="no column of the model"
        ),
        pytest.param(
            "setattr(session.query(Line).first(), name(), 1)",
            {"read lines", "write lines"},
            id="some column of the model",
        ),
        pytest.param(
            "session.execute(tagged.insert().values(a=1))", {"write tagged"}, id="Table insert"
        ),
        pytest.param(
            "session.execute(select(tagged.c.order_id))", {"read tagged"}, id="Table column"
        ),
        pytest.param(
            "session.query(tagged).filter_by(a=1).delete()",
            {"write tagged"},
            id="Table delete",
        ),
        pytest.param(
            "session.query(Line).filter(Line.order_id.in_(select(Order.id))).delete()",
            {"read lines", "read orders", "write lines"},
            id="a subquery is not what is deleted",
        ),
        pytest.param(
            "other = aliased(Line)\n    session.query(other).filter(other.id == 1).all()",
            {"read lines"},
            id="alias",
        ),
        pytest.param(
            "def inner(session):\n        return session.query(Line).first()",
            set(),
            id="what is only defined",
        ),
    ],
)
def test_finds_what_relationships_touch(body: str, expected: set[str]) -> None:
    files = {"shop/__init__.py": "", "shop/models.py": MODELS}
    program = program_of(files | {"shop/use.py": f"{HEAD}def f():\n    {body}\n"})
    assert accesses_of(program, "f") == expected


def test_hybrid_properties_are_read_and_set_as_properties() -> None:
    use = f"{HEAD}def f(order: Order):\n    order.status = order.size\n"
    program = program_of({"shop/__init__.py": "", "shop/models.py": MODELS, "shop/use.py": use})
    assert accesses_of(program, "Order.size") == {"read lines relation"}
    assert accesses_of(program, "Order.status@setter") == {"write orders"}


def test_what_a_session_is_given_says_that_it_is_one() -> None:
    use = f"""{HEAD}
def f(session, things):
    session.query(Tag).filter_by(name="x").first().name = "y"
    session.add(Line())
    things.add(Note())
class Store:
    def find(self):
        return self.session.scalars(select(User))
"""
    program = program_of({"shop/__init__.py": "", "shop/models.py": MODELS, "shop/use.py": use})
    assert accesses_of(program, "f") == {
        "read tags",
        "write tags",
        "write lines",
        "write notes",
    }
    assert accesses_of(program, "Store.find") == {"read users"}


def test_a_helper_for_any_model_belongs_to_its_callers() -> None:
    use = f"""{HEAD}
def get(model, id):
    return session.query(model).get(id)
def need(model, id):
    return get(model, id)
def line(id):
    return need(Line, id)
def tag(id):
    return need(Tag, id)
def same(id):
    return need(Tag, id)
def touch(thing):
    thing.id = 1
def change(id):
    touch(need(Line, id))
    touch(need(Note, id))
"""
    program = program_of({"shop/__init__.py": "", "shop/models.py": MODELS, "shop/use.py": use})
    found = {name: accesses_of(program, name) for name in ("get", "need", "touch", "line")}
    assert found == {"get": set(), "need": set(), "touch": set(), "line": {"read lines"}}
    assert accesses_of(program, "tag") == accesses_of(program, "same") == {"read tags"}
    assert accesses_of(program, "change") == {
        "read lines",
        "read notes",
        "write lines",
        "write notes",
    }


def test_a_helper_that_calls_what_it_is_given_reads_nothing_itself() -> None:
    use = f"""{HEAD}
class Lookup:
    @classmethod
    def find(cls, id):
        return session.query(cls.model).get(id)
class Lines(Lookup):
    model = Line
class Tags(Lookup):
    model = Tag
def first(id):
    return Lines.find(id)
def need(find, id):
    return find(id)
def line(id):
    return need(Lines.find, id)
def tag(id):
    return need(Tags.find, id)
"""
    program = program_of({"shop/__init__.py": "", "shop/models.py": MODELS, "shop/use.py": use})
    found = {name: accesses_of(program, name) for name in ("Lookup.find", "need", "line", "tag")}
    assert found == {
        "Lookup.find": set(),
        "need": set(),
        "line": {"read lines"},
        "tag": {"read tags"},
    }


def test_names_what_depends_by_name_alone() -> None:
    program = program_of_one(MODELS)
    edges = [f"{e.kind} {e.source} {e.target} {e.location.line}" for e in program.hidden_edges]
    assert edges == [
        "foreign-key shop: orders 9",
        "foreign-key shop: tags 10",
        "foreign-key shop:Line orders 44",
        "foreign-key shop:Note orders 49",
        "foreign-key shop:Order users 23",
        "relation shop:Line shop:Order 45",
        "relation shop:Order shop:Tag 29",
    ]
