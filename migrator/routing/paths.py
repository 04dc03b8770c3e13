"""Path templates as every proxy needs them: exact expressions, most specific first."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from migrator.model.cutover import Route

# Proxies and frameworks read these differently (what is decoded, what is collapsed), so that a
# path with one of them could slip to the service past its template: the monolith answers them.
ODD_PATH = r"(?i).*(%2f|%5c|%2e|\.\.|//|\\|/\./).*"

# The same for whoever looks for it anywhere and without regard to case: half the time.
ODD_PART = ODD_PATH.removeprefix("(?i).*").removesuffix(".*")

_PARAMETER = re.compile(r"\{[^{}/]+?(\+?)\}")


def path_expression(template: str) -> str:
    """Return a regular expression (RE2) for whole paths of ``template``.

    ``{name}`` is one segment, ``{name+}`` one or more; a slash at the end of the template is
    optional in the request, no other is.
    """
    has_slash = template.endswith("/") and template != "/"
    pieces = []
    end = 0
    for match in _PARAMETER.finditer(template):
        pieces += [_literal(template[end : match.start()]), ".+" if match[1] else "[^/]+"]
        end = match.end()
    rest = template[end:].removesuffix("/") if has_slash else template[end:]
    return "".join([*pieces, _literal(rest), "/?" if has_slash else ""])


def request_expression(route: Route) -> str:
    """Return an expression for ``<method>:<path>`` of a route; HEAD goes with GET."""
    methods = {"ANY": "[A-Z]+", "GET": "(GET|HEAD)"}.get(route.method, route.method)
    return f"{methods}:{path_expression(route.path)}"


def by_specificity(routes: tuple[Route, ...]) -> tuple[Route, ...]:
    """Sort ``routes`` so that the first that matches a request is the right one."""
    return tuple(sorted(routes, key=_generality))


def methods_of(route: Route) -> tuple[str, ...]:
    """Return the methods that a route takes, none where it takes all; HEAD goes with GET."""
    return {"ANY": (), "GET": ("GET", "HEAD")}.get(route.method, (route.method,))


def find_overlaps(routes: Iterable[Route]) -> Iterator[tuple[Route, Route]]:
    """Yield pairs of routes that could take the same request, the one that does first."""
    earlier: dict[str, list[Route]] = defaultdict(list)
    for route in by_specificity(tuple(routes)):
        first = _first_text(route.path)
        others = earlier[first] + (earlier[""] if first else [])
        if not first:
            others = [one for group in earlier.values() for one in group]
        for other in others:
            if do_overlap(other, route):
                yield other, route
        earlier[first].append(route)


def do_overlap(one: Route, other: Route) -> bool:
    """Say whether some request is taken by the templates of both."""
    methods, others = set(methods_of(one)), set(methods_of(other))
    if methods and others and not methods & others:
        return False
    return _meet(_segments(one.path), _segments(other.path))


def canonical(template: str) -> str:
    """Return ``template`` without the names of its parameters."""
    return _PARAMETER.sub(lambda match: f"{{{match[1]}}}", template)


def _meet(some: list[str], others: list[str]) -> bool:
    for one, other in zip(some, others, strict=False):
        if 3 in {_kind(one), _kind(other)}:
            return True  # the rest of one path, whatever the other has there
        if not _same_segment(one, other):
            return False
    return len(some) == len(others)


def _same_segment(one: str, other: str) -> bool:
    """Say whether one segment can be both; two with text and parameters are said to be."""
    if _kind(one) == 0 and _kind(other) == 0:
        return one == other
    if _kind(one) == 0 or _kind(other) == 0:
        text, template = (one, other) if _kind(one) == 0 else (other, one)
        return re.fullmatch(path_expression(template), text) is not None
    return True


def _first_text(path: str) -> str:
    first = _segments(path)[0]
    return first if _kind(first) == 0 else ""


def _segments(path: str) -> list[str]:
    return path.rstrip("/").split("/")[1:] or [""]


def _generality(route: Route) -> tuple[tuple[int, ...], str, bool, str]:
    segments = route.path.rstrip("/").split("/")[1:]
    kinds = (*map(_kind, segments), 4)  # a longer path goes before its own beginning
    return kinds, route.path, route.method == "ANY", route.method


def _kind(segment: str) -> int:
    """0 for text, 1 for text with parameters, 2 for a parameter, 3 for the rest of the path."""
    match = _PARAMETER.search(segment)
    if match is None:
        return 0
    if match[1]:
        return 3
    return 2 if match[0] == segment else 1


def _literal(text: str) -> str:
    return re.sub(r"([^A-Za-z0-9_/~-])", r"\\\1", text)
