"""Regular expressions that match paths, as templates.

What is captured becomes a parameter; anchors go; what the template language has no words for
stays as it is written.
"""

import re

TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?P<(?P<name>\w+)>|\?)?|\)|[\^$]|.", re.DOTALL
)
ANCHORS = frozenset({"^", "$", "\\Z", "\\A", "\\z"})
QUANTIFIER = re.compile(r"[*+?]\??|\{\d*,?\d*\}\??")
LITERAL = frozenset("\\./-_~!@#%&=:;, ")  # what an escape may spell without changing a template


def template_of(expression: str) -> str:
    """Return ``/orders/{id}/`` for ``^orders/(?P<id>[0-9]+)/$``, without a slash in front.

    Groups without a name are called after their place: ``{arg1}``.
    """
    found: list[str] = []
    position, unnamed = 0, 0
    while position < len(expression):
        token = TOKEN.match(expression, position)
        if token is None:
            break
        text = token[0]
        if text.startswith("("):
            end = _end_of_group(expression, position)
            if text == "(?":
                found.append(expression[position:end])
            else:
                unnamed += not token["name"]
                found.append(f"{{{token['name'] or f'arg{unnamed}'}}}")
                end = _after_quantifier(expression, end)
            position = end
            continue
        position = token.end()
        if text in ANCHORS:
            continue
        found.append(text[1] if len(text) == 2 and text[1] in LITERAL else text)
    return _without_optional_slash("".join(found))


def _end_of_group(expression: str, position: int) -> int:
    depth = 0
    for token in TOKEN.finditer(expression, position):
        depth += token[0].startswith("(") - (token[0] == ")")
        if depth == 0:
            return token.end()
    return len(expression)


def _after_quantifier(expression: str, position: int) -> int:
    found = QUANTIFIER.match(expression, position)
    return found.end() if found else position


def _without_optional_slash(template: str) -> str:
    return template.removesuffix("?") if template.endswith("/?") else template
