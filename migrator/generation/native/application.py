"""What the application does around every view, read where it is made and handed on.

https://flask.palletsprojects.com/en/stable/lifecycle/
"""

import ast
from collections.abc import Sequence

import msgspec

from migrator.generation.native.framework import (
    APP_HOOKS,
    CHANGING,
    CONVERTERS,
    HARMLESS,
    HOOKS,
    OF_BODIES,
    OUTSIDE,
    PLAIN,
    SESSION_COOKIE,
    SIGNALS,
    SWITCHES,
)
from migrator.generation.native.objects import Kind, Objects, Place
from migrator.generation.native.scopes import Running, Scope, external
from migrator.generation.symbols.reading import plain_name
from migrator.generation.symbols.table import Symbol, SymbolTable
from migrator.model.location import Location
from migrator.model.serving import Hindrance

FIXED = frozenset({"host_matching", "subdomain_matching", "static_host"})


class Around(msgspec.Struct, eq=False):
    """What runs around views.

    Attributes:
        shared: what is around all of them.
        of_blueprints: what is around those of a blueprint, by the place that binds it.
        judged: functions that were registered where it is read, by name or by the place of their
            `def`; those that run around views are among the hindrances.
        of_bodies: what is around those that read the body.
        has_own_cookie: the cookie of sessions may be called otherwise.
    """

    shared: list[Hindrance] = msgspec.field(default_factory=list)
    of_blueprints: dict[Place, list[Hindrance]] = msgspec.field(default_factory=dict)
    judged: set[str | Location] = msgspec.field(default_factory=set)
    of_bodies: list[Hindrance] = msgspec.field(default_factory=list)
    has_own_cookie: bool = False


def look_around(
    table: SymbolTable, scopes: Sequence[Scope], objects: Objects, application: str
) -> Around:
    """Judge each use of the application and of blueprints.

    Args:
        table: the modules.
        scopes: what runs at the start.
        objects: which names are such objects.
        application: what serves the routes, as the program names it.
    """
    around = Around()
    if not objects.is_application(application):
        module = table.modules.get(application.partition(":")[0])
        says = f"it is not seen that `{application}` is a plain `Flask(…)`"
        where = Location(module.file if module else application, 1)
        around.shared.append(Hindrance(where, says, is_shared=True))
    for scope in scopes:
        judge = _Judge(table, scope, objects, around)
        for statement in scope.body:
            judge.visit(statement)
    around.shared = list(dict.fromkeys(around.shared))
    return around


