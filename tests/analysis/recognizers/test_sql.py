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
        pytest.param(
            "def f(c):\n    c.execute('SELECT * FROM shop.orders, pg_catalog.pg_class')",
            ["orders read shop:f 2"],
            id="tables of schemas, not those of the database itself",
        ),
        pytest.param(
            "def f(c, w):\n    c.execute('SELECT * FROM orders ' + w + ' ORDER BY a')",
            ["orders read shop:f 2"],
            id="put together",
        ),
        pytest.param(
            "def f(c, w):\n    c.execute(f'SELECT * FROM orders WHERE a = 1 {w} ORDER BY a')",
            ["orders read shop:f 2"],
            id="condition that may or may not be there",
        ),
        pytest.param(
            "def f(c):\n    c.execute('TRUNCATE orders, parts CASCADE')",
            ["orders write shop:f 2", "parts write shop:f 2"],
            id="truncate",
        ),
        pytest.param(
            "def f(c):\n    c.execute('MERGE INTO orders USING parts ON orders.a = parts.a '\n"
            "              'WHEN MATCHED THEN UPDATE SET b = 1')",
            ["orders write shop:f 2", "parts read shop:f 2"],
            id="merge",
        ),
        pytest.param(
            "def f(c):\n    c.copy_expert('COPY orders (a, b) FROM STDIN', None)",
            ["orders write shop:f 2"],
            id="copy in",
        ),
        pytest.param(
            "def f(c):\n    c.copy_expert('COPY orders TO STDOUT', None)",
            ["orders read shop:f 2"],
            id="copy out",
        ),
        pytest.param(
            "def f(c):\n    c.execute('REPLACE INTO orders VALUES (1)')\n"
            "    c.execute('INSERT OR IGNORE INTO parts VALUES (1)')",
            ["orders write shop:f 2", "parts write shop:f 3"],
            id="inserts of MySQL and SQLite",
        ),
        pytest.param(
            "def f(c):\n    c.execute('DELETE orders FROM orders JOIN parts ON 1 = 1')\n"
            "    c.execute('DELETE FROM lines WHERE a IN (SELECT a FROM lines)')",
            ["lines read shop:f 3", "lines write shop:f 3"],
            id="read and deleted in one statement",
        ),
        pytest.param(
            "def f(c):\n    c.execute('WITH old AS (DELETE FROM orders RETURNING *) '\n"
            "              'INSERT INTO parts SELECT * FROM old')",
            ["orders write shop:f 2", "parts write shop:f 2"],
            id="common table expression that writes",
        ),
        pytest.param(
            "class Q:\n    ALL = 'SELECT * FROM orders'\n    def f(self, c):\n"
            "        c.execute(self.ALL)",
            ["orders read shop:Q.f 2"],
            id="constant of a class",
        ),
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


def test_what_is_not_seen_to_be_run_counts_for_declared_tables_only() -> None:
    program = program_of_one("""\
        from sqlalchemy.orm import DeclarativeBase
        class Base(DeclarativeBase): ...
        class Order(Base):
            __tablename__ = "orders"
        def f(c):
            c.run("SELECT * FROM orders")
            c.run("SELECT * FROM somewhere")
            c.execute("SELECT * FROM elsewhere")
        """)
    found = [f"{a.table} {a.mode} {a.via} {a.location.line}" for a in program.accesses]
    assert found == ["elsewhere read sql 8", "orders read sql 6"]


def test_a_computed_table_is_unresolved() -> None:
    program = program_of_one("""\
        def f(c, table):
            c.execute(f"DELETE FROM {table} WHERE a IN (SELECT a FROM orders)")
            c.execute("SELECT * FROM %s" % table)
            c.execute("SELECT * FROM {} WHERE a = 1".format(table))
        """)
    assert [f"{a.table} {a.mode}" for a in program.accesses] == ["orders read"]
    reason = "SQL on a table with a computed name"
    assert unresolved_of(program) == [f"shop.py:{line} {reason}" for line in (2, 3, 4)]


def test_finds_tables_that_sql_makes() -> None:
    program = program_of_one("""\
        def make(c):
            c.execute("CREATE TABLE IF NOT EXISTS orders (id INTEGER)")
        """)
    assert [f"{t.name} {t.model} {t.location}" for t in program.tables] == [
        "orders shop:make shop.py:2"
    ]
