"""Tasks and schedules of cutover.yaml: which side runs each. Exactly one does.

They have no visitors, so they move as a whole. What the monolith has to know stands in a file
that it reads (docs/cutover.md); schedules of the service are switched where they are deployed.
"""

import json
from collections.abc import Collection, Iterator

from migrator.model.cutover import Author, Consumer, Cutover, Mode, RouteChange, Side, Task
from migrator.model.files import RenderedFile
from migrator.routing.load import load_cutover
from migrator.routing.splice import set_fields

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
