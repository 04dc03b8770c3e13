"""Which tables a statement of a log reads and writes."""

from functools import cache

import sqlglot
from sqlglot import exp

# What opens and ends transactions, or sets the connection up, touches no table.
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")
Pair = tuple[str, str]  # mode, table

READ, WRITE = "read", "write"


@cache
def pairs_of(statement: str) -> frozenset[Pair]:
    """Return the pairs of one statement: what it changes is written, all other tables are read.

    Raises:
        sqlglot.errors.ParseError: it is no SQL of SQLite.
    """
    if statement.lstrip().upper().startswith(CONTROL):
        return frozenset()
    # Django's log has the placeholders of its own cursors.
    tree = sqlglot.parse_one(statement.replace("%s", "?"), read="sqlite")
    tables = tree.find_all(exp.Table)
    changed = _changed(tree)
    named = {cte.alias for cte in tree.find_all(exp.CTE)}
    written = {(WRITE, changed.name)} if changed else set()
    return frozenset(
        written
        | {
            (READ, table.name)
            for table in tables
            if table is not changed and table.name not in named
        }
    )


def _changed(tree: exp.Expr) -> exp.Table | None:
    if isinstance(tree, exp.Insert | exp.Update | exp.Delete):
        return tree.this if isinstance(tree.this, exp.Table) else tree.this.find(exp.Table)
    return None
