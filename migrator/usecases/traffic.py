"""Which entry point answered a request of an access log."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote

import msgspec

from migrator.model.program import EntryPoint, HttpRoute, Program, Websocket
from migrator.model.traffic import Traffic
from migrator.usecases.ports import TrafficLogs

_PARAMETER = re.compile(r"\{(?:(int|uuid):)?[^{}/]+?(\+?)\}")

# Of Flask and Django, and of Starlette. https://docs.djangoproject.com/en/stable/topics/http/urls/
_CONVERTER = re.compile(
    r"<(?P<kind>int|uuid)(?:\([^)]*\))?:(?P<name>\w+)>|\{(?P<name_>\w+):(?P<kind_>int|uuid)\}"
)
_FITS = {"int": "[0-9]+", "uuid": "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"}


def read_traffic(files: Sequence[Path], program: Program, logs: TrafficLogs) -> Traffic:
    """Sum up the access logs ``files`` by entry point.

    Raises:
        TrafficError: where a file is no access log.
    """
    return logs.read(files, RouteIndex(program.entry_points).label_of)


class _Branch(msgspec.Struct):
    """A segment with parameters, and what follows it.

    Attributes:
        rank: 1 for text with parameters and for numbers, 2 for a parameter, 3 for one of
            several segments.
        expression: of the whole segment; None where anything fits.
    """

    rank: int
    template: str
    expression: re.Pattern[str] | None
    node: "_Node"


class _Node(msgspec.Struct):
    """The templates that begin in the same way."""

    labels: dict[str, str] = msgspec.field(default_factory=dict)
    literals: "dict[str, _Node]" = msgspec.field(default_factory=dict)
    branches: list[_Branch] = msgspec.field(default_factory=list)


class RouteIndex:
    """The entry points of a program, indexed by path for millions of look-ups."""

    def __init__(self, entry_points: Iterable[EntryPoint]) -> None:
        self._root = _Node()
        self._others: dict[str, str] = {}
        for entry_point in entry_points:
            label = entry_point.label
            match entry_point.trigger:
                case HttpRoute(method=method, path=path, declared=declared):
                    self._add(_converted(path, declared)).labels[method] = label
                case Websocket(path=path):
                    self._add(path).labels.setdefault("websocket", label)
                case _:
                    self._others[label] = label

    def label_of(self, method: str, path: str) -> str:
        """Name the entry point that answers; empty where none does.

        The most specific template with the method counts, as in frameworks: text goes before a
        parameter, ``<int:id>`` and ``<uuid:id>`` before ``<name>``. A HEAD request is answered by
        the route of GET; a slash at the end may be missing or too many where no route has the
        path as it is, since frameworks redirect.

        Args:
            method: an HTTP method; or ``task``, ``command``, …, and ``path`` is its name.
            path: percent-encoded, without query string.
        """
        if not path.startswith("/"):
            return self._others.get(f"{method} {path}", "")
        methods = _answering(method)
        other = path[:-1] if path.endswith("/") else f"{path}/"
        return _find(self._root, _segments(path), methods) or (
            _find(self._root, _segments(other), methods) if other else ""
        )

    def _add(self, template: str) -> _Node:
        node = self._root
        for segment in template.split("/")[1:]:
            node = _below(node, segment)
        return node


def _answering(method: str) -> tuple[str, ...]:
    match method:
        case "GET":
            return ("GET", "ANY", "websocket")
        case "HEAD":
            return ("HEAD", "GET", "ANY")
    return (method, "ANY")


def _segments(path: str) -> list[str]:
    return [unquote(segment) for segment in path.split("/")[1:]]


def _below(node: _Node, segment: str) -> _Node:
    parameters = list(_PARAMETER.finditer(segment))
    if not parameters:
        return node.literals.setdefault(segment, _Node())
    for branch in node.branches:
        if branch.template == segment:
            return branch.node
    added = _Branch(_rank(segment, parameters), segment, _expression(segment), _Node())
    node.branches.append(added)
    node.branches.sort(key=lambda branch: (branch.rank, branch.template))
    return added.node


def _rank(segment: str, parameters: list[re.Match[str]]) -> int:
    if any(parameter[2] for parameter in parameters):
        return 3
    return 2 if parameters[0][0] == segment and not parameters[0][1] else 1


def _expression(segment: str) -> re.Pattern[str] | None:
    pieces, end = [], 0
    for found in _PARAMETER.finditer(segment):
        if found[0] == segment and not found[1]:
            return None
        anything = ".+" if found[2] else "[^/]+"
        pieces += [re.escape(segment[end : found.start()]), _FITS.get(found[1], anything)]
        end = found.end()
    return re.compile("".join((*pieces, re.escape(segment[end:]))), re.DOTALL)


def _converted(template: str, declared: str) -> str:
    """Put the converters that are declared into a template: ``/orders/{int:order_id}``."""
    for found in _CONVERTER.finditer(declared):
        name, kind = found["name"] or found["name_"], found["kind"] or found["kind_"]
        template = template.replace(f"{{{name}}}", f"{{{kind}:{name}}}")
    return template


def _find(node: _Node, segments: Sequence[str], methods: tuple[str, ...]) -> str:
    if not segments:
        return next((node.labels[method] for method in methods if method in node.labels), "")
    literal = node.literals.get(segments[0])
    if literal and (label := _find(literal, segments[1:], methods)):
        return label
    for branch in node.branches:
        for count in _counts(branch, len(segments)):
            text = "/".join(segments[:count])
            fits = branch.expression.fullmatch(text) if branch.expression else text
            if fits and (label := _find(branch.node, segments[count:], methods)):
                return label
    return ""


def _counts(branch: _Branch, left: int) -> Sequence[int]:
    """Say how many of ``left`` segments a branch may take: what goes on after it goes first."""
    if branch.rank < 3:
        return (1,)
    goes_on = branch.node.literals or branch.node.branches
    return (*range(left - 1, 0, -1), left) if goes_on else (left,)
