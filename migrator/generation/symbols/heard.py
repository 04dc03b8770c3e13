"""Which names of attributes code says: as attributes, in strings, as fields of its classes.

Whoever reads attributes by a name that does not stand in the code may mean any, of the object that
it reads them of.
https://docs.python.org/3/library/functions.html#getattr
"""

import ast
import re
from collections.abc import Collection, Iterator

import msgspec

from migrator.generation.symbols.models import family_of
from migrator.generation.symbols.owners import comes_from_code, owner_of
from migrator.generation.symbols.reading import plain_name
from migrator.generation.symbols.table import External, Name, Symbol, SymbolTable
from migrator.generation.symbols.uses import FUNCTIONS, last_name

ASKS = frozenset({"delattr", "getattr", "hasattr", "setattr"})
LISTS = frozenset(
    {"attrgetter", "dir", "eval", "exec", "getmembers", "getmembers_static", "methodcaller"}
)
ADMIN = "django.contrib.admin."
WORD = re.compile(r"[A-Za-z_]\w*")
INSIDE = re.compile(r"[.{(]\s*([A-Za-z_]\w*)")  # of a text: "{user.name}", "%(name)s"
CODE = re.compile(r"{[{%](.*?)[%}]}", re.DOTALL)
READ = re.compile(r"\.\s*([A-Za-z_]\w*)")
TEXT = re.compile(r"[\"']([^\"']*)[\"']")


class Heard(msgspec.Struct, eq=False):
    """What was said.

    Attributes:
        words: names of attributes.
        parts: texts that stand in names which are put together.
        classes: those of whose objects any attribute may be read.
        is_all: whether any attribute of anything may be read.
        is_set: whether any may be set, so that properties of that name run.
    """

    words: set[str] = msgspec.field(default_factory=set)
    parts: set[str] = msgspec.field(default_factory=set)
    classes: set[Name] = msgspec.field(default_factory=set)
    is_all: bool = False
    is_set: bool = False


def said_by_template(text: str) -> Iterator[str]:
    """Yield the names of attributes in a template: after dots, and in strings of its code."""
    yield from READ.findall(text)
    for code in CODE.findall(text):
        for string in TEXT.findall(code):
            yield from WORD.findall(string)


def hear(
    heard: Heard,
    table: SymbolTable,
    module: str,
    node: ast.AST,
    skipped: Collection[ast.AST] = (),
) -> None:
    """Add what a node says, but for the nodes in ``skipped``."""
    _Listener(heard, table, module, skipped).visit(node)


class _Listener(ast.NodeVisitor):
    def __init__(
        self, heard: Heard, table: SymbolTable, module: str, skipped: Collection[ast.AST]
    ) -> None:
        self._heard = heard
        self._table = table
        self._module = module
        self._skipped = skipped
        self._class = ""
        self._own: frozenset[str] = frozenset()
        self._functions: list[FUNCTIONS] = []

    def visit(self, node: ast.AST) -> None:
        if node not in self._skipped:
            super().visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a text that nobody reads
            self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outer, self._class = self._class, self._class or node.name
        before, self._own = self._own, self._looked_up_first(node)
        for statement in node.body:
            if not isinstance(statement, FUNCTIONS | ast.ClassDef):
                names = (n.id for n in ast.walk(statement) if isinstance(n, ast.Name))
                self._heard.words.update(names)
        self.generic_visit(node)
        self._class, self._own = outer, before

    def _looked_up_first(self, node: ast.ClassDef) -> frozenset[str]:
        """Name what strings mean before they mean something of the model, in an admin's class.

        https://docs.djangoproject.com/en/stable/ref/contrib/admin/#django.contrib.admin.ModelAdmin.list_display
        """
        for root, chain in map(plain_name, node.bases):
            meant = self._table.meaning(self._module, root, chain) if root else None
            if isinstance(meant, External) and meant.name.startswith(ADMIN):
                return frozenset(s.name for s in node.body if isinstance(s, FUNCTIONS))
        return frozenset()

    def visit_FunctionDef(self, node: FUNCTIONS) -> None:
        self._functions.append(node)
        self.generic_visit(node)
        self._functions.pop()

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - ast's name

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._heard.words.add(node.attr)
        if node.attr == "__dict__" and _may_be_class(node.value):
            self._heard.is_all = True
        self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg:
            self._heard.words.add(node.arg)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and node.value not in self._own:
            found = INSIDE if any(c.isspace() for c in node.value) else WORD
            words = found.findall(node.value)
            self._heard.words.update(words, *(word.split("__") for word in words))

    def visit_Call(self, node: ast.Call) -> None:
        name = last_name(node.func)
        lists = name in LISTS and not all(isinstance(a, ast.Constant) for a in node.args)
        if lists or (name == "vars" and any(map(_may_be_class, node.args))):
            self._heard.is_all = True
        elif name in ASKS and len(node.args) > 1 and not isinstance(node.args[1], ast.Constant):
            self._asks(node, *node.args[:2])
        self.generic_visit(node)

    def _asks(self, call: ast.Call, owner: ast.expr, name: ast.expr) -> None:
        """Note that an attribute is read, or set, by a computed name."""
        if comes_from_code(name, self._functions):
            return
        parts = [n.value for n in ast.walk(name) if isinstance(n, ast.Constant)]
        texts = [text for text in parts if isinstance(text, str) and text]
        if texts and not isinstance(name, ast.Name | ast.Attribute | ast.Subscript):
            self._heard.parts.update(texts)
            return
        match owner_of(owner, self._table, self._module, self._class, self._functions):
            case Symbol() as symbol:
                self._heard.classes |= family_of(self._table, symbol.module, symbol.name)
            case None if last_name(call.func) == "setattr":
                self._heard.is_set = True
            case None:
                self._heard.is_all = True


def _may_be_class(node: ast.expr) -> bool:
    """Tell ``cls``, ``Item`` and ``type(x)`` from objects, whose ``__dict__`` has no methods."""
    name = last_name(node.func if isinstance(node, ast.Call) else node)
    return name in {"cls", "type", "__class__"} or name[:1].isupper()
