"""Tables in raw SQL strings, wherever the string is written.

Parsed by sqlglot; what it cannot parse is ``Unresolved``. https://sqlglot.com/sqlglot.html
"""

import logging
import re
from collections.abc import Iterable, Iterator

import sqlglot
from sqlglot import errors, expressions

from migrator.analysis.walk import functions_of, names_in, texts_in
from migrator.model import facts
from migrator.model.program import AccessMode, Location, TableAccess, Unresolved

STATEMENT = re.compile(
    r"""\s*(
        select\s.+\sfrom\s
        | insert\s+into\s+[^\s(]+\s*(\(|(values|select|default|set|with)\b)
        | update\s+\S+\s+set\s
        | delete\s+from\s+[^\s;]+\s*($|;|(where|using|returning|as)\b)
        | with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s*\(
    )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s")

logging.getLogger("sqlglot").setLevel(logging.ERROR)


def find_accesses(modules: Iterable[facts.ModuleFacts]) -> Iterator[TableAccess | Unresolved]:
    """Yield what functions do to tables in SQL strings of their own or of their module."""
    for module in modules:
        constants = _constants(module)
        for name, function in functions_of(module):
            own = [(text, line) for text, line in texts_in(function.body) if _is_statement(text)]
            used = names_in(function.body)
            shared = [pair for constant, pair in constants.items() if constant in used]
            for text, line in (*own, *shared):
                yield from _accesses(text, name, Location(module.file, line))


def _is_statement(text: str) -> bool:
    """Tell SQL from prose, which starts with one capital: ``Select one from the list``."""
    return bool(STATEMENT.match(text)) and not text.lstrip()[:2].istitle()


def _constants(module: facts.ModuleFacts) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for statement in module.body:
        if isinstance(statement, facts.Assign) and statement.value is not None:
            texts = [pair for pair in texts_in((statement,)) if _is_statement(pair[0])]
            for target in statement.targets:
                if isinstance(target, facts.Name) and texts:
                    found[target.id] = texts[0]
    return found


def _accesses(text: str, function: str, location: Location) -> Iterator[TableAccess | Unresolved]:
    try:
        statements = sqlglot.parse(PLACEHOLDER.sub("?", text))
    except errors.SqlglotError:
        yield Unresolved("SQL that cannot be parsed", location)
        return
    for statement in statements:
        if statement is None:
            continue
        local = {cte.alias_or_name for cte in statement.find_all(expressions.CTE)}
        written = _written(statement)
        if written:
            yield TableAccess(written, AccessMode.WRITE, function, location)
        for table in statement.find_all(expressions.Table):
            if table.name and table.name != written and table.name not in local:
                yield TableAccess(table.name, AccessMode.READ, function, location)


def _written(statement: expressions.Expr) -> str:
    if not isinstance(statement, expressions.Insert | expressions.Update | expressions.Delete):
        return ""
    table = statement.this.find(expressions.Table) if statement.this else None
    return table.name if table else ""
