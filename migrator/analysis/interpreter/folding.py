"""Constants that can be computed: concatenation, formatting, methods of text and collections."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from itertools import islice

from migrator.analysis.interpreter.questions import key_of, text_of, value_of
from migrator.analysis.interpreter.values import (
    ANYTHING,
    MOST,
    PARTLY,
    Argument,
    Event,
    External,
    Instance,
    Items,
    Known,
    Member,
    Table,
    Value,
    Values,
    join,
)

BUILTINS = frozenset(dir(builtins)) | {"__file__"}


# How addresses and paths begin, and commands: ``ffmpeg -i {}``.
ADDRESS = re.compile(r"[a-z][a-z0-9+]*://|[\w.-]*/|[a-z][\w.-]* (?=[-{/])")
READS = frozenset({"os.environ.get", "os.getenv"})
# A loop may multiply without end, and double a text or list each time.
LARGEST = 2**63
LONGEST_LIST = 1000
LONGEST_TEXT = 10_000
MOST_COPIED = 500  # values in a collection that is copied


def concatenate(parts: list[Values]) -> Values:
    """Fold the parts of an f-string or ``+``, each way it may go; unknown where any part is."""
    found = [""]
    for part in parts:
        texts = [_text((value,)) for value in part]
        known = [text for text in texts if text is not None]
        if not known or len(known) < len(texts) or max(map(len, known)) > LONGEST_TEXT:
            return begun(parts)
        found = [before + text for before in found for text in known][:MOST]
    return join(Known(text) for text in found)


def begun(parts: list[Values]) -> Values:
    """Keep what is known of a text that is an address or a path; () of any other."""
    template = "".join(_known_part(part) for part in parts)
    is_kept = ADDRESS.match(template) and len(template) <= LONGEST_TEXT
    return (Argument(PARTLY, template),) if is_kept else ()


def _known_part(values: Values) -> str:
    match values:
        case (Argument(function=function, name=template),) if function == PARTLY:
            return template
        case (Instance(origin=Event(name=name) as read),) if name in READS:
            return _text(read.argument(1, "default") or ()) or "{}"
    text = _text(values)
    return "{}" if text is None else text


def spelled(values: Values) -> Values:
    """Fold ``str(…)``, also of a dictionary of constants: names are made of their options."""
    match values:
        case (Table(entries=entries, rest=()),):
            pairs = [(key, item[0]) for key, item in entries.items() if len(item) == 1]
            known = {key: value.value for key, value in pairs if isinstance(value, Known)}
            is_plain = len(known) == len(entries) and all(isinstance(key, str) for key in known)
            return (Known(str(known)),) if is_plain else ()
    return concatenate([values])


def _text(values: Values) -> str | None:
    match values:
        case (Known(value=(str() | int()) as value),) if not isinstance(value, bool):
            return str(value)
    return None


def chained(collections: Iterable[Values]) -> Values:
    """Put collections one after the other, in a list."""
    return reduce(_chained, collections, (Items("list", []),))


def length(values: Values) -> Values:
    """Count characters or items."""
    match values:
        case (Known(value=str(text)),):
            return (Known(len(text)),)
        case (Items(items=items, is_whole=True),):
            return (Known(len(items)),)
        case (Table(entries=entries, rest=()),):
            return (Known(len(entries)),)
    return ()


def escaped(values: Values) -> Values:
    """``re.escape``."""
    texts = [text_of((value,)) for value in values]
    return tuple(Known(re.escape(text)) for text in texts if text is not None)


def from_keys(args: tuple[Values, ...]) -> Values:
    """``dict.fromkeys``: objects that are no constants are kept as the items that they are."""
    given = args[1] if len(args) > 1 else (Known(None),)
    found: list[Value] = []
    for value in args[0]:
        if isinstance(value, Items):
            keys = [key_of(item) for item in value.items]
            if value.is_whole and all(keys):
                found.append(Table({key[0]: given for key in keys}))
            else:
                items = list(dict.fromkeys(value.items))
                found.append(Items("dict", items, value.is_whole))
    return tuple(found)


def binary(operator: str, left: Values, right: Values) -> Values:  # noqa: PLR0911  (one case an operator)
    """Fold ``+`` and ``*`` of constants and lists, ``%`` of strings, ``|`` of types and tables."""
    match operator, left, right:
        case "+", (Known(value=str()),), (Known(value=str()),):
            return concatenate([left, right])
        case "+", _, _ if any(_is_list(value) for value in (*left, *right)):
            return _chained(left, right)
        case "+", (Known(value=str()) | Argument() | Instance(),), _:
            return begun([left, right])
        case (
            ("+" | "*"),
            (Known(value=(int() | float()) as one),),
            (Known(value=(int() | float()) as other),),
        ):
            return _number(one + other if operator == "+" else one * other)
        case "%", (Known(value=str(template)),), _:
            return _percent(template, right)
        case "|", (Table() as one,), (Table() as other,):
            return (Table(one.entries | other.entries, join(one.rest, other.rest)),)
        case "|", _, _:
            return join(left, right)
    return ()


def _is_list(value: Value) -> bool:
    """Tell a list; so are also the ``urls`` of routers and of administration sites."""
    return isinstance(value, Items) or (
        isinstance(value, Member | External) and value.name.rpartition(".")[2] == "urls"
    )


def _chained(left: Values, right: Values) -> Values:
    """Add collections; one that is not known stands for its items as one item more."""
    pairs = [(one, other) for one in left or (None,) for other in right or (None,)]
    found = []
    for one, other in pairs[:MOST]:
        kinds = (v.kind for v in (one, other, *left, *right) if isinstance(v, Items))
        kind = next(kinds, "list")
        parts = [value if isinstance(value, Items) else stand_in(value) for value in (one, other)]
        items = [item for part in parts for item in part.items]
        is_whole = all(part.is_whole for part in parts) and len(items) <= LONGEST_LIST
        found.append(Items(kind, items[:LONGEST_LIST], is_whole))
    return tuple(found)


def stand_in(*values: Value | None) -> Items:
    """Return a collection whose items are not known, but what gives them is."""
    known = tuple(value for value in values if value is not None)
    return Items("list", [known] if known else [], is_whole=False)


def spread(values: Values) -> Items:
    """Return what iterating any of ``values`` may give, as one collection."""
    parts = [value if isinstance(value, Items) else stand_in(value) for value in values]
    items = list(islice((item for part in parts for item in part.items), LONGEST_LIST))
    return Items("list", items, len(parts) == 1 and parts[0].is_whole)


def extend(items: Items, added: Values) -> None:
    """Add what iterating ``added`` gives to a collection."""
    more = spread(added)
    room = max(LONGEST_LIST - len(items.items), 0)
    items.is_whole = items.is_whole and more.is_whole and len(more.items) <= room
    items.items.extend(more.items[:room])
    if not items.is_whole:  # what is there counts, how often does not
        items.items[:] = dict.fromkeys(items.items)


def _number(value: float) -> Values:
    return (Known(value),) if abs(value) < LARGEST else ()


def _percent(template: str, right: Values) -> Values:
    match right:
        case (Items(kind="tuple", items=items),):
            arguments = items
        case _:
            arguments = [right]
    texts = [_text(argument) for argument in arguments]
    if template.count("%s") != len(texts):
        return ()
    try:
        parts = tuple(_known_part(argument) for argument in arguments)
        filled = (Known(template.replace("%d", "%s") % parts),)
    except (TypeError, ValueError):
        return ()  # the monolith's own mistake, or a format that needs more than text
    return begun([filled]) if None in texts else filled


def copied(values: Values, depth: int) -> Values:
    """Copy collections, and ``depth`` levels of what is in them; large ones stay themselves."""
    if next(islice(_within(values, depth), MOST_COPIED, None), None) is not None:
        return values
    return _copies(values, depth)


def _within(values: Values, depth: int) -> Iterator[Value]:
    """Yield all that copying would visit."""
    for value in values:
        yield value
        if depth and isinstance(value, Items | Table):
            rows = value.items if isinstance(value, Items) else value.entries.values()
            for row in rows:
                yield from _within(row, depth - 1)


def _copies(values: Values, depth: int) -> Values:
    return tuple(_copied(value, depth) for value in values)


def _copied(value: Value, depth: int) -> Value:
    if depth == 0:
        return value
    match value:
        case Items(kind=kind, items=items, is_whole=is_whole):
            return Items(kind, [_copies(item, depth - 1) for item in items], is_whole)
        case Table(entries=entries, rest=rest, factory=factory):
            inner = {key: _copies(found, depth - 1) for key, found in entries.items()}
            return Table(inner, _copies(rest, depth - 1), factory=factory)
        case Instance(kind=External() as kind, attributes=attributes) if depth > 1:
            own = {name: _copies(found, depth - 1) for name, found in attributes.items()}
            return Instance(kind, value.location, own, value.origin, value.carries)
    return value


def cut(value: Known | Items, bounds: list[Values]) -> Values:
    """Slice a text or list; of one with unknown bounds any item may be there."""
    numbers = [_bound(bound) for bound in bounds]
    part = slice(*(number for number, _ in numbers))
    is_known = all(known for _, known in numbers) and part.step != 0
    match value:
        case Known(value=str(text)) if is_known:
            return (Known(text[part]),)
        case Items(kind=kind, items=items, is_whole=True) if is_known:
            return (Items(kind, items[part]),)
        case Items(kind=kind, items=items):
            return (Items(kind, [join(*items)], is_whole=False),)
    return ()


def _bound(values: Values) -> tuple[int | None, bool]:
    match values:
        case (Known(value=(int() | None) as number),):
            return number, True
    return None, False


TEXT_METHODS: dict[str, Callable[..., str]] = {
    "strip": str.strip,
    "lstrip": str.lstrip,
    "rstrip": str.rstrip,
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "replace": str.replace,
    "removeprefix": str.removeprefix,
    "removesuffix": str.removesuffix,
}
TEXT_TESTS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
}


def method(
    receiver: Value, name: str, args: tuple[Values, ...], keywords: dict[str, Values]
) -> Values:
    """Fold a method of a constant, list or dictionary; mutating methods change it."""
    match receiver:
        case Known(value=str(text)):
            return _text_method(text, name, args, keywords)
        case Items():
            return _items_method(receiver, name, args)
        case Table():
            return _table_method(receiver, name, args, keywords)
    return ()


def _text_method(  # noqa: PLR0911  (one case a method)
    text: str, name: str, args: tuple[Values, ...], keywords: dict[str, Values]
) -> Values:
    texts = [text_of(arg) for arg in args]
    if name in TEXT_METHODS and None not in texts and not keywords:
        return _changed(text, TEXT_METHODS[name], texts)
    if name in TEXT_TESTS and len(texts) == 1 and texts[0] is not None:
        return (Known(TEXT_TESTS[name](text, texts[0])),)
    if name == "join" and args:
        match args[0]:
            case (Items(items=items, is_whole=True),):
                return _joined(text, [text_of(item) for item in items])
    if name == "format":
        named = {key: _text(values) for key, values in keywords.items()}
        filled = [_text(arg) for arg in args]
        if None not in filled and (found := _formatted(text, filled, named)):
            return found
        named = {key: _known_part(values) for key, values in keywords.items()}
        return begun([_formatted(text, [_known_part(arg) for arg in args], named)])
    if name == "split" and None not in texts and texts != [""]:
        parts = text.split(texts[0] if texts else None)
        return (Items("list", [(Known(part),) for part in parts]),)
    return ()


def _changed(text: str, change: Callable[..., str], args: list[str | None]) -> Values:
    try:
        return (Known(change(text, *args)),)
    except TypeError:
        return ()  # arguments that came by ``*``, or a count: what they are is not known


def _joined(text: str, parts: list[str | None]) -> Values:
    known = [part for part in parts if part is not None]
    return (Known(text.join(known)),) if len(known) == len(parts) else ()


def _formatted(text: str, args: list[str | None], keywords: dict[str, str | None]) -> Values:
    """Fill a template in; what it does not use may be unknown."""
    known = {key: given for key, given in keywords.items() if given is not None}
    try:
        return (Known(text.format(*args, **known)),)
    except (IndexError, KeyError, ValueError, AttributeError, TypeError):
        return ()  # the monolith's own mistake, or a format that needs more than text


def _items_method(items: Items, name: str, args: tuple[Values, ...]) -> Values:
    match name, args:
        case (("append" | "add"), (values,)):
            items.items.append(values)
        case "insert", ((Known(value=int(at)),), values):
            items.items.insert(at, values)
        case "insert", (_, values):
            items.items.append(values)
        case (("extend" | "update"), (added,)):
            extend(items, added)
        case (("extend" | "update" | "remove" | "clear"), _):
            items.is_whole = False
        case "pop", _:
            return join(*islice(items.items, LONGEST_LIST))
        case "copy", _:
            return (Items(items.kind, list(items.items), items.is_whole),)
    return ()


def _update(table: Table, args: tuple[Values, ...], keywords: dict[str, Values]) -> None:
    """Take over the entries of another dictionary; of something unknown it may be any."""
    table.entries.update({key: given for key, given in keywords.items() if key != "**"})
    others = args[0] if args else ()
    for value in others:
        if isinstance(value, Table):
            table.entries.update(value.entries)
            table.rest = join(table.rest, value.rest)
    is_known = all(isinstance(value, Table) for value in others) and (bool(others) or not args)
    if not is_known or "**" in keywords:
        table.rest = table.rest or ANYTHING


def _table_method(  # noqa: C901, PLR0911  (one case a method)
    table: Table, name: str, args: tuple[Values, ...], keywords: dict[str, Values]
) -> Values:
    match name, args:
        case "items", ():
            pairs = [Items("tuple", [(value_of(k),), v]) for k, v in table.entries.items()]
            return (Items("list", [(pair,) for pair in pairs], not table.rest),)
        case "values", ():
            values = [*table.entries.values(), *([table.rest] if table.rest else [])]
            return (Items("list", values, not table.rest),)
        case "keys", ():
            return (Items("list", [(value_of(key),) for key in table.entries], not table.rest),)
        case (("get" | "pop" | "setdefault"), (given, *default)) if known := key_of(given):
            key = known[0]
            if name == "setdefault" and default:
                table.entries.setdefault(key, default[0])
            return join(table.entries.get(key, table.rest), *default[:1])
        case "setdefault", (_, *default):
            table.rest = join(table.rest, *default[:1]) or ANYTHING
            return join(*table.entries.values(), table.rest)
        case (("get" | "pop"), _):
            return join(*table.entries.values(), table.rest)
        case "update", _:
            _update(table, args, keywords)
        case "copy", _:
            return (Table(dict(table.entries), table.rest, factory=table.factory),)
    return ()
