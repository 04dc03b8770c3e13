"""SQL in a file's strings, wherever the string is written.

Parsed by sqlglot. https://sqlglot.com/sqlglot.html
"""

import logging
import re
from collections.abc import Iterator
from itertools import chain

from migrator.analysis.survey import Survey
from migrator.analysis.walk import functions_of, names_in, text_of, texts_in
from migrator.model import facts

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


def may_hold_sql(found: Survey) -> bool:
    """Tell cheaply whether any of a file's strings is SQL."""
    texts = (text for text, _ in found.strings)
    return any(map(_is_statement, chain(texts, map(text_of, found.joined))))


def read_sql(module: facts.ModuleFacts) -> Iterator[facts.SqlText]:
    """Yield what functions do to tables in SQL strings of their own or of their module."""
    constants = _constants(module)
    for name, function in functions_of(module):
        own = [(text, line) for text, line in texts_in(function.body) if _is_statement(text)]
        used = names_in(function.body)
        shared = [pair for constant, pair in constants.items() if constant in used]
        for text, line in (*own, *shared):
            tables = _tables(text)
            yield facts.SqlText(name, line, tables or (), is_read=tables is not None)


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


def _tables(text: str) -> tuple[tuple[str, bool], ...] | None:
    """Pair the tables of an SQL text with whether they are written; None where it is no SQL."""
    from sqlglot import errors, expressions, parse  # noqa: PLC0415  (dear; few files have SQL)

    try:
        statements = parse(PLACEHOLDER.sub("?", text))
    except (errors.SqlglotError, RecursionError):
        return None
    found: list[tuple[str, bool]] = []
    for statement in statements:
        if statement is None:
            continue
        local = {cte.alias_or_name for cte in statement.find_all(expressions.CTE)}
        target = None
        if isinstance(statement, expressions.Insert | expressions.Update | expressions.Delete):
            target = statement.this.find(expressions.Table) if statement.this else None
        written = target.name if target else ""
        if written:
            found.append((written, True))
        found += [
            (table.name, False)
            for table in statement.find_all(expressions.Table)
            if table.name and table.name != written and table.name not in local
        ]
    return tuple(dict.fromkeys(found))
