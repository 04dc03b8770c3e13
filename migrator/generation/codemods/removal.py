"""Taking nodes out of a syntax tree so that what is left is still Python."""

from collections.abc import Collection, Sequence
from typing import TypeVar

import libcst as cst

from migrator.model.program import Import

_Listed = TypeVar("_Listed", cst.ImportAlias, cst.BaseElement)
_PASS = cst.SimpleStatementLine([cst.Pass()])


def dotted(node: cst.CSTNode) -> str:
    """Spell ``a.b.c``; empty for anything else."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        front = dotted(node.value)
        return f"{front}.{node.attr.value}" if front else ""
    return ""


def binds_as(statement: cst.Import | cst.ImportFrom, alias: cst.ImportAlias, item: Import) -> bool:
    """Tell whether ``alias`` is the import that analysis calls ``item``."""
    if alias.asname is not None:
        return dotted(alias.asname.name) == item.bound
    name = dotted(alias.name)
    return name == (item.target if isinstance(statement, cst.Import) else item.bound)


class Remover(cst.CSTTransformer):
    """Removes nodes; bodies that become empty get a ``pass``."""

    def __init__(self, doomed: Collection[cst.CSTNode]) -> None:
        super().__init__()
        self._doomed = doomed

    def on_leave(  # type: ignore[override]
        self, original_node: cst.CSTNode, updated_node: cst.CSTNode
    ) -> cst.CSTNode | cst.RemovalSentinel:
        """Drop the node itself, or what is left of a statement without its parts."""
        if original_node in self._doomed and not isinstance(
            original_node, cst.ImportAlias | cst.BaseElement
        ):
            return cst.RemoveFromParent()
        if original_node is not updated_node or self._loses_parts(original_node):
            return self._tidied(original_node, updated_node)
        return updated_node

    def _loses_parts(self, node: cst.CSTNode) -> bool:
        return any(child in self._doomed for child in node.children)

    def _tidied(
        self, original: cst.CSTNode, updated: cst.CSTNode
    ) -> cst.CSTNode | cst.RemovalSentinel:
        match original, updated:
            case cst.Import() | cst.ImportFrom(), cst.Import() | cst.ImportFrom():
                return self._import_without(original, updated)
            case (
                (cst.Tuple() | cst.List() | cst.Set()) as before,
                (cst.Tuple() | cst.List() | cst.Set()) as after,
            ):
                return after.with_changes(elements=self._kept(before.elements, after.elements))
            case cst.SimpleStatementLine(), cst.SimpleStatementLine(body=[]):
                return cst.RemoveFromParent()
            case cst.IndentedBlock(), cst.IndentedBlock(body=[]):
                return updated.with_changes(body=[_PASS])
            case cst.SimpleStatementSuite(), cst.SimpleStatementSuite(body=[]):
                return updated.with_changes(body=[cst.Pass()])
        return updated

    def _import_without(
        self, before: cst.Import | cst.ImportFrom, after: cst.Import | cst.ImportFrom
    ) -> cst.CSTNode | cst.RemovalSentinel:
        if isinstance(before.names, cst.ImportStar) or isinstance(after.names, cst.ImportStar):
            return after
        kept = self._kept(before.names, after.names)
        return after.with_changes(names=kept) if kept else cst.RemoveFromParent()

    def _kept(self, before: Sequence[_Listed], after: Sequence[_Listed]) -> list[_Listed]:
        if len(before) != len(after):
            return list(after)
        kept = [new for old, new in zip(before, after, strict=True) if old not in self._doomed]
        if kept and before[-1] in self._doomed:
            kept[-1] = kept[-1].with_changes(comma=before[-1].comma)
        return kept
