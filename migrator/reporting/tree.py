"""What an entry point reaches, as a tree of text and as JSON."""

from collections.abc import Iterable, Iterator

from migrator.model.effect_index import Effect
from migrator.model.location import Location
from migrator.model.tree import Node

# What is done to what; hidden edges are said by their kind.
VERBS = {
    "setting": "reads setting",
    "aws": "calls AWS",
    "host": "calls host",
    "file": "writes file",
    "task": "enqueues",
    "transaction": "transaction",
    "foreign-key": "foreign key to",
    "relation": "relation to",
    "model-name": "names model",
    "task-name": "names task",
    "url-name": "links to",
    "template-url": "template links to",
    "request-global": "uses",
    "session-key": "uses",
}
UNKNOWN = "(computed)"
TEMPLATE = "template-url"
MOST = 6  # names in a line; JSON has all
ROLES = {"call": "", "function": "", "implicit": "runs", "context-processor": "context processor"}
SEE = "..."  # after what is written out elsewhere


def render_tree(nodes: Iterable[Node], indent: str = "") -> Iterator[str]:
    """Yield the lines of a tree: functions, and under each its effects and calls by line."""
    for node in nodes:
        yield f"{indent}{_title(node)}"
        yield from (f"{indent}{line}" for line in _below(node))


def _below(node: Node) -> Iterator[str]:
    parts: list[tuple[tuple[str, int], int, str, Node | None]] = []
    parts += [(_key(place), 0, text, None) for place, text in _sentences(node.effects)]
    parts += [(_key(c.location), 1, _title(c), c) for c in node.children]
    parts.sort(key=lambda part: part[:3])
    texts = [(text, child) for _, _, text, child in parts]
    if node.cut:
        texts.append((f"{_counted(node.cut)} deeper down", None))
    for number, (text, child) in enumerate(texts, 1):
        is_last = number == len(texts)
        yield f"{'└─' if is_last else '├─'} {text}"
        for line in _below(child) if child else ():
            yield f"{'   ' if is_last else '│  '}{line}"


def _title(node: Node) -> str:
    role = ROLES.get(node.role, node.role)
    place = f" at {node.location}" if node.location and node.location.file else ""
    mark = f" {SEE}" if node.is_repeated else ""
    return f"{role} {node.function}{place}{mark}".lstrip()


def _sentences(effects: Iterable[Effect]) -> Iterator[tuple[Location, str]]:
    """Say what is done, once for all that one line, or one template, does in the same way."""
    alike: dict[tuple[object, str, str], list[Effect]] = {}
    for effect in effects:
        where = effect.location.file if effect.kind == TEMPLATE else effect.location
        alike.setdefault((where, effect.kind, effect.detail), []).append(effect)
    for (_, kind, detail), same in alike.items():
        said = f" ({detail})" if detail else ""
        names = _joined(tuple(dict.fromkeys(e.name or UNKNOWN for e in same)))
        yield same[0].location, f"{VERBS.get(kind, kind)} {names}{said} at {same[0].location}"


def _joined(names: tuple[str, ...]) -> str:
    rest = len(names) - MOST
    shown = names if rest <= 1 else names[:MOST]
    return ", ".join(shown) + (f" and {rest} more" if rest > 1 else "")


def _counted(count: int) -> str:
    return "1 function" if count == 1 else f"{count} functions"


def _key(location: Location | None) -> tuple[str, int]:
    return (location.file, location.line) if location else ("", 0)


def tree_json(node: Node) -> dict[str, object]:
    """Return a node for JSON; fields that say nothing are left out."""
    found: dict[str, object] = {"function": node.function, "role": node.role}
    found |= _place(node.location)
    if node.is_repeated:
        return found | {"repeated": True}
    found["effects"] = [
        {"kind": e.kind, "name": e.name, "detail": e.detail, **_place(e.location)}
        for e in node.effects
    ]
    found["runs"] = [tree_json(child) for child in node.children]
    return found | ({"cut": node.cut} if node.cut else {})


def _place(location: Location | None) -> dict[str, object]:
    return {"file": location.file, "line": location.line} if location else {}
