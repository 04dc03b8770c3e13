"""Handlers of one file: divided where the file holds nearly all, and behaviour says how.

A file stays whole when it moves; what is divided are its entry points.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from migrator.grouping.affinity import Affinity, Evidence, Pair
from migrator.grouping.costs import SMALL, Cost, Division, price
from migrator.grouping.divide import Candidate, best, candidates
from migrator.grouping.homes import members
from migrator.grouping.signals import SIGNALS
from migrator.grouping.study import Study
from migrator.grouping.ties import Tie, is_table
from migrator.model.program import EntryPoint
from migrator.model.reach import module_of

Groups = tuple[tuple[str, ...], ...]


def divide_handlers(study: Study, module: str, points: Sequence[EntryPoint]) -> Groups:
    """Group the labels of entry points that ``module`` answers, the largest group first.

    One group is the answer where that is worth as much: the file as people made it is a
    candidate, as areas are. Groups that are too small go to the one that they are tied to most.
    """
    handlers = {point.label: point.handler for point in points}
    affinity = _affinity(study, module)
    names = [node for node in affinity.nodes if module_of(node) == module]

    def price_of(parts: Mapping[str, int]) -> Cost:
        homes = {name: str(parts.get(_whole(name), "")) for name in members(study.program)}
        homes = {name: home for name, home in homes.items() if module_of(name) == module}
        sizes = Counter(homes.get(handler, handler) for handler in handlers.values())
        return price(study.facts, Division(study.facts, homes), sizes)

    own = dict.fromkeys(names, 0)
    found = [Candidate(own, 0, 1.0, price_of(own)), *candidates(affinity, price_of)]
    parts = best(found).parts
    groups: dict[int, list[str]] = {}
    for label, handler in handlers.items():
        groups.setdefault(parts.get(_whole(handler), -1), []).append(label)
    return _without_crumbs(groups, handlers, affinity)


def _affinity(study: Study, module: str) -> Affinity:
    """Measure what ties the functions of a module to each other, to tables and to others."""
    pairs: dict[Pair, dict[str, Evidence]] = {}
    for name, weight, tie in _ties(study, module):
        one, other = _whole(tie.one), _whole(tie.other)
        is_inside = module in {module_of(one), module_of(other)}
        is_of_tables = is_table(one) and is_table(other)
        if one != other and (is_inside or is_of_tables):
            said = pairs.setdefault((min(one, other), max(one, other)), {})
            said.setdefault(name, Evidence()).add(tie, weight * tie.weight)
    return Affinity({node for pair in pairs for node in pair}, pairs)


def _ties(study: Study, module: str) -> Iterator[tuple[str, float, Tie]]:
    for signal in SIGNALS:
        yield from ((signal.name, signal.weight, tie) for tie in signal.find(study.material))
    inside = [
        call
        for call in study.program.calls
        if module_of(call.caller) == module == module_of(call.callee)
    ]
    callers = Counter(call.callee for call in inside)
    for call in inside:
        tie = Tie(call.caller, call.callee, 1 / callers[call.callee], call.location)
        yield "calls", 1.0, tie


def _whole(name: str) -> str:
    """Name the function or class at the top level of a module that something is written in."""
    if is_table(name):
        return name
    module, _, qualified = name.partition(":")
    return f"{module}:{qualified.partition('.')[0]}"


def _without_crumbs(
    groups: Mapping[int, Iterable[str]], handlers: Mapping[str, str], affinity: Affinity
) -> Groups:
    """Join groups of too few labels to the one that they are tied to most, else to the largest."""
    kept = {part: [*labels] for part, labels in groups.items()}
    weights = affinity.weights()
    while len(kept) > 1:
        smallest = min(kept, key=lambda part: (len(kept[part]), part))
        if len(kept[smallest]) >= SMALL:
            break
        labels = kept.pop(smallest)
        mine = {_whole(handlers[label]) for label in labels}
        homes = {_whole(handlers[la]): part for part, las in kept.items() for la in las}
        tied: Counter[int] = Counter()
        for (one, other), weight in weights.items():
            for here, there in ((one, other), (other, one)):
                if here in mine and there in homes:
                    tied[homes[there]] += weight  # type: ignore[assignment]
        largest = max(kept, key=lambda part: (len(kept[part]), -part))
        target = max(tied, key=lambda part: (tied[part], -part)) if tied else largest
        kept[target] += labels
    found = sorted((tuple(labels) for labels in kept.values()), key=lambda one: (-len(one), one))
    return tuple(found)
