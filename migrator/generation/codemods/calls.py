"""Calls on certain lines, changed where they stand."""

from collections.abc import Callable, Collection

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

Change = Callable[[cst.Call, cst.Call], cst.Call]  # before, and with its own parts changed


def change_calls(code: str, wanted: Collection[tuple[int, str]], change: Change) -> str:
    """Change the calls that start on a line and whose name ends so; others stay byte for byte.

    Args:
        code: the source of a file.
        wanted: (line, last part of the name). Where a line has several such calls, none is meant.
        change: makes the new call; the same one where nothing is certain.
    """
    if not wanted:
        return code
    wrapper = MetadataWrapper(cst.parse_module(code), unsafe_skip_copy=True)
    positions = wrapper.resolve(PositionProvider)
    found: dict[tuple[int, str], list[cst.CSTNode]] = {}
    for node, span in positions.items():
        if isinstance(node, cst.Call):
            name = dotted(node.func) or _last(node.func)
            found.setdefault((span.start.line, name.rpartition(".")[2]), []).append(node)
    chosen = {nodes[0] for key, nodes in found.items() if key in wanted and len(nodes) == 1}
    return wrapper.module.visit(_Changer(chosen, change)).code


def dotted(node: cst.CSTNode) -> str:
    """Spell ``a.b.c``; empty for anything else."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        front = dotted(node.value)
        return f"{front}.{node.attr.value}" if front else ""
    return ""


def _last(node: cst.BaseExpression) -> str:
    return node.attr.value if isinstance(node, cst.Attribute) else ""


class _Changer(cst.CSTTransformer):
    def __init__(self, chosen: Collection[cst.CSTNode], change: Change) -> None:
        super().__init__()
        self._chosen = chosen
        self._change = change

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:  # noqa: N802 - libcst's name
        """Change a call that was chosen."""
        if original_node not in self._chosen:
            return updated_node
        return self._change(original_node, updated_node)
