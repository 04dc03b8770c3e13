"""Effort points: how much work the findings are. A place counts once, however it is reached."""

from collections.abc import Iterable, Mapping

import msgspec

from migrator.model.findings import Category, Finding
from migrator.model.ownership import service_of_module
from migrator.model.plan import MigrationPlan
from migrator.model.reach import module_of


class Effort(msgspec.Struct, frozen=True):
    """Points by category; those of a rule once for each place that it found."""

    mandatory: int = 0
    optional: int = 0
    potential: int = 0

    @property
    def total(self) -> int:
        """All points."""
        return self.mandatory + self.optional + self.potential


def sum_effort(findings: Iterable[Finding]) -> Effort:
    """Sum up the findings that are not accepted: each rule once at each place."""
    points = dict.fromkeys(Category, 0)
    counted = set()
    for finding in findings:
        incident = (finding.rule, finding.location)
        if finding.suppression is None and incident not in counted:
            counted.add(incident)
            points[finding.category] += finding.effort
    return Effort(**{category.value: count for category, count in points.items()})


def by_entry_point(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Group findings by the labels of the entry points that reach them."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        for label in finding.entry_points:
            groups.setdefault(label, []).append(finding)
    return groups


def efforts_of_services(
    plan: MigrationPlan, findings: Iterable[Finding], reached: Mapping[str, list[Finding]]
) -> tuple[tuple[str, Effort], ...]:
    """Sum up what each service has to do: what its entry points reach, and what its modules hold.

    What two services reach is work for either, but no more than once: the sums may exceed the
    total.
    """
    groups: dict[str, list[Finding]] = {service.name: [] for service in plan.services}
    for finding in findings:
        if service := service_of_module(module_of(finding.function), plan):
            groups[service.name].append(finding)
    for service in plan.services:
        for label in service.entry_points:
            groups[service.name] += reached.get(label, ())
    return tuple((name, sum_effort(found)) for name, found in groups.items())
