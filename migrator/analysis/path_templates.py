"""How frameworks spell paths -> templates such as ``/orders/{order_id}``."""

import re
from collections.abc import Iterator, Sequence

# ``<name>``, ``<name:filter:…>`` (Bottle, Sanic); in both, the name comes first.
ANGLES = re.compile(r"<(\w*)(?::(?:[^<>]|<[^<>]*>)*)?>")


def from_angles(declared: str) -> str:
    """Read ``/a/<name:int>``; a nameless wildcard is called ``wildcard``."""
    return ANGLES.sub(lambda match: "{" + (match[1] or "wildcard") + "}", declared)


def from_braces(declared: str) -> str:
    r"""Read ``/a/{name:\d{3}}``: what follows the colon says what the name may match."""
    return "".join(_braces(declared))


def _braces(declared: str) -> Iterator[str]:
    depth = 0
    is_name = True
    for char in declared:
        if char == "{":
            depth += 1
        if depth == 0 or (depth == 1 and is_name and char != ":"):
            yield char
        elif depth == 1 and char == ":":
            is_name = False
        elif depth == 1 and char == "}":
            yield char
        if char == "}" and depth:
            depth -= 1
            is_name = is_name or depth == 0


def from_regex(pattern: str, names: Sequence[str] = ()) -> str:
    """Read a regular expression; ``names`` are for its unnamed groups, in order.

    Anchors and an optional slash at the end are left out. What repeats or has alternatives
    outside of a group is a part of the path that varies: it is called ``match``.
    """
    given = iter(names)
    return "".join(_regex(pattern, given)) or "/"


def _regex(pattern: str, names: Iterator[str]) -> Iterator[str]:
    position, count = 0, 0
    while position < len(pattern):
        end = _end(pattern, position)
        part = pattern[position:end]
        quantifier = re.match(r"[?*+]\??|\{\d+(?:,\d*)?\}", pattern[end:])
        position = end + (quantifier.end() if quantifier else 0)
        if part[0] == "(" and not part.startswith("(?"):
            count += 1
            yield "{" + next(names, f"arg{count}") + "}"
        elif named := re.match(r"\(\?P<(\w+)>", part):
            yield "{" + named[1] + "}"
        elif quantifier and quantifier[0][0] in "?*" and part != ".":
            continue  # what need not be there
        elif part.startswith("(?:") and "|" not in part and not quantifier:
            yield from _regex(part[3:-1], names)
        else:
            yield _literal(part, is_repeated=quantifier is not None)


def _literal(part: str, *, is_repeated: bool) -> str:
    if part.startswith(("(?=", "(?!", "(?<")) or part in {"^", "$", r"\Z", r"\A", r"\b"}:
        return ""
    if part[0] in "([" or is_repeated or re.match(r"\\[dwsDWS]", part):
        return "{match}"
    return part.removeprefix("\\") if len(part) > 1 else part


def _end(pattern: str, start: int) -> int:
    """Return where the character, class or group that starts at ``start`` ends."""
    if pattern[start] == "\\":
        return min(start + 2, len(pattern))
    if pattern[start] == "[":
        closing = pattern.find("]", start + 2)
        return closing + 1 if closing > 0 else len(pattern)
    if pattern[start] != "(":
        return start + 1
    position = start + 1
    while position < len(pattern) and pattern[position] != ")":
        position = _end(pattern, position)
    return min(position + 1, len(pattern))
