"""Tasks and schedules of cutover.yaml: which side runs each. Exactly one does.

They have no visitors, so they move as a whole. What the monolith has to know stands in a file
that it reads (docs/cutover.md); schedules of the service are switched where they are deployed.
"""

import json
from collections.abc import Collection, Iterable, Iterator

from migrator.errors import PlanError
from migrator.model.cutover import Author, Consumer, Cutover, Mode, RouteChange, Side, Task
from migrator.model.files import RenderedFile
from migrator.routing.load import load_cutover
from migrator.routing.splice import add_items, set_fields

FILE = "consumers.json"
_SHARE = {Side.MONOLITH: 0.0, Side.SERVICE: 100.0}


def consumers(cutover: Cutover) -> tuple[Consumer, ...]:
    """Return all tasks, then all schedules."""
    return (*cutover.tasks, *cutover.schedules)


def names_of(cutover: Cutover, name: str | None) -> tuple[str, ...]:
    """Name the tasks and schedules of this name, of the service of this name, or all."""
    every = consumers(cutover)
    exact = tuple(one.name for one in every if one.name == name)
    return exact or tuple(one.name for one in every if name in {None, one.service})


def with_side(text: str, names: Collection[str], side: Side) -> str:
    """Let ``side`` run the tasks and schedules with these names."""
    cutover = load_cutover(text, file="cutover.yaml")
    for key, listed in (("tasks", cutover.tasks), ("schedules", cutover.schedules)):
        changes = {at: {"mode": side.value} for at, one in enumerate(listed) if one.name in names}
        text = set_fields(text, key, changes) if changes else text
    return text


def with_consumers(
    text: str, service: str, queue: str, tasks: Iterable[str], schedules: Iterable[str]
) -> str:
    """Add those that are not there yet, all with the monolith.

    Args:
        text: cutover.yaml.
        service: which may run them.
        queue: where it takes the tasks from.
        tasks: names in messages.
        schedules: names in the monolith's schedule.

    Raises:
        PlanError: another service has one of them.
    """
    owners = {one.name: one.service for one in consumers(load_cutover(text, file="cutover.yaml"))}
    found: dict[str, list[dict[str, str | float]]] = {"tasks": [], "schedules": []}
    named = (("tasks", name) for name in sorted(tasks))
    clocks = (("schedules", name) for name in sorted(schedules))
    for key, name in (*named, *clocks):
        if owners.get(name, service) != service:
            raise PlanError(
                f"{name} belongs to service {owners[name]!r}",
                hint=f"remove it from {owners[name]!r} in cutover.yaml, or from {service!r}",
            )
        if name not in owners:
            owners[name] = service
            added = {"name": name, "service": service, "mode": Side.MONOLITH.value}
            found[key].append({**added, **({"queue": queue} if key == "tasks" else {})})
    for key, items in found.items():
        text = add_items(text, key, items)
    return text


def consumer_changes(
    before: Cutover, after: Cutover, action: str, author: Author
) -> Iterator[RouteChange]:
    """Yield what differs between two states with the same tasks and schedules."""
    for old, new in zip(consumers(before), consumers(after), strict=True):
        if old.mode is not new.mode:
            yield RouteChange(
                author.at, author.who, action, new.name,
                Mode(old.mode.value), _SHARE[old.mode], Mode(new.mode.value), _SHARE[new.mode],
                author.reason,
            )  # fmt: skip


def render(cutover: Cutover) -> tuple[RenderedFile, ...]:
    """Render what the monolith reads: queues of tasks that moved, and who runs each schedule."""
    if not consumers(cutover):
        return ()
    data = {
        "task_routes": {
            task.name: {"queue": _queue(task)}
            for task in cutover.tasks
            if task.mode is Side.SERVICE
        },
        "schedules": {one.name: one.mode.value for one in cutover.schedules},
    }
    return (RenderedFile.of_text(FILE, json.dumps(data, indent=2, sort_keys=True) + "\n"),)


def _queue(task: Task) -> str:
    return task.queue or task.service
