"""Path templates as every proxy needs them: exact expressions, most specific first."""

import re

from migrator.model.cutover import Route

# Proxies and frameworks read these differently (what is decoded, what is collapsed), so that a
# path with one of them could slip to the service past its template: the monolith answers them.
ODD_PATH = r"(?i).*(%2f|%5c|%2e|\.\.|//|\\|/\./).*"

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


def by_specificity(routes: tuple[Route, ...]) -> tuple[Route, ...]:
    """Sort ``routes`` so that the first that matches a request is the right one."""
    return tuple(sorted(routes, key=_generality))


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
