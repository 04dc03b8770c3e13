"""Which classes are models, and which of their methods the framework itself calls.

Methods of other classes always travel: nobody knows who calls them.
"""

import ast
import re
from collections.abc import Iterator

import msgspec

from migrator.generation.symbols.reading import plain_name
from migrator.generation.symbols.table import External, Name, Symbol, SymbolTable
from migrator.generation.symbols.units import Parts, Unit
from migrator.generation.symbols.uses import FUNCTIONS
from migrator.model.extraction import UnitKind


class Base(msgspec.Struct, frozen=True):
    """A class of a library.

    Attributes:
        is_model: whether what derives from it is a model; else it may stand beside one.
        calls: a pattern for the names that the library calls without being asked to.
    """

    calls: str
    is_model: bool = True


ORM = Base(r"_.*|to_.*|as_.*|for_json|get_id|is_(active|anonymous|authenticated)")
BASES = {
    # https://docs.djangoproject.com/en/stable/ref/models/instances/
    "django.db.models.Model": Base(
        r"_.*|get_\w+_(display|order)|set_\w+_order|get_(next|previous)_\w+|get_absolute_url|get_url"
        r"|a?save(_base)?|a?delete|(full_)?clean\w*|validate_\w+|check|natural_key|from_db"
        r"|a?refresh_from_db|get_deferred_fields|serializable_value|prepare_database_save"
        r"|(date|unique)_error_message|get_constraints|get_by_natural_key"
        # https://docs.djangoproject.com/en/stable/topics/auth/customizing/
        r"|is_(staff|active|superuser|anonymous|authenticated)|has_\w*perms?|get_\w*permissions"
        r"|get_(full_name|short_name|username|session_auth_\w+)|\w+_password|email_user"
    ),
    # https://docs.sqlalchemy.org/en/20/orm/mapping_styles.html
    "sqlalchemy.orm.DeclarativeBase": ORM,
    "sqlalchemy.orm.declarative_base": ORM,
    "sqlalchemy.ext.declarative.declarative_base": ORM,
    # https://flask-sqlalchemy.readthedocs.io/en/stable/models/
    "flask_sqlalchemy.SQLAlchemy": ORM,
    # https://flask-login.readthedocs.io/en/latest/#your-user-class
    "flask_login.UserMixin": Base(r"get_id|is_\w+", is_model=False),
    "object": Base("", is_model=False),
    "abc.ABC": Base("", is_model=False),
}
PLAIN = frozenset({"cached_property", "classmethod", "property", "staticmethod"})
ACCESSORS = frozenset({"deleter", "getter", "setter"})


class Model(msgspec.Struct, frozen=True, eq=False):
    """A model whose methods travel only as far as something names them.

    Attributes:
        family: the class and those of the monolith that it derives from, ``(module, name)``.
        methods: its definitions, by name.
        properties: those that setting an attribute runs.
    """

    unit: Unit
    family: frozenset[Name]
    methods: Parts
    properties: frozenset[str | int] = frozenset()


def read_model(table: SymbolTable, unit: Unit) -> Model | None:
    """Read a class; None for one that is no model, or derives from what nobody knows."""
    if not isinstance(unit.node, ast.ClassDef):
        return None
    family: set[Name] = set()
    outer = set(_outer_bases(table, unit.module, unit.node, family))
    bases = [BASES.get(name) for name in outer]
    known = [base for base in bases if base is not None]
    if len(known) < len(bases) or not any(base.is_model for base in known):
        return None
    called = re.compile("|".join(base.calls for base in known if base.calls) + "|__.*")
    methods: dict[str, list[ast.stmt]] = {}
    for statement in unit.node.body:
        if isinstance(statement, FUNCTIONS) and not called.fullmatch(statement.name):
            methods.setdefault(statement.name, []).append(statement)
    other = [s for s in unit.node.body if not isinstance(s, FUNCTIONS)]
    plain: Parts = {n: tuple(s) for n, s in methods.items() if all(map(_is_plain, s))}
    properties = frozenset(n for n, found in plain.items() if any(map(_is_property, found)))
    return Model(unit, frozenset(family), plain, properties) if plain and other else None


def family_of(table: SymbolTable, module: str, name: str) -> set[Name]:
    """Return a class and those of the monolith that it derives from."""
    family: set[Name] = {(module, name)}
    for unit in table.binding(module, name):
        if isinstance(unit.node, ast.ClassDef):
            found: set[Name] = set()
            list(_outer_bases(table, module, unit.node, found))
            family |= found
    return family


def _outer_bases(
    table: SymbolTable, module: str, node: ast.ClassDef, family: set[Name]
) -> Iterator[str]:
    """Yield the classes of libraries that a class derives from; empty for what is not known."""
    if (module, node.name) in family:
        return
    family.add((module, node.name))
    if node.keywords or node.decorator_list:
        yield ""
    for base in node.bases:
        root, chain = plain_name(base)
        match table.meaning(module, root, chain) if root else None:
            case External(name=name):
                yield name
            case Symbol() as symbol:
                yield from _of_symbol(table, symbol, family)
            case _:
                yield root if root == "object" else ""


def _of_symbol(table: SymbolTable, symbol: Symbol, family: set[Name]) -> Iterator[str]:
    found = table.binding(symbol.module, symbol.name)
    if len(found) == 1 and found[0].kind is UnitKind.CLASS and not symbol.rest:
        if isinstance(found[0].node, ast.ClassDef):
            yield from _outer_bases(table, symbol.module, found[0].node, family)
        return
    made = getattr(found[0].node, "value", None) if len(found) == 1 else None
    if isinstance(made, ast.Call) and symbol.rest in {(), ("Model",)}:
        root, chain = plain_name(made.func)
        meant = table.meaning(symbol.module, root, chain) if root else None
        yield meant.name if isinstance(meant, External) else ""
        return
    yield ""


def _is_property(statement: ast.AST) -> bool:
    decorators = getattr(statement, "decorator_list", ())
    return bool(decorators) and not all(
        getattr(d, "id", "") in {"classmethod", "staticmethod"} for d in decorators
    )


def _is_plain(statement: ast.stmt) -> bool:
    """Tell whether the decorators of a method only say how it is called."""
    for decorator in getattr(statement, "decorator_list", ()):
        last = decorator.attr if isinstance(decorator, ast.Attribute) else ""
        name = getattr(decorator, "id", last)
        if name not in PLAIN | ACCESSORS:
            return False
    return True
