"""Small insertions and replacements in YAML text; every other byte stays as a person wrote it.

``ruamel.yaml`` says where things stand. A whole round trip through it would keep comments too,
but moves those that follow the last entry of a list, and normalizes indentation.
"""

import io
import json
import re
from collections.abc import Mapping, Sequence

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, SequenceNode

Scalar = str | int | float

_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9_./{}:+-]*[A-Za-z0-9_/}]")


def set_fields(text: str, list_key: str, changes: Mapping[int, Mapping[str, Scalar]]) -> str:
    """Set fields of those mappings in the list ``list_key`` whose positions ``changes`` names."""
    items = _get(_compose(text), list_key)
    if not isinstance(items, SequenceNode):
        raise KeyError(list_key)
    edits = [
        _field_edit(text, items.value[at], name, value)
        for at, fields in changes.items()
        for name, value in fields.items()
    ]
    for start, end, piece in sorted(edits, reverse=True):
        text = text[:start] + piece + text[end:]
    return text


def add_items(text: str, list_key: str, items: Sequence[Mapping[str, Scalar]]) -> str:
    """Append mappings to the top-level list ``list_key``: in the style of the last one there.

    In a list that is empty each takes one line: a table that is read at a glance.
    """
    if not items:
        return text
    node = _get(_compose(text), list_key)
    if node is None:
        return f"{text.rstrip()}\n{list_key}:\n{_line_items(items, 2)}"
    if not isinstance(node, SequenceNode) or not node.value:
        return _replace_empty(text, node, _line_items(items, 2))
    if node.flow_style:
        return _insert(text, node.value[-1].end_mark.index, _flow_items(items))
    lines = _line_items if _is_flow(node.value[-1]) else _block_items
    return _insert_line(text, _end(node), lines(items, node.start_mark.column))


def set_key(text: str, path: tuple[str, str], key: str, value: Scalar) -> str:
    """Set ``key`` in the mapping at ``path``; the mapping is made where it is absent or empty."""
    parent = _get(_compose(text), path[0])
    node = _get(parent, path[1])
    if parent is None:
        raise KeyError(path[0])
    old = _get(node, key)
    if old is not None:
        return _replace(text, old, _quoted(value) if _is_flow(node) else _scalar(value))
    if node is None or not node.value:
        return _set_first_key(text, parent, path[1], {key: value})
    if _is_flow(node):
        return _insert(text, _end_of_flow(node), f", {_quoted(key)}: {_quoted(value)}")
    line = f"{' ' * node.start_mark.column}{_scalar(key)}: {_scalar(value)}\n"
    return _insert_line(text, _end(node), line)


def _set_first_key(text: str, parent: Node, name: str, content: Mapping[str, Scalar]) -> str:
    """Make ``name`` of ``parent``, absent or empty, a mapping with one key."""
    node = _get(parent, name)
    ((key, value),) = content.items()
    if _is_flow(parent):
        flow = f"{{{_quoted(key)}: {_quoted(value)}}}"
        if node is not None:
            return _replace(text, node, flow)
        return _insert(text, _end_of_flow(parent), f", {name}: {flow}")
    margin = " " * parent.start_mark.column
    line = f"{margin}  {_scalar(key)}: {_scalar(value)}\n"
    if node is None:
        return _insert_line(text, _end(parent), f"{margin}{name}:\n{line}")
    return _replace_empty(text, node, line)


def _field_edit(text: str, item: Node, name: str, value: Scalar) -> tuple[int, int, str]:
    """Return what to put between which two places of ``text``."""
    old = _get(item, name)
    if old is not None:
        return old.start_mark.index, old.end_mark.index, _scalar(value)
    if isinstance(item, MappingNode) and item.flow_style:
        end = _end_of_flow(item)
        return end, end, f", {name}: {_scalar(value)}"
    end = text.find("\n", _end(item))
    end = len(text) if end < 0 else end
    return end, end, f"\n{' ' * item.start_mark.column}{name}: {_scalar(value)}"


def _compose(text: str) -> Node:
    node: Node = YAML(typ="safe", pure=True).compose(io.StringIO(text))
    return node


def _get(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _end(node: Node) -> int:
    """Return the index behind the last scalar of ``node``: block nodes reach over comments."""
    while isinstance(node, CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _end_of_flow(node: Node) -> int:
    """Return the index behind the last value of a flow mapping that has one."""
    return int(node.value[-1][1].end_mark.index)


def _is_flow(node: Node | None) -> bool:
    return isinstance(node, CollectionNode) and bool(node.flow_style)


def _block_items(items: Sequence[Mapping[str, Scalar]], column: int) -> str:
    lines = []
    for item in items:
        for at, (key, value) in enumerate(item.items()):
            lines.append(f"{' ' * column}{'  ' if at else '- '}{key}: {_scalar(value)}\n")
    return "".join(lines)


def _line_items(items: Sequence[Mapping[str, Scalar]], column: int) -> str:
    return "".join(f"{' ' * column}- {_flow(item)}\n" for item in items)


def _flow_items(items: Sequence[Mapping[str, Scalar]]) -> str:
    return "".join(f", {_flow(item)}" for item in items)


def _flow(item: Mapping[str, Scalar]) -> str:
    pairs = ((key, _scalar(value)) for key, value in item.items())
    inner = (f"{key}: {_quoted(item[key]) if '{' in value else value}" for key, value in pairs)
    return f"{{{', '.join(inner)}}}"


def _insert(text: str, index: int, more: str) -> str:
    return text[:index] + more + text[index:]


def _insert_line(text: str, index: int, lines: str) -> str:
    """Insert whole ``lines`` after the line of ``index``, whose comment stays where it is."""
    end = text.find("\n", index)
    return f"{text}\n{lines}" if end < 0 else _insert(text, end + 1, lines)


def _replace(text: str, node: Node, value: str) -> str:
    return text[: node.start_mark.index] + value + text[node.end_mark.index :]


def _replace_empty(text: str, node: Node, lines: str) -> str:
    """Put ``lines`` where ``[]``, ``{}`` or nothing stands after a key."""
    start, end = node.start_mark.index, node.end_mark.index
    head = text[:start].rstrip(" ") if start < end else text[:start]
    return _insert_line(head + text[end:], len(head), lines)


def _scalar(value: Scalar) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and ": " not in value:
        return value if value not in {"true", "false", "null"} else _quoted(value)
    return _quoted(value)


def _quoted(value: Scalar) -> str:
    return json.dumps(value, ensure_ascii=False)
