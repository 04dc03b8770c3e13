"""Pulls: which services tie a thing to themselves, by which signals, with every fact."""

from collections.abc import Callable, Mapping
from math import sqrt

from migrator.grouping.homes import homes_of
from migrator.grouping.signals import SIGNALS
from migrator.grouping.study import Study
from migrator.grouping.ties import home_of, is_table
from migrator.model.explanation import Bond, Pull, SignalPull
from migrator.model.plan import MigrationPlan

IsInside = Callable[[str], bool]
Found = dict[str, dict[str, list[Bond]]]


class Places:
    """Where a plan has functions, module code and tables."""

    def __init__(self, study: Study, plan: MigrationPlan) -> None:
        self._homes = homes_of(study.program, plan)
        self._owners = {table: service.name for service in plan.services for table in service.owns}

    def service_of(self, node: str) -> str:
        """Name the service of a function, of ``package.module:`` or of ``table NAME``."""
        if is_table(node):
            return self._owners.get(node.removeprefix("table "), "")
        home = self._homes.get(node)
        return self._homes.get(f"{home_of(node)}:", "") if home is None else home


def find_pulls(study: Study, places: Places, is_inside: IsInside) -> tuple[Pull, ...]:
    """Find what ties the nodes inside to others, by the service of those; strongest first.

    Nodes are functions and classes, module code and tables. A signal weighs what it weighs when
    areas are joined: a hundred facts say ten times as much as one.
    """
    found: Found = {}
    for signal in SIGNALS:
        for tie in signal.find(study.material):
            one, other = is_inside(tie.one), is_inside(tie.other)
            if one != other:
                service = places.service_of(tie.other if one else tie.one)
                bond = Bond(tie.one, tie.other, signal.weight * tie.weight, tie.location)
                found.setdefault(service, {}).setdefault(signal.name, []).append(bond)
    pulls = [_pull(service, signals) for service, signals in found.items()]
    return tuple(sorted(pulls, key=lambda pull: (-pull.weight, pull.service)))


def find_bonds(study: Study, is_one: IsInside, is_other: IsInside) -> tuple[SignalPull, ...]:
    """Find what ties two things to each other, strongest signal first."""
    found: dict[str, list[Bond]] = {}
    for signal in SIGNALS:
        for tie in signal.find(study.material):
            there, back = is_one(tie.one) and is_other(tie.other), False
            if not there:
                back = is_other(tie.one) and is_one(tie.other)
            if there or back:
                bond = Bond(tie.one, tie.other, signal.weight * tie.weight, tie.location)
                found.setdefault(signal.name, []).append(bond)
    return _pull("", found).signals


def _pull(service: str, signals: Mapping[str, list[Bond]]) -> Pull:
    said = [_signal(name, bonds) for name, bonds in signals.items()]
    said.sort(key=lambda one: (-one.weight, one.signal))
    return Pull(service, round(sum(one.weight for one in said), 2), tuple(said))


def _signal(name: str, bonds: list[Bond]) -> SignalPull:
    weight = sum(bond.weight for bond in bonds) / sqrt(len(bonds))
    bonds.sort(key=lambda b: (-b.weight, b.location, b.one, b.other))
    return SignalPull(name, round(weight, 2), tuple(bonds))
