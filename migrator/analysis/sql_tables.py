"""What an SQL text does to which tables, in whichever dialect it can be read.

Parsed by sqlglot. https://sqlglot.com/sqlglot.html
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrator.model import facts

if TYPE_CHECKING:
    from sqlglot.expressions import Expr as Expression

UNKNOWN = "migrate_unknown"  # stands for what is computed in a text
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s")
BRACES = re.compile(r"\{[\w.]*\}")
REPLACE = re.compile(r"^\s*replace\s+into\b", re.IGNORECASE)
NAMING = re.compile(
    rf"\b(?:from|join|into|update|table)\s+[^\s,(]*(?:{UNKNOWN}|\?)", re.IGNORECASE
)
# The standard first; then those that most monoliths speak.
DIALECTS = (None, "postgres", "mysql", "sqlite")
SYSTEM = frozenset({"information_schema", "pg_catalog", "performance_schema", "sys", "mysql"})
SYSTEM_TABLES = ("pg_", "sqlite_")

logging.getLogger("sqlglot").setLevel(logging.ERROR)


def read(text: str) -> tuple[facts.SqlTable, ...] | None:
    """Return what an SQL text does to tables; None where it is no SQL that can be read.

    A table whose name is computed has an empty name.
    """
    text = BRACES.sub(UNKNOWN, PLACEHOLDER.sub("?", REPLACE.sub("insert into", text)))
    texts = [text]
    if UNKNOWN in text and not NAMING.search(text):
        texts.append(text.replace(UNKNOWN, ""))  # a condition that may or may not be there
    for candidate in texts:
        for dialect in DIALECTS:
            statements = _parse(candidate, dialect)
            if statements is not None:
                found = (one for statement in statements for one in _tables(statement))
                return tuple(dict.fromkeys(found))
    return None


def _parse(text: str, dialect: str | None) -> list[Expression] | None:
    """Parse statements; None where one of them is not understood."""
    from sqlglot import errors, expressions, parse  # noqa: PLC0415  (dear; few files have SQL)

    try:
        statements = [one for one in parse(text, dialect=dialect) if one is not None]
    except (errors.SqlglotError, RecursionError):
        return None
    if any(isinstance(statement, expressions.Command) for statement in statements):
        return None
    return statements


def _tables(statement: Expression) -> Iterator[facts.SqlTable]:
    from sqlglot import expressions  # noqa: PLC0415

    local = {cte.alias_or_name for cte in statement.find_all(expressions.CTE)}
    targets = {id(table): mode for table, mode in _targets(statement)}
    for table in statement.find_all(expressions.Table):
        name = table.name
        is_system = table.db.lower() in SYSTEM or name.startswith(SYSTEM_TABLES)
        if not name or is_system or (name in local and id(table) not in targets):
            continue
        is_computed = UNKNOWN in name or name == "?"
        yield facts.SqlTable("" if is_computed else name, targets.get(id(table), "read"))


def _targets(statement: Expression) -> Iterator[tuple[Expression | None, str]]:
    """Yield the tables that are changed, with what is done to them."""
    from sqlglot import expressions  # noqa: PLC0415

    changes = (expressions.Insert, expressions.Update, expressions.Delete, expressions.Merge)
    for change in statement.find_all(*changes):
        # ``DELETE a FROM a JOIN b`` names what is changed before what it is joined to.
        for one in (*(change.args.get("tables") or ()), change.this):
            yield one and one.find(expressions.Table), "write"
    for change in statement.find_all(expressions.TruncateTable):
        yield from ((table, "write") for table in change.find_all(expressions.Table))
    for change in statement.find_all(expressions.Copy):
        if change.args.get("kind"):
            yield change.this.find(expressions.Table), "write"
    for change in statement.find_all(expressions.Create, expressions.Drop):
        if str(change.args.get("kind")).upper() == "TABLE" and change.this is not None:
            is_made = isinstance(change, expressions.Create)
            yield change.this.find(expressions.Table), "create" if is_made else "write"
