import pytest

from tests.analysis.programs import program_of_one, unresolved_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "def f(c):\n    c.execute('SELECT a FROM orders JOIN parts ON 1 = 1')",
            ["orders read shop:f 2", "parts read shop:f 2"],
            id="select with join",
        ),
        pytest.param(
            "def f(c):\n    c.execute('INSERT INTO orders (a) VALUES (%s)', (1,))",
            ["orders write shop:f 2"],
            id="insert",
        ),
        pytest.param(
            "def f(c):\n    c.execute('insert into orders select * from parts')",
            ["orders write shop:f 2", "parts read shop:f 2"],
            id="insert from select",
        ),
        pytest.param(
            "def f(c):\n    c.execute('UPDATE orders SET a = %(a)s WHERE b = :b', {})",
            ["orders write shop:f 2"],
            id="update",
        ),
        pytest.param(
            "def f(c):\n    c.execute('DELETE FROM orders WHERE id = ?', (1,))",
            ["orders write shop:f 2"],
            id="delete",
        ),
        pytest.param(
            "def f(c):\n    c.execute('WITH late AS (SELECT * FROM orders) SELECT * FROM late')",
            ["orders read shop:f 2"],
            id="common table expression is no table",
        ),
        pytest.param(
            "def f(c):\n    c.execute('SELECT * FROM orders WHERE id IN (SELECT id FROM parts)')",
            ["orders read shop:f 2", "parts read shop:f 2"],
            id="subquery",
        ),
        pytest.param(
            "def f(c, n):\n    c.execute(f'SELECT * FROM orders LIMIT {n}')",
            ["orders read shop:f 2"],
            id="f-string",
        ),
        pytest.param(
            "from sqlalchemy import text\ndef f(c):\n    c.execute(text('''\n"
            "        SELECT *\n        FROM orders\n    '''))",
            ["orders read shop:f 3"],
            id="text of several lines",
        ),
        pytest.param(
            "QUERY = 'SELECT * FROM orders'\ndef f(c):\n    c.execute(QUERY)\ndef g(): ...",
            ["orders read shop:f 1"],
            id="module constant belongs to who uses it",
        ),
        pytest.param(
            "QUERY = 'SELECT * FROM orders'\nOTHER = 'SELECT * FROM parts'\n"
            "def f(c):\n    c.execute(OTHER)",
            ["parts read shop:f 2"],
            id="constant that nobody uses",
        ),
        pytest.param(
            "def f(c):\n    c.execute('SELECT * FROM orders; DELETE FROM parts')",
            ["orders read shop:f 2", "parts write shop:f 2"],
            id="two statements",
        ),
        pytest.param(
            "def f():\n    return 'Select one from the list and update it.'",
            [],
            id="prose with the words of SQL",
        ),
        pytest.param("def f():\n    return 'Update your profile'", [], id="prose"),
        pytest.param(
            "def f():\n    '''Select the orders from the customer.'''",
            [],
            id="docstring that reads like SQL",
        ),
        pytest.param("def f():\n    return 'insert into the slot'", [], id="prose, insert into"),
        pytest.param("def f(c):\n    c.execute('SELECT 1')", [], id="no table"),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(source)
    found = [f"{a.table} {a.mode} {a.function} {a.location.line}" for a in program.accesses]
    assert (found, unresolved_of(program)) == (expected, [])


def test_unparsable_sql_is_unresolved() -> None:
    program = program_of_one("def f(c):\n    c.execute('SELECT ((( FROM orders WHERE')\n")
    assert (program.accesses, unresolved_of(program)) == (
        (),
        ["shop.py:2 SQL that cannot be parsed"],
    )


def test_only_declared_tables_count_where_some_are_declared() -> None:
    program = program_of_one("""\
        from sqlalchemy.orm import DeclarativeBase
        class Base(DeclarativeBase): ...
        class Order(Base):
            __tablename__ = "orders"
        def f(c):
            c.execute("SELECT * FROM orders")
            c.execute("SELECT * FROM somewhere")
        """)
    assert [f"{a.table} {a.mode} {a.location.line}" for a in program.accesses] == ["orders read 6"]
