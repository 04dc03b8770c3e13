"""Constraints of migration.yaml that contradict each other, each with its line and a remedy."""

from collections.abc import Iterator
from itertools import combinations

import msgspec

from migrator.model.ownership import covers
from migrator.model.strict_yaml import Mistake, Node


class _Name(msgspec.Struct, frozen=True):
    text: str
    line: int


class _Pinned(msgspec.Struct, frozen=True):
    name: _Name
    service: str


def find_contradictions(plan: Node) -> Iterator[Mistake]:
    """Find what nobody can respect: together and apart, pinned to two services, and the like."""
    together, apart = _groups(plan, "together"), _groups(plan, "apart")
    pins = [_pin(node) for node in _items(plan, "constraints", "pinned")]
    yield from _together_and_apart(together, apart)
    yield from _pinned_twice(pins)
    yield from _pinned_elsewhere(plan, pins)
    yield from _pinned_apart(pins, apart)
    yield from _pinned_from_each_other(pins, together)
    yield from _shared_and_owned(plan)


def _together_and_apart(
    together: list[list[_Name]], apart: list[list[_Name]]
) -> Iterator[Mistake]:
    for names in apart:
        for one, other in combinations(names, 2):
            for group in together:
                pairs = ((a, b) for a in group for b in group if a is not b)
                if any(_meet(a, one) and _meet(b, other) for a, b in pairs):
                    yield Mistake(
                        one.line,
                        f"{one.text} and {other.text} must be apart, but line {group[0].line} "
                        "wants them together: remove one of the two",
                    )
                    break


def _pinned_twice(pins: list[_Pinned]) -> Iterator[Mistake]:
    first: dict[str, _Pinned] = {}
    for pin in pins:
        known = first.setdefault(pin.name.text, pin)
        if known.service != pin.service:
            yield Mistake(
                pin.name.line,
                f"{pin.name.text!r} is pinned to {known.service!r} on line {known.name.line} "
                "already: remove one of the two",
            )


def _pinned_elsewhere(plan: Node, pins: list[_Pinned]) -> Iterator[Mistake]:
    homes = {**_claims(plan, "modules"), **_claims(plan, "entry_points")}
    shared = {str(node.scalar): node.line for node in _items(plan, "shared")}
    for pin in pins:
        service, line = homes.get(pin.name.text, (pin.service, 0))
        if service != pin.service:
            yield Mistake(
                pin.name.line,
                f"{pin.name.text!r} is pinned to {pin.service!r}, but service {service!r} has it "
                f"on line {line}: remove one of the two",
            )
        if pin.name.text in shared:
            yield Mistake(
                pin.name.line,
                f"{pin.name.text!r} is pinned to {pin.service!r}, but shared on line "
                f"{shared[pin.name.text]}: remove one of the two",
            )


def _pinned_apart(pins: list[_Pinned], apart: list[list[_Name]]) -> Iterator[Mistake]:
    modules = [pin for pin in pins if _is_module(pin)]
    for names in apart:
        for one, other in combinations(names, 2):
            ones = [p for p in modules if covers(one.text, p.name.text)]
            others = [p for p in modules if covers(other.text, p.name.text)]
            for pin in others:
                if any(first.service == pin.service for first in ones):
                    yield Mistake(
                        pin.name.line,
                        f"{one.text} and {other.text} must be apart (line {one.line}), but both "
                        f"are pinned to {pin.service!r}: change one of the two",
                    )


def _pinned_from_each_other(pins: list[_Pinned], together: list[list[_Name]]) -> Iterator[Mistake]:
    for names in together:
        inside = [p for p in pins if _is_module(p) and any(_is_in(p, name) for name in names)]
        for pin in inside[1:]:
            if pin.service != inside[0].service:
                yield Mistake(
                    pin.name.line,
                    f"{inside[0].name.text} and {pin.name.text} must be together "
                    f"(line {names[0].line}), but are pinned to {inside[0].service!r} and "
                    f"{pin.service!r}: change one of the two",
                )


def _shared_and_owned(plan: Node) -> Iterator[Mistake]:
    modules = _claims(plan, "modules")
    for node in _items(plan, "shared"):
        if str(node.scalar) in modules:
            service, line = modules[str(node.scalar)]
            yield Mistake(
                node.line,
                f"{node.scalar!r} is in service {service!r} on line {line} and shared: "
                "remove one of the two",
            )


def _is_module(pin: _Pinned) -> bool:
    return ":" not in pin.name.text and " " not in pin.name.text


def _is_in(pin: _Pinned, prefix: _Name) -> bool:
    return covers(pin.name.text, prefix.text)


def _meet(one: _Name, other: _Name) -> bool:
    return covers(one.text, other.text) or covers(other.text, one.text)


def _groups(plan: Node, key: str) -> list[list[_Name]]:
    lists = _items(plan, "constraints", key)
    return [[_Name(str(node.scalar), node.line) for node in group.items] for group in lists]


def _pin(node: Node) -> _Pinned:
    name, service = node.fields["name"], node.fields["service"]
    return _Pinned(_Name(str(name.scalar), name.line), str(service.scalar))


def _claims(plan: Node, kind: str) -> dict[str, tuple[str, int]]:
    """Map what services list to the service and the line."""
    return {
        str(node.scalar): (str(service.fields["name"].scalar), node.line)
        for service in _items(plan, "services")
        for node in _items(service, kind)
    }


def _items(node: Node, *keys: str) -> tuple[Node, ...]:
    found = node.at(*keys)
    return found.items if found else ()
