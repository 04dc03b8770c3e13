"""YAML files that people write, read strictly: every mistake at once, each with its line.

``ruamel.yaml`` knows the lines, ``msgspec`` the types; this module walks both side by side.
"""

import datetime
import difflib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NoReturn, TypeGuard, TypeVar, get_args, get_origin

import msgspec
from ruamel.yaml import YAML, nodes
from ruamel.yaml.constructor import ConstructorError, DuplicateKeyError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from migrator.errors import PlanError

T = TypeVar("T")

Scalar = str | int | float | bool | None

LARGEST = 2_000_000  # characters: ten times the largest plan that was seen
MOST = 200_000  # values, those counted again that aliases repeat
DEEPEST = 50
CONFLICT = re.compile(r"(<{7}|\|{7}|>{7}) |={7}$")


class Mistake(msgspec.Struct, frozen=True, order=True):
    """What is wrong on a line."""

    line: int
    message: str


class Node(msgspec.Struct, frozen=True):
    """A value of the file and the line it stands on.

    Attributes:
        fields: the values of a mapping.
        items: the values of a list.
        kind: ``mapping``, ``list`` or ``scalar``.
    """

    line: int
    kind: str = "scalar"
    scalar: Scalar = None
    fields: Mapping[str, "Node"] = {}
    items: tuple["Node", ...] = ()

    def at(self, *keys: str) -> "Node | None":
        """Return the node below ``keys``, None where there is none."""
        node: Node | None = self
        for key in keys:
            node = node.fields.get(key) if node is not None else None
        return node

    def plain(self) -> object:
        """Return the value without lines."""
        if self.kind == "mapping":
            return {key: node.plain() for key, node in self.fields.items()}
        if self.kind == "list":
            return [node.plain() for node in self.items]
        return self.scalar


def read(text: str, kind: type[T], *, file: str) -> T:
    """Read ``text`` as a ``kind``, a ``msgspec.Struct`` that forbids unknown fields.

    Raises:
        PlanError: with a line ``file:line: unknown key 'servces' (did you mean 'services'?)``
            for each mistake.
    """
    node = parse(text, file=file)
    raise_for(find_mistakes(node, kind), file=file)
    return msgspec.convert(node.plain(), kind)


@lru_cache(maxsize=8)
def parse(text: str, *, file: str) -> Node:
    """Parse ``text``; an empty file is an empty mapping. What was parsed last is kept.

    Nodes are taken as they are composed: they know their lines, and the comments that could be
    written again with them are not wanted here. That saves a third of the time.

    Raises:
        PlanError: with the line and what to do.
    """
    _refuse_oddities(text, file)
    yaml = YAML(typ="safe", pure=True)
    try:
        tree = yaml.compose(io.StringIO(text))
        found = Node(1) if tree is None else _Reader(yaml.constructor).node(tree, 1)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = str(error.problem).partition(" with value")[0].rstrip()
        raise PlanError(f"{file}:{line}: not YAML: {problem}", hint=f"correct {file}") from error
    except YAMLError as error:
        raise PlanError(f"{file}:1: not YAML: {error}", hint=f"correct {file}") from error
    except RecursionError as error:
        problem = "not YAML: lists or keys are nested too deep"
        raise PlanError(f"{file}:1: {problem}", hint=f"correct {file}") from error
    return Node(1, "mapping") if found == Node(1) else found


def _refuse_oddities(text: str, file: str) -> None:
    """Refuse what no YAML can be made of, or only after minutes."""
    if len(text) > LARGEST:
        size = f"{len(text) / 1_000_000:.1f} MB"
        raise PlanError(
            f"{file}:1: {size} are too much: a file that people edit has at most "
            f"{LARGEST // 1_000_000} MB",
            hint="is it the right file?",
        )
    marks = [n for n, line in enumerate(text.splitlines(), 1) if CONFLICT.match(line)]
    if marks and text.splitlines()[marks[0] - 1].startswith("<"):
        lines = ", ".join(map(str, marks))
        raise PlanError(
            f"{file}:{marks[0]}: a merge conflict is not resolved",
            hint=f"keep one side or both, and remove the marks on lines {lines}",
        )


def raise_for(mistakes: Iterable[Mistake], *, file: str) -> None:
    """Raise one PlanError that lists all ``mistakes`` by line, if there are any."""
    lines = [f"{file}:{mistake.line}: {mistake.message}" for mistake in sorted(set(mistakes))]
    if lines:
        count = "1 mistake" if len(lines) == 1 else f"{len(lines)} mistakes"
        raise PlanError("\n".join(lines), hint=f"correct {count} in {file}; nothing was changed")


