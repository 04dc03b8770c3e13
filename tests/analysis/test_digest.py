"""What a file says by itself, without any other."""

from migrator.model.facts import (
    Bound,
    Changed,
    Digest,
    Import,
    ImportFrom,
    SqlTable,
    SqlText,
    Stretch,
    Written,
)
from tests.analysis.programs import facts_of

SOURCE = """
import shop.db
SEEN = {}
TASKS = ["shop.mail.send", "not.a module", "word"]
ORDERS = "SELECT id FROM orders"

def load(key):
    from shop import cache
    SEEN[key] = cache.db.execute(ORDERS)
    shop.db.execute("UPDATE parts SET n = 0")
    shop.db.execute("DELETE FROM parts WHERE (")
"""


def test_gathers_imports_texts_sql_and_changes_once() -> None:
    assert facts_of("shop/load.py", SOURCE).digest == Digest(
        imports=(
            (Import((("shop.db", ""),), 2), ""),
            (ImportFrom("shop", 0, (("cache", ""),), 8), "load"),
        ),
        mentions=(("shop.mail.send", 4),),
        sql=(
            SqlText("shop.load:load", 10, (SqlTable("parts", "write"),), is_given=True),
            SqlText("shop.load:load", 11, is_read=False, is_given=True),
            SqlText("shop.load:load", 5, (SqlTable("orders", "read"),), is_given=True),
        ),
        bound=(Bound("SEEN", "dict", 3), Bound("TASKS", "list", 4), Bound("ORDERS", "", 5)),
        changes=(Changed("shop.load:load", "SEEN", "stored", is_rebound=False, is_asked=True),),
        stretches=(
            Stretch("shop.load:load", "dropped", 10, 10, "execute"),
            Stretch("shop.load:load", "dropped", 11, 11, "execute"),
        ),
        written=(
            Written("read", "shop.load:load", "cache.db", 9),
            Written("read", "shop.load:load", "shop.db", 10),
            Written("read", "shop.load:load", "shop.db", 11),
        ),
    )


def test_a_file_that_does_not_parse_says_nothing() -> None:
    assert facts_of("shop/load.py", "def f(:").digest == Digest()


def test_functions_that_tidy_up_and_call_nothing_else_by_a_method() -> None:
    source = """
import os
from shop.journal import note

def forget(path, temporary):
    if os.path.exists(path):
        os.remove(path)
    temporary.cleanup()
    note(path)

def forget_order(path, orders):
    os.remove(path)
    orders.remove(path)

def leave(path, callback):
    path.unlink()
    callback(path)
"""
    stretches = facts_of("shop/tidy.py", source).digest.stretches
    assert [one for one in stretches if one.kind == "tidy"] == [
        Stretch("shop.tidy:forget", "tidy", 7, 7)
    ]


def test_what_ties_together_tasks_of_a_list() -> None:
    source = "def send(tasks):\n    chain(*tasks)\n    chain(tasks)\n    print(*tasks)\n"
    stretches = facts_of("shop/send.py", source).digest.stretches
    assert [one for one in stretches if one.kind != "dropped"] == [
        Stretch("shop.send:send", "spread", 2, 2, "chain")
    ]
