"""How frameworks spell paths -> templates such as ``/orders/{order_id}``."""

import re
from collections.abc import Iterator, Sequence
from itertools import count

# ``<name>``, ``<name:filter:…>`` (Bottle, Sanic); in both, the name comes first.
ANGLES = re.compile(r"<(\w*)(?::(?:[^<>]|<[^<>]*>)*)?>")

TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?P<(?P<name>\w+)>|\?)?|\)|[\^$]|.", re.DOTALL
)
ANCHORS = frozenset({"^", "$", "\\Z", "\\A", "\\z"})
QUANTIFIER = re.compile(r"[*+?]\??|\{\d*,?\d*\}\??")
LITERAL = frozenset("\\./-_~!@#%&=:;, ")  # what an escape may spell without changing a template


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
    """Read a regular expression: ``^orders/(?P<id>[0-9]+)/$`` is ``orders/{id}/``.

    What is captured becomes a parameter; anchors and an optional slash at the end go; what
    templates have no words for stays as it is written. ``names`` are for the groups without one,
    in order; further ones are called after their place: ``{arg2}``.
    """
    return "".join(_regex(pattern, _named(names))).removesuffix("/?")


def _named(names: Sequence[str]) -> Iterator[str]:
    yield from names
    for place in count(len(names) + 1):
        yield f"arg{place}"


def _regex(pattern: str, names: Iterator[str]) -> Iterator[str]:
    position = 0
    while token := TOKEN.match(pattern, position):
        text, position = token[0], token.end()
        if text.startswith("("):
            end = _end_of_group(pattern, token.start())
            if text == "(?":  # which captures nothing itself
                yield text + "".join(_regex(pattern[position:end], names))
            else:
                yield "{" + (token["name"] or next(names)) + "}"
                found = QUANTIFIER.match(pattern, end)
                end = found.end() if found else end
            position = end
        elif text not in ANCHORS:
            yield text[1] if len(text) == 2 and text[1] in LITERAL else text


def _end_of_group(pattern: str, position: int) -> int:
    depth = 0
    for token in TOKEN.finditer(pattern, position):
        depth += token[0].startswith("(") - (token[0] == ")")
        if depth == 0:
            return token.end()
    return len(pattern)
