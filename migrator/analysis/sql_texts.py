"""SQL in a file's strings, wherever the string is written."""

import re
from collections.abc import Iterator
from itertools import chain

from migrator.analysis.sql_tables import UNKNOWN, read
from migrator.analysis.survey import Survey
from migrator.analysis.walk import functions_of, names_in, text_of, walk
from migrator.model import facts

STATEMENT = re.compile(
    r"""\s*(
        select\s.+\sfrom\s
        | (insert|replace)\s+(or\s+\w+\s+|ignore\s+)?into\s+[^\s(]+\s*
          (\(|(values|select|default|set|with)\b)
        | update\s+\S+\s+(as\s+\w+\s+)?set\s
        | delete\s+from\s+[^\s;]+\s*($|;|(where|using|returning|as)\b)
        | with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s*\(
        | merge\s+into\s+\S+\s.*\busing\b
        | truncate\s+(table\s+)?[\w."`]+\s*($|;|,|(restart|continue|cascade|restrict)\b)
        | copy\s+[\w."]+\s*(\([^)]*\)\s*)?(from|to)\s
        | create\s+table\s+(if\s+not\s+exists\s+)?[^\s(]+\s*\(
        | drop\s+table\s+(if\s+exists\s+)?[^\s;]+\s*($|;|cascade\b)
    )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
# What is given SQL as its first argument, in drivers, SQLAlchemy, Django and pandas.
EXECUTORS = frozenset(
    {"execute", "executemany", "executescript", "exec_driver_sql", "text", "raw", "RawSQL"}
    | {
        "fetchone",
        "fetchall",
        "fetch_one",
        "fetch_all",
        "fetchrow",
        "fetchval",
        "fetch",
        "mogrify",
    }
    | {"read_sql", "read_sql_query", "DDL", "execute_sql", "copy_expert", "iterate"}
)


def may_hold_sql(found: Survey) -> bool:
    """Tell cheaply whether any of a file's strings is SQL."""
    texts = (text for text, _ in found.strings)
    return any(map(_is_statement, chain(texts, map(text_of, found.joined))))


def read_sql(module: facts.ModuleFacts) -> Iterator[facts.SqlText]:
    """Yield what functions do to tables in SQL strings of their own or of their module."""
    constants = _constants(module)
    for name, function in functions_of(module):
        used = _names(function.body) if constants else frozenset()
        shared = [pair for constant, pair in constants.items() if constant in used]
        given = _given(function.body)
        for text, line, is_own in (
            *((text, line, at in given) for text, line, at in _texts(function.body)),
            *((text, line, True) for text, line in shared),
        ):
            if _is_statement(text):
                tables = read(text)
                is_read = tables is not None
                yield facts.SqlText(name, line, tables or (), is_read=is_read, is_given=is_own)


def _is_statement(text: str) -> bool:
    """Tell SQL from prose, which starts with one capital: ``Select one from the list``."""
    return bool(STATEMENT.match(text)) and not text.lstrip()[:2].istitle()


def _names(body: tuple[facts.Statement, ...]) -> frozenset[str]:
    """Return the names and attributes that a body mentions."""
    attributes = (node.attr for node, _ in walk(body) if isinstance(node, facts.Attribute))
    return names_in(body).union(attributes)


def _constants(module: facts.ModuleFacts) -> dict[str, tuple[str, int]]:
    """Map names of the module, and of its classes, to the SQL that they hold."""
    found: dict[str, tuple[str, int]] = {}
    bodies = [module.body, *(s.body for s in module.body if isinstance(s, facts.ClassDef))]
    for statement in chain.from_iterable(bodies):
        if isinstance(statement, facts.Assign) and statement.value is not None:
            texts = [(text, line) for text, line, _ in _texts((statement,)) if _is_statement(text)]
            for target in statement.targets:
                if isinstance(target, facts.Name) and texts:
                    found[target.id] = texts[0]
    return found


def _texts(body: tuple[facts.Statement, ...]) -> Iterator[tuple[str, int, int]]:
    """Yield the texts of a body with their lines and identities; what is put together is one."""
    inside: set[int] = set()
    for node, line in walk(body):
        is_part = id(node) in inside
        if isinstance(node, facts.Binary | facts.Joined):
            parts = list(_parts(node))
            if is_part or any(part is not None for part in parts):
                inside.update(_below(node))
            if not is_part:
                yield _spell(parts), line, id(node)
        elif not is_part and isinstance(node, facts.Constant) and isinstance(node.value, str):
            yield node.value, line, id(node)


def _below(node: facts.Binary | facts.Joined) -> Iterator[int]:
    """Yield the identities of what a text is put together from."""
    parts = (node.left, node.right) if isinstance(node, facts.Binary) else node.parts
    if isinstance(node, facts.Joined) or node.operator == "+":
        yield from map(id, parts)


def _parts(node: facts.Expression) -> Iterator[str | None]:
    """Yield the parts of a text that is put together: None for one that is computed."""
    match node:
        case facts.Binary(operator="+", left=left, right=right):
            yield from _parts(left)
            yield from _parts(right)
        case facts.Joined(parts=parts):
            for part in parts:
                yield from _parts(part)
        case facts.Constant(value=str(text)):
            yield text
        case _:
            yield None


def _spell(parts: list[str | None]) -> str:
    return "".join(UNKNOWN if part is None else part for part in parts)


def _given(body: tuple[facts.Statement, ...]) -> set[int]:
    """Return the identities of the texts that are handed to what runs SQL, also by a name."""
    found: set[int] = set()
    names: set[str] = set()
    assigned: list[facts.Assign] = []
    for node, _ in walk(body):
        if isinstance(node, facts.Assign):
            assigned.append(node)
        elif isinstance(node, facts.Call) and node.args and _called(node) in EXECUTORS:
            found.update(id(below) for below, _ in walk(node.args[0]))
            names |= names_in(node.args[:1])
    for statement in assigned:
        if any(isinstance(t, facts.Name) and t.id in names for t in statement.targets):
            found.update(id(below) for below, _ in walk(statement.value))
    return found


def _called(call: facts.Call) -> str:
    match call.func:
        case facts.Attribute(attr=name) | facts.Name(id=name):
            return name
    return ""
