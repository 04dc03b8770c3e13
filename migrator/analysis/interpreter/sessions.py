"""Which unknown objects are taken for a session of SQLAlchemy: those that are given a model.

Or that are called a session and commit.

https://docs.sqlalchemy.org/en/20/orm/session_api.html
"""

from __future__ import annotations

from migrator.analysis.interpreter.naming import classes_in, find_in_class
from migrator.analysis.interpreter.port import Arguments
from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import Argument, External, Member, Value
from migrator.model import facts

SESSION = "sqlalchemy.orm.Session"
# What hardly anything but a session has.
OWN = frozenset(
    {"query", "scalars", "scalar", "add_all", "stream_scalars", "get_one", "bulk_save_objects"}
    | {"bulk_insert_mappings", "bulk_update_mappings"}
)
# What others have as well: only where the object is called a session.
SHARED = frozenset({"add", "delete", "merge", "get", "refresh", "execute", "exec", "expunge"})
# What is told by the name alone, since it is given nothing.
ENDING = frozenset({"commit", "begin", "begin_nested"})
SESSIONS = frozenset({"session", "db_session", "dbsession", "sess"})
NAMES = SESSIONS | {"db"}


def is_of_session(member: str, owner: str, args: Arguments) -> bool:
    """Tell whether a method of an unknown object is one of a session.

    Args:
        member: name of the method.
        owner: what the object is called.
        args: what the method is given.
    """
    if member in ENDING:
        return owner.lower() in SESSIONS
    if member in OWN or (member in SHARED and owner.lower() in NAMES):
        return any(map(_is_model, classes_in(*args)))
    return False


def is_kept_elsewhere(name: str, member: str) -> bool:
    """Tell whether a method may be of a session that is kept elsewhere: ``flask.g.db.query``."""
    return member in OWN and not name.startswith(("sqlalchemy", "flask_sqlalchemy", "sqlmodel"))


def _is_model(cls: Value) -> bool:
    from_outside = any(
        isinstance(base, External) and ("sqlalchemy" in base.name or "sqlmodel" in base.name)
        for base in mro(cls)  # type: ignore[arg-type]
    )
    return from_outside or bool(find_in_class(cls, "__tablename__"))  # type: ignore[arg-type]


def name_of_owner(value: Value | None) -> str:
    """Return what the owner of a method is called."""
    if isinstance(value, Argument | Member):
        return value.name
    return ""


def name_in(expression: facts.Expression) -> str:
    """Return what an object is called where it is used."""
    match expression:
        case facts.Name(id=name) | facts.Attribute(attr=name):
            return name
    return ""
