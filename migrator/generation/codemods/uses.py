"""Where a name is used in a syntax tree, and which calls register something."""

import libcst as cst
import libcst.matchers as m

REGISTERS = frozenset(
    {
        "add_command", "add_namespace", "add_resource", "add_url_rule", "register",
        "register_api", "register_blueprint", "register_view",
    }
)  # fmt: skip


def names_in(scope: cst.CSTNode, bound: str) -> list[cst.Name]:
    """Find the uses of a name: not attributes, not keywords of calls, not imports."""
    uses = _Uses(bound)
    scope.visit(uses)
    return uses.found


def exports_of(scope: cst.CSTNode) -> list[cst.SimpleString]:
    """Find the strings of ``__all__``."""
    lists = m.findall(scope, m.Assign(targets=[m.AssignTarget(target=m.Name("__all__"))]))
    strings = (text for one in lists for text in m.findall(one, m.SimpleString()))
    return [text for text in strings if isinstance(text, cst.SimpleString)]


def loop_registers(loop: cst.For) -> bool:
    """Tell whether the body of a loop registers something."""
    calls = _Registrations()
    loop.body.visit(calls)
    return calls.is_found


class _Uses(cst.CSTVisitor):
    def __init__(self, bound: str) -> None:
        super().__init__()
        self.found: list[cst.Name] = []
        self._bound = bound

    def visit_Attribute(self, node: cst.Attribute) -> bool:  # noqa: N802 - libcst's name
        node.value.visit(self)
        return False

    def visit_Arg(self, node: cst.Arg) -> bool:  # noqa: N802 - libcst's name
        node.value.visit(self)
        return False

    def visit_Import(self, node: cst.Import) -> bool:  # noqa: ARG002, N802 - libcst's name
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:  # noqa: ARG002, N802 - libcst's name
        return False

    def visit_Name(self, node: cst.Name) -> None:  # noqa: N802 - libcst's name
        if node.value == self._bound:
            self.found.append(node)


class _Registrations(cst.CSTVisitor):
    is_found = False

    def visit_Call(self, node: cst.Call) -> None:  # noqa: N802 - libcst's name
        if isinstance(node.func, cst.Attribute) and node.func.attr.value in REGISTERS:
            self.is_found = True
