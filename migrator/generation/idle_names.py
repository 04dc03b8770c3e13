"""Template globals, filters and tests that no template of the service mentions: they stay.

Nothing goes from a service that may render what nobody knows: a template whose name or text does
not stand in the code, or the templates of plugins.
"""

import ast
from collections.abc import Collection, Iterator, Mapping

from migrator.generation.rendered import may_be_template, rendered, words_of
from migrator.generation.source import Source, text_of
from migrator.generation.symbols.closure import Closure
from migrator.generation.symbols.directives import Suite, find_directives, idle
from migrator.generation.symbols.renders import find_unsaid
from migrator.generation.symbols.strings import PLUGGED
from migrator.generation.symbols.uses import last_name, read_uses
from migrator.model.extraction import Left
from migrator.model.location import Location

LOOKS = frozenset({"exists", "getmtime", "getsize", "isdir", "isfile", "listdir", "open", "stat"})
Suites = Mapping[str, list[Suite]]


def find_idle_names(
    closure: Closure, source: Source, assets: Collection[str]
) -> tuple[dict[str, set[ast.AST]], list[Left]]:
    """Find the statements that give names to templates which none of the service's mentions.

    Args:
        closure: what would travel with all of them.
        source: the monolith's files.
        assets: other files that would travel.

    Returns: the statements by module, and what to say of each.
    """
    cuts: dict[str, set[ast.AST]] = {}
    left: list[Left] = []
    suites = {
        name: list(find_directives(units))
        for name in sorted(closure.modules)
        if (units := closure.table.units(name)) is not None
    }
    mentioned = _mentioned(closure, source, assets, suites) if any(suites.values()) else None
    if mentioned is None:
        return cuts, left
    for name, of_module in suites.items():
        file = closure.table.modules[name].file
        for one in idle(of_module, mentioned, closure.cuts_of(name)):
            cuts.setdefault(name, set()).add(one.statement)
            names = ", ".join(f"`{word}`" for word in one.names)
            says = f"{names} is given to templates, none of which mentions it here"
            left.append(Left(Location(file, one.statement.lineno), says))
    return cuts, left


def _mentioned(
    closure: Closure, source: Source, assets: Collection[str], suites: Suites
) -> frozenset[str] | None:
    """Return the words of templates that may be rendered, and of strings in code that travels."""
    if find_unsaid(unit.node for unit in closure.kept) is not None:
        return None
    strings: set[str] = set()
    for unit in closure.kept:
        directives = {
            one.statement for suite in suites.get(unit.module, ()) for one in suite.directives
        }
        skipped = {*closure.cuts_of(unit.module), *directives, *_only_looked_for(unit.node)}
        uses = read_uses([unit.node], skipped)
        if any(_loads_plugins(call) for call in uses.calls):
            return None
        strings.update(text for text, _ in uses.strings)
    texts = {path: text_of(source, path) for path in assets if may_be_template(path)}
    chosen = rendered(texts, strings)
    if chosen is None:
        return None
    return words_of([*strings, *(texts[path] for path in chosen)])


def _only_looked_for(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the paths of files that code looks for or reads itself: no names of templates."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and last_name(inner.func) in LOOKS:
            yield from inner.args


def _loads_plugins(call: ast.Call) -> bool:
    return last_name(call.func) in PLUGGED
