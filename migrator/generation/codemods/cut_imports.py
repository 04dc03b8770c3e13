"""Take imports of modules that stay behind out of a file, with the registrations that use them.

A use that is anything but a registration raises ``CannotCut``: then the module has to travel.
https://flask.palletsprojects.com/en/stable/blueprints/#registering-blueprints
"""

from collections.abc import Collection, Iterator

import libcst as cst
import msgspec
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider

from migrator.generation.codemods.removal import Remover, binds_as, dotted
from migrator.generation.codemods.uses import REGISTERS, exports_of, loop_registers, names_in
from migrator.model.program import Import


class CannotCut(Exception):  # noqa: N818 - an answer, not an accident
    """An import is used for more than registration."""

    def __init__(self, line: int, name: str) -> None:
        super().__init__(f"line {line} uses {name}")
        self.line = line
        self.name = name


class CutResult(msgspec.Struct, frozen=True):
    """The changed source, and what was taken out: line and one line of text."""

    code: str
    removed: tuple[tuple[int, str], ...]


def cut_imports(
    code: str,
    imports: Collection[Import],
    *,
    foreign_lines: Collection[int] = (),
    own_lines: Collection[int] = (),
) -> CutResult:
    """Remove ``imports`` and what registers the imported names.

    Args:
        code: the source of the file.
        imports: what to remove, as analysis found it in this file.
        foreign_lines: lines which register entry points that do not move.
        own_lines: lines which register entry points that move; they are never removed.
    """
    wrapper = MetadataWrapper(cst.parse_module(code), unsafe_skip_copy=True)
    finder = _Finder(wrapper, frozenset(foreign_lines) - frozenset(own_lines), own_lines)
    for item in imports:
        finder.mark(item)
    if not finder.doomed:
        return CutResult(code, ())
    changed = wrapper.module.visit(Remover(finder.doomed))
    return CutResult(changed.code, tuple(sorted(set(finder.removed()))))


class _Finder:
    """Finds the nodes which have to go."""

    def __init__(
        self, wrapper: MetadataWrapper, foreign: frozenset[int], own: Collection[int]
    ) -> None:
        self.doomed: set[cst.CSTNode] = set()
        self._module = wrapper.module
        self._positions = wrapper.resolve(PositionProvider)
        self._parents = wrapper.resolve(ParentNodeProvider)
        self._foreign = foreign
        self._own = own

    def mark(self, item: Import) -> None:
        """Doom one import and every registration of its name."""
        found = [(s, a) for s, a in self._aliases(item) if a not in self.doomed]
        if not found:
            raise CannotCut(item.line, item.bound)
        statement, alias = found[0]
        scope = self._scope_of(statement)
        whole = item.target if isinstance(statement, cst.Import) and not alias.asname else ""
        for name in names_in(scope, item.bound):
            if self._is_within(name, alias):
                continue
            if whole and not self._chain(name).startswith(whole):
                self._require_other_binding(scope, alias, item, name)
                continue
            self.doomed.add(self._registration_of(name))
        for text in exports_of(scope):
            if text.evaluated_value == item.bound:
                raise CannotCut(self._line(text), f"__all__ with {item.bound}")
        self.doomed.add(alias)

    def removed(self) -> Iterator[tuple[int, str]]:
        """Tell what goes, as text."""
        for node in self.doomed:
            text = " ".join(self._module.code_for_node(node).strip(" ,\n").split())
            if isinstance(node, cst.ImportAlias):
                text = f"import of {text}"
            yield self._line(node), text

    def _aliases(
        self, item: Import
    ) -> Iterator[tuple[cst.Import | cst.ImportFrom, cst.ImportAlias]]:
        for node in self._positions:
            if not isinstance(node, cst.Import | cst.ImportFrom):
                continue
            span = self._positions[node]
            if isinstance(node.names, cst.ImportStar) or not (
                span.start.line <= item.line <= span.end.line
            ):
                continue
            yield from ((node, a) for a in node.names if binds_as(node, a, item))

    def _scope_of(self, node: cst.CSTNode) -> cst.CSTNode:
        while not isinstance(node, cst.FunctionDef | cst.Module):
            node = self._parents[node]
        return node

    def _is_within(self, node: cst.CSTNode, ancestor: cst.CSTNode) -> bool:
        while node is not ancestor:
            if isinstance(node, cst.Module):
                return False
            node = self._parents[node]
        return True

    def _chain(self, name: cst.CSTNode) -> str:
        parent = self._parents[name]
        while isinstance(parent, cst.Attribute) and parent.value is name:
            name, parent = parent, self._parents[parent]
        return dotted(name)

    def _require_other_binding(
        self, scope: cst.CSTNode, alias: cst.ImportAlias, item: Import, name: cst.CSTNode
    ) -> None:
        for node in self._positions:
            if isinstance(node, cst.Import) and self._scope_of(node) is scope:
                tops = {dotted(a.name).partition(".")[0] for a in node.names if a is not alias}
                if item.bound in tops:
                    return
        raise CannotCut(self._line(name), item.bound)

    def _registration_of(self, name: cst.CSTNode) -> cst.CSTNode:
        """Find what to remove for one use of a name: a statement or an element."""
        element: cst.CSTNode | None = None
        node = name
        while not isinstance(node, cst.BaseSmallStatement | cst.BaseCompoundStatement):
            if isinstance(node, cst.BaseElement):
                element = node
            node = self._parents[node]
        if isinstance(node, cst.Expr) and self._registers(node):
            return node
        if element is not None and self._is_registered_list(element, node):
            return element
        raise CannotCut(self._line(name), self._chain(name))

    def _registers(self, statement: cst.Expr) -> bool:
        span = self._positions[statement]
        lines = range(span.start.line, span.end.line + 1)
        if not isinstance(statement.value, cst.Call) or any(n in lines for n in self._own):
            return False
        func = statement.value.func
        if isinstance(func, cst.Attribute) and func.attr.value in REGISTERS:
            return True
        return any(line in lines for line in self._foreign)

    def _is_registered_list(self, element: cst.CSTNode, statement: cst.CSTNode) -> bool:
        """Tell whether a literal is walked by a loop that registers its elements."""
        literal = self._parents[element]
        if isinstance(statement, cst.For):
            return statement.iter is literal and loop_registers(statement)
        if not isinstance(statement, cst.Assign) or statement.value is not literal:
            return False
        target = statement.targets[0].target
        loops = (n for n in self._positions if isinstance(n, cst.For) and loop_registers(n))
        return any(
            isinstance(target, cst.Name) and dotted(loop.iter) == target.value for loop in loops
        )

    def _line(self, node: cst.CSTNode) -> int:
        return int(self._positions[node].start.line)