def nearest(name: str, names: Iterable[str]) -> str:
    """Say which of ``names`` was probably meant, as text to append; empty where none is near."""
    close = difflib.get_close_matches(name, sorted(names), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def find_mistakes(node: Node, kind: object) -> Iterator[Mistake]:
    """Yield each place at which ``node`` is not a ``kind``."""
    origin, arguments = get_origin(kind), get_args(kind)
    struct = next((one for one in (kind, *arguments) if _is_struct(one)), None)
    if origin is tuple:
        yield from _in_list(node, arguments[0])
    elif origin in {dict, Mapping}:
        yield from _in_mapping(node, arguments[1])
    elif struct is None or (str in arguments and node.kind == "scalar"):
        yield from _in_value(node, kind if struct is None else str)
    elif kind is struct or node.plain() is not None:
        yield from _in_struct(node, struct)


def _in_struct(node: Node, struct: type[msgspec.Struct]) -> Iterator[Mistake]:
    if node.kind != "mapping":
        yield _expected("keys and values", node)
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for key, value in node.fields.items():
        if key in fields:
            yield from find_mistakes(value, fields[key].type)
        else:
            yield Mistake(value.line, f"unknown key {key!r}{nearest(key, fields)}")
    for name in fields.keys() - node.fields.keys():
        if fields[name].required:
            yield Mistake(node.line, f"missing key {name!r}")


def _in_list(node: Node, kind: object) -> Iterator[Mistake]:
    if node.kind != "list":
        yield _expected("a list", node)
    for item in node.items:
        yield from find_mistakes(item, kind)


def _in_mapping(node: Node, kind: object) -> Iterator[Mistake]:
    if node.kind != "mapping":
        yield _expected("keys and values", node)
    for value in node.fields.values():
        yield from find_mistakes(value, kind)


def _in_value(node: Node, kind: object) -> Iterator[Mistake]:
    if kind is str and isinstance(node.scalar, int | float):
        yield Mistake(node.line, f"expected text, found {node.scalar!r} (write it in quotes)")
        return
    try:
        msgspec.convert(node.plain(), kind)
    except msgspec.ValidationError as error:
        what = (
            str(error)
            .partition(" - at")[0]
            .replace("`", "")
            .replace("float", "number")
            .removesuffix(".0")
        )
        near = _nearest_member(node, kind)
        found = "" if near or ", got" in what else f", found {node.scalar!r}"
        yield Mistake(node.line, what[0].lower() + what[1:] + found + near)


def _nearest_member(node: Node, kind: object) -> str:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        members = [member.value for member in kind]
        return nearest(str(node.scalar), members) or f" (one of {', '.join(members)})"
    return ""


def _expected(what: str, node: Node) -> Mistake:
    found = {"mapping": "keys and values", "list": "a list"}.get(node.kind, repr(node.scalar))
    return Mistake(node.line, f"expected {what}, found {found}")


def _is_struct(kind: object) -> TypeGuard[type[msgspec.Struct]]:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


class _Reader:
    """Turns composed YAML into nodes; what an alias names is taken over wherever it is named."""

    def __init__(self, constructor: SafeConstructor) -> None:
        self._constructor = constructor
        self._open: set[int] = set()
        self._count = 0

    def node(self, tree: nodes.Node, line: int) -> Node:
        """Turn a tree into a node.

        Raises:
            ConstructorError: it is part of itself, or aliases multiply it without end.
        """
        self._count += 1
        if id(tree) in self._open:
            self._refuse("an alias names what it is part of", tree)
        if len(self._open) > DEEPEST:
            self._refuse("lists or keys are nested too deep", tree)
        if self._count > MOST:
            self._refuse("aliases make it too large", tree)
        self._open.add(id(tree))
        try:
            return self._node(tree, line)
        finally:
            self._open.remove(id(tree))

    def _node(self, tree: nodes.Node, line: int) -> Node:
        constructor = self._constructor
        if isinstance(tree, nodes.MappingNode):
            _refuse_doubles(tree)
            constructor.flatten_mapping(tree)  # ``<<`` takes over what another mapping has
            fields = {
                str(constructor.construct_object(key)): self.node(value, _line_of(key))
                for key, value in tree.value
            }
            return Node(line, "mapping", fields=fields)
        if isinstance(tree, nodes.SequenceNode):
            items = tuple(self.node(item, _line_of(item)) for item in tree.value)
            return Node(line, "list", items=items)
        if str(tree.tag).startswith("!"):
            return Node(line)  # a tag of somebody else's, as ``!Ref`` of CloudFormation
        return Node(line, scalar=_scalar(constructor.construct_object(tree)))

    def _refuse(self, problem: str, tree: nodes.Node) -> NoReturn:
        raise ConstructorError(problem=problem, problem_mark=tree.start_mark)


def _refuse_doubles(tree: nodes.MappingNode) -> None:
    seen = set()
    for key, _ in tree.value:
        if isinstance(key, nodes.ScalarNode):
            if key.value in seen:
                problem = f'found duplicate key "{key.value}"'
                raise DuplicateKeyError(problem=problem, problem_mark=key.start_mark)
            seen.add(key.value)


def _line_of(node: nodes.Node) -> int:
    line: int = node.start_mark.line
    return line + 1


def _scalar(value: object) -> Scalar:
    """Strip ruamel's own scalar classes; dates are text, as JSON has it."""
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value.isoformat() if isinstance(value, datetime.date) else None
