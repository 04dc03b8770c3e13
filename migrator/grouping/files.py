"""Files that answer nearly everything: their entry points become several services."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from migrator.grouping.areas import TOO_LARGE, TOO_MANY
from migrator.grouping.costs import LARGE
from migrator.grouping.handlers import divide_handlers
from migrator.grouping.study import Study
from migrator.model.plan import MigrationPlan, Service

WORD = re.compile(r"[a-z][a-z0-9_-]*")


def divide_files(
    study: Study, plan: MigrationPlan, homes: Mapping[str, str], new: Collection[str]
) -> MigrationPlan:
    """Divide new services whose entry points are all in one file, and too many.

    They are too many where they are more than 20 and more than two thirds of all, or more than
    60. The service keeps the largest group and the module; others have entry points only.
    """
    services: list[Service] = []
    for service in plan.services:
        modules = {homes.get(label, "") for label in service.entry_points}
        count = len(service.entry_points)
        is_large = count > 3 * LARGE or (count > TOO_MANY and count > TOO_LARGE * len(homes))
        if service.name in new and len(modules) == 1 and is_large:
            taken = {one.name for one in (*plan.services, *services)}
            services += _divided(study, service, min(modules), taken)
        else:
            services.append(service)
    return msgspec.structs.replace(plan, services=tuple(services))


def _divided(study: Study, service: Service, module: str, taken: set[str]) -> Iterator[Service]:
    labels = {*service.entry_points}
    points = [point for point in study.program.entry_points if point.label in labels]
    groups = divide_handlers(study, module, points)
    order = {label: number for number, label in enumerate(service.entry_points)}
    first, *others = (tuple(sorted(group, key=order.__getitem__)) for group in groups)
    yield msgspec.structs.replace(service, entry_points=first)
    for group in others:
        name = _name(group, service, taken)
        taken.add(name)
        yield Service(name, entry_points=group)


def _name(labels: Sequence[str], service: Service, taken: Collection[str]) -> str:
    """Name a group by the word that most of its paths have and few others of the service."""
    inside = Counter(word for label in labels for word in {*_words(label)})
    everywhere = Counter(word for label in service.entry_points for word in {*_words(label)})
    best = sorted(inside, key=lambda w: (inside[w] - everywhere[w], -inside[w], w))
    words = (word.replace("_", "-") for word in best if 2 * inside[word] > len(labels))
    numbered = (f"{service.name}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (*words, *numbered) if name not in taken)


def _words(label: str) -> Iterator[str]:
    """Yield the fixed parts of a path, or of the name of a task or command."""
    for part in re.split(r"[/.\s]", label.partition(" ")[2].lower()):
        if WORD.fullmatch(part):
            yield part
