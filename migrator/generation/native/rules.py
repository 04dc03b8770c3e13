"""Rules of Flask: those that the private package matches as Flask does.

https://flask.palletsprojects.com/en/stable/api/#url-route-registrations
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

from migrator.generation.native.framework import (
    CONVERTERS,
    REGISTERING,
    REGISTRATION,
    RULE,
)
from migrator.generation.symbols.table import SymbolTable
from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute
from migrator.model.serving import Hindrance

DIGITS = frozenset({"int", "float"})


def find_in_rule(route: EntryPoint) -> Iterator[Hindrance]:
    """Say what of a rule is not matched without Flask."""
    trigger = route.trigger
    if not isinstance(trigger, HttpRoute):
        return
    if trigger.method == "ANY":
        yield Hindrance(route.location, "it answers any method")
    for converter, _ in RULE.findall(trigger.declared):
        if converter and converter not in CONVERTERS:
            yield Hindrance(route.location, f"nothing is known of the converter `{converter}`")
    if {"<", ">"} & set(RULE.sub("", trigger.declared)):
        yield Hindrance(route.location, f"`{trigger.declared}` gives a converter arguments")


class Registrations:
    """Calls that register rules and blueprints; each module is walked once.

    Args:
        table: the modules.
    """

    def __init__(self, table: SymbolTable) -> None:
        self._table = table
        self._by_line: dict[str, dict[int, list[ast.Call]]] = {}

    def find(self, route: EntryPoint, all_lines: Iterable[Location]) -> Iterator[Hindrance]:
        """Say what of a registration decides more than path and methods; and other decorators.

        Args:
            route: the route.
            all_lines: where rules of the same view are registered.
        """
        for place in route.registered_at:
            for call in self._calls_at(place):
                for keyword in call.keywords:
                    if keyword.arg not in REGISTRATION:
                        says = f"it is registered with `{ast.unparse(keyword)}`"
                        yield Hindrance(place, says)
        registered = {place.line for place in all_lines if place.file == route.location.file}
        unit = self._table.unit_at(route.location)
        for decorator in getattr(unit.node, "decorator_list", ()) if unit else ():
            if decorator.lineno not in registered:
                says = f"it is decorated with `{ast.unparse(decorator)[:60]}`"
                yield Hindrance(Location(route.location.file, decorator.lineno), says)
        first = route.registered_at[0] if route.registered_at else route.location
        if not any(_is_plain(call) for call in self._calls_at(first)):
            yield Hindrance(first, "how it is registered is not plain")

    def _calls_at(self, place: Location) -> list[ast.Call]:
        if place.file not in self._by_line:
            lines = self._by_line[place.file] = {}
            units = self._table.units(self._table.by_file.get(place.file, ""))
            for node in ast.walk(units.tree) if units else ():
                if isinstance(node, ast.Call) and _registers(node):
                    lines.setdefault(node.lineno, []).append(node)
        return self._by_line[place.file].get(place.line, [])


def find_overlaps(route: EntryPoint, routes: Iterable[EntryPoint]) -> Iterator[Hindrance]:
    """Say which others of ``routes`` may answer the same paths, which Flask tells apart."""
    mine = route.trigger
    for other in routes:
        theirs = other.trigger
        if not isinstance(mine, HttpRoute) or not isinstance(theirs, HttpRoute):
            continue
        is_other = (mine.declared, other.handler) != (theirs.declared, route.handler)
        if (
            is_other
            and mine.method == theirs.method
            and not are_apart(mine.declared, theirs.declared)
        ):
            yield Hindrance(route.location, f"`{other.label}` may fit the same path")


def are_apart(first: str, second: str) -> bool:
    """Tell whether no path can fit two rules; when in doubt, one can."""
    if first == second:
        return False
    mine, theirs = first.split("/"), second.split("/")
    are_counted = not any(_takes_slashes(part) for part in (*mine, *theirs))
    if are_counted and len(mine) != len(theirs):
        return True
    for one, other in zip(mine, theirs, strict=False):
        if _takes_slashes(one) or _takes_slashes(other):
            return False
        if bool(one) != bool(other) or _differ(one, other) or _differ(other, one):
            return True
    return False


@cache  # each segment is compared with those of all other rules
def _takes_slashes(segment: str) -> bool:
    """Tell whether a variable may be more than a segment, for all that is known."""
    plain = CONVERTERS - {"path"}
    is_known = all(not name or name in plain for name, _ in RULE.findall(segment))
    return not is_known or bool({"<", ">"} & set(RULE.sub("", segment)))


def _differ(one: str, other: str) -> bool:
    """Tell segments apart: both are plain, or one has digits only and the other never."""
    found = RULE.fullmatch(one)
    if not RULE.search(one):
        return not RULE.search(other) and one != other
    if found and found[1] in DIGITS:
        return bool(re.search(r"[^\d.]", RULE.sub("", other)))
    return False


def _registers(call: ast.Call) -> bool:
    func = call.func
    return isinstance(func, ast.Attribute) and func.attr in (*REGISTERING, "register_blueprint")


def _is_plain(call: ast.Call) -> bool:
    """Tell whether a rule gets the view itself, not what something makes of it."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in REGISTERING:
        return False
    if call.func.attr != "add_url_rule":
        return True
    given = [k.value for k in call.keywords if k.arg == "view_func"] or call.args[2:3]
    return all(isinstance(value, ast.Name | ast.Attribute) for value in given)
