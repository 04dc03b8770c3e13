"""``migrate explain``: why a thing is where it is, every sentence with its place."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from migrator.model.explanation import Bond, Change, Cited, Explanation, Move, SignalPull
from migrator.model.report import Analysis
from migrator.model.tree import Trees
from migrator.reporting.cuts import headline
from migrator.reporting.explain_facts import assessed, facts_of
from migrator.reporting.tree import render_tree

BONDS, UNSEEN = 3, 10  # that are shown in text; JSON has all
METRICS = {
    "calls": "calls between services",
    "calls_share": "their share",
    "inter_partition": "share of calling pairs",
    "two_writers": "tables that two write",
    "entropy": "transaction entropy",
    "spanning": "transactions that span",
    "balance": "size balance",
    "cycles": "cycles of services",
}
T = TypeVar("T")


def render_explanations(explanations: Iterable[Explanation], analysis: Analysis) -> str:
    """Render explanations for people, ending in a newline."""
    lines = (line for one in explanations for line in _lines(one, analysis))
    return "".join(f"{line}\n" for line in lines)


def _lines(explanation: Explanation, analysis: Analysis) -> Iterator[str]:
    title, *facts = facts_of(explanation.subject, analysis)
    yield _cited(title)
    yield from (f"  {_cited(fact)}" for fact in (*facts, *explanation.placed))
    if explanation.subject.kind == "entry point":
        entry_point = assessed(explanation.subject, analysis).entry_point
        yield "  runs"
        yield from render_tree(Trees(analysis.program).of_entry_point(entry_point), "    ")
    yield from _pulls(explanation)
    yield from (f"  {line}" for signal in explanation.bonds for line in _signal(signal, ""))
    if explanation.subject.kind == "edge" and not explanation.bonds:
        yield "  nothing ties them to each other"
    if explanation.cuts:
        yield f"  cut list (--cuts): {headline(explanation.cuts)}"
    if explanation.moves:
        is_service = explanation.subject.kind == "service"
        yield "  what would make one service of both" if is_service else "  what would move it"
        for move in explanation.moves:
            lines = [*_move(move)]
            yield from (f"    {line}" for line in (lines[:2] if is_service else lines))
    if explanation.unseen:
        yield "  what could not be read there"
        unseen = [f"{one.reason} at {one.location}" for one in explanation.unseen]
        yield from (f"    {line}" for line in _first(unseen, UNSEEN))


def _cited(fact: Cited) -> str:
    place = f" at {fact.location}" if fact.location else ""
    return f"{'  ' * fact.level}{fact.text}{place}"


def _pulls(explanation: Explanation) -> Iterator[str]:
    if not explanation.pulls:
        return
    service = explanation.subject.service
    yield "  what ties it, by weight"
    for pull in explanation.pulls:
        is_own = pull.service == service and explanation.subject.kind != "service"
        where = f"{pull.service}, where it is" if is_own else pull.service
        yield f"    {where if pull.service else 'in no service, or shared'}: {pull.weight:g}"
        for signal in pull.signals:
            yield from (f"      {line}" for line in _signal(signal, ""))


def _signal(signal: SignalPull, indent: str) -> Iterator[str]:
    count = len(signal.bonds)
    yield f"{indent}{signal.signal} {signal.weight:g}, {_count(count, 'fact')}"
    yield from (f"{indent}  {line}" for line in _first([*map(_bond, signal.bonds)], BONDS))


def _bond(bond: Bond) -> str:
    return f"{_node(bond.one)} - {_node(bond.other)} at {bond.location} ({bond.weight:.2g})"


def _node(name: str) -> str:
    return name.removesuffix(":")


def _move(move: Move) -> Iterator[str]:
    changes = "; ".join(map(_change, move.changes)) or "no metric of the plan changes"
    yield f"to {move.service}: {move.how}"
    yield f"  then {changes}"
    if move.without:
        yield f"  {move.service} would tie it more without {_and(move.without)}"
    else:
        yield f"  {move.service} ties it more already"


def _change(change: Change) -> str:
    return f"{METRICS.get(change.metric, change.metric)} {change.before:g} → {change.after:g}"


def _and(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _first(lines: Sequence[str], count: int) -> Iterator[str]:
    yield from lines[:count]
    if len(lines) > count:
        yield f"and {len(lines) - count} more"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