class _Judge(Running):
    """Judges the uses in one scope; what is not known to be harmless is a hindrance."""

    def __init__(self, table: SymbolTable, scope: Scope, objects: Objects, around: Around) -> None:
        self._table, self._scope = table, scope
        self._objects, self._around = objects, around
        self._file = table.modules[scope.module].file
        self._seen: set[ast.AST] = set()

    def visit_Call(self, node: ast.Call) -> None:
        """A method of the object, a function that gets it, or an extension."""
        name, chain = plain_name(node.func)
        kind = self._objects.kind(self._scope, name) if name else None
        if kind is not None and chain:
            self._use(kind, name, chain, node)
            self._see_names(node.func)
            for argument in (*node.args, *(k.value for k in node.keywords)):
                self._see_names(argument)
                function = self._objects.function(self._scope, argument)
                if function is not None:  # what is a hook is told as one
                    self._around.judged.add(function)
        else:
            self._hand_over(node)
        self._configure(node)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """A decorator that is no call is a method as well."""
        for decorator in node.decorator_list:
            is_call = isinstance(decorator, ast.Call)
            method = decorator.func if isinstance(decorator, ast.Call) else decorator
            name, chain = plain_name(method)
            kind = self._objects.kind(self._scope, name) if name else None
            if kind is None or not chain:
                continue
            self._around.judged.add(self._at(node))  # what is a hook is told as one
            if not is_call:
                self._use(kind, name, chain, node)
                self._see_names(decorator)
        super().visit_FunctionDef(node)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - ast's name

    def visit_Assign(self, node: ast.Assign) -> None:
        """Attributes and items of the object are set."""
        for target in node.targets:
            self._store(target, node)
        if isinstance(node.value, ast.Name) and isinstance(node.targets[0], ast.Name):
            self._seen.add(node.value)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """As an assignment."""
        self._store(node.target, node)
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        """A factory returns what it makes."""
        if isinstance(node.value, ast.Name):
            self._seen.add(node.value)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """To read of the object is harmless."""
        self._see_names(node)
        self._listen(node)
        self.generic_visit(node)

    def visit_Tuple(self, node: ast.Tuple | ast.List) -> None:
        """A loop may register blueprints; the analysis knows which hooks they get."""
        for item in node.elts:
            if isinstance(item, ast.Name) and self._kind(item.id) is Kind.BLUEPRINT:
                self._seen.add(item)
        self.generic_visit(node)

    visit_List = visit_Tuple  # noqa: N815 - ast's name

    def visit_Dict(self, node: ast.Dict) -> None:
        """Settings may be in a dictionary."""
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                self._set(key.value, value, key)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        """What is left hands the object on."""
        kind = self._objects.kind(self._scope, node.id)
        if kind is not None and isinstance(node.ctx, ast.Load) and node not in self._seen:
            self._hinder(node, f"the {kind} is handed on, nobody knows what becomes of it")
        self._listen(node)

    def _use(self, kind: Kind, name: str, chain: tuple[str, ...], node: ast.AST) -> None:
        head = chain[0]
        if chain == ("config", chain[-1]) and chain[-1] in OUTSIDE:
            said = ".".join((name, *chain))
            self._hinder(node, f"`{said}` reads settings that are not seen")
        elif head in APP_HOOKS or (head in HOOKS and kind is Kind.APPLICATION):
            self._hinder(node, f"`{head}` of the application runs {self._what(node)}")
        elif head in HOOKS:
            says = f"`{head}` of the blueprint runs {self._what(node)}"
            place = self._objects.owner(self._scope, name)
            if place is not None:
                found = Hindrance(self._at(node), says)
                self._around.of_blueprints.setdefault(place, []).append(found)
        elif head not in PLAIN:
            self._hinder(node, f"`{name}.{'.'.join(chain)}` may change what every view answers")

    def _listen(self, node: ast.expr) -> None:
        said = external(self._scope.meaning_of(self._table, node))
        parts = said.split(".")
        if parts[0] == "flask" and parts[-1] in SIGNALS:
            self._hinder(node, f"who listens to `{said}` runs with every view")

    def _what(self, node: ast.AST) -> str:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                return f"`{name}`"
            case ast.Call(args=[function, *_]):
                return f"`{ast.unparse(function)[:60]}`"
        return "around it"

    def _store(self, target: ast.expr, node: ast.stmt) -> None:
        name, chain = plain_name(target)
        kind = self._objects.kind(self._scope, name) if name else None
        key = target.slice if isinstance(target, ast.Subscript) else None
        word = key.value if isinstance(key, ast.Constant) else None
        if isinstance(word, str) and isinstance(node, ast.Assign | ast.AugAssign):
            self._set(word, node.value, target)
        if isinstance(target, ast.Name) and isinstance(node, ast.Assign | ast.AugAssign):
            self._set(target.id, node.value, target)
        if kind is None or not chain:
            return
        self._see_names(target)
        is_converter = chain == ("url_map", "converters") and word not in (*CONVERTERS, None)
        if chain[0] not in PLAIN and not is_converter:
            self._hinder(node, f"`{ast.unparse(target)}` is set, which every view may feel")

    def _hand_over(self, node: ast.Call) -> None:
        """Let functions of the project have the object; they are read as well."""
        given = [*node.args, *(k.value for k in node.keywords)]
        names = [a for a in given if isinstance(a, ast.Name) and self._kind(a.id) is not None]
        if not names:
            return
        self._seen.update(names)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "register_blueprint":
            return  # of an application that is not known as one
        function = self._objects.function(self._scope, node.func)
        if function is not None and self._is_function(function):
            return
        maker = self._maker(node.func)
        if maker not in HARMLESS:
            what = maker or ast.unparse(node.func)
            self._hinder(node, f"`{what}` gets the application and may run around every view")

    def _kind(self, name: str) -> Kind | None:
        return self._objects.kind(self._scope, name)

    def _is_function(self, name: str) -> bool:
        module, _, path = name.partition(":")
        if "." in path:
            return True  # a function inside of this one: read with it
        found = self._table.binding(module, path)
        return bool(found) and all(isinstance(u.node, ast.FunctionDef) for u in found)

    def _maker(self, func: ast.expr) -> str:
        """Name the class of an extension: of ``Migrate(app)``, ``migrate.init_app(app)``."""
        meaning = self._scope.meaning_of(self._table, func)
        if isinstance(meaning, Symbol):
            for unit in self._table.binding(meaning.module, meaning.name):
                match unit.node:
                    case ast.Assign(value=ast.Call(func=maker)):
                        inner, rest = plain_name(maker)
                        return external(self._table.meaning(meaning.module, inner, rest))
        return external(meaning)

    def _configure(self, node: ast.Call) -> None:
        for keyword in node.keywords:
            if keyword.arg is not None:
                self._set(keyword.arg, keyword.value, node)
        if external(self._scope.meaning_of(self._table, node.func)) == "flask.Flask":
            for keyword in node.keywords:
                if keyword.arg in FIXED or keyword.arg is None:
                    self._hinder(node, f"`{ast.unparse(keyword)}` decides which host is answered")

    def _set(self, key: str, value: ast.expr, node: ast.AST) -> None:
        """Settings have the same names wherever they are set: classes, dictionaries, keywords."""
        if key == SESSION_COOKIE:
            self._around.has_own_cookie = True
        is_off = isinstance(value, ast.Constant) and not value.value
        is_none = isinstance(value, ast.Constant) and value.value is None
        if key in CHANGING and not is_none:
            self._hinder(node, f"the setting `{key}` changes what Flask answers")
        elif key in OF_BODIES and not is_none:
            says = f"the setting `{key}` limits the body that it reads"
            self._around.of_bodies.append(Hindrance(self._at(node), says))
        elif key in SWITCHES and not is_off:
            self._hinder(node, f"with `{key}` on Flask writes JSON otherwise")

    def _see_names(self, node: ast.AST) -> None:
        """Note the name at the root of attributes and items."""
        while isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        self._seen.add(node)

    def _at(self, node: ast.AST) -> Location:
        return Location(self._file, getattr(node, "lineno", 1))

    def _hinder(self, node: ast.AST, says: str) -> None:
        self._around.shared.append(Hindrance(self._at(node), says, is_shared=True))
