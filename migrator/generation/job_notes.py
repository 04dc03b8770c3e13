"""What a reviewer and an operator have to know of tasks and of what clocks start."""

from collections.abc import Iterator
from typing import Any

from migrator.generation.jobs import PRODUCTION, limit_of_all, queue_name
from migrator.model.extraction import Selection
from migrator.model.jobs import UTC, JobKind, Jobs, ScheduledJob
from migrator.model.program import Program, QueueTask

SETTINGS = ("broker_url", "broker_transport_options", "CELERY_BROKER_URL", "BROKER_URL")


def told_of(jobs: Jobs, program: Program, selection: Selection) -> dict[str, Any]:
    """Gather what is said of jobs."""
    places = [one.location for one in program.settings if one.key in SETTINGS]
    counted = (
        (len(selection.routes), "route"),
        (len(selection.tasks), "task"),
        (len(jobs.scheduled), "scheduled job"),
    )
    moving = [f"{n} {what}{'' if n == 1 else 's'}" for n, what in counted if n]
    return {
        "moving": ", ".join(moving),
        "queue": jobs.queue,
        "queue_name": queue_name(selection, PRODUCTION),
        "names": ", ".join(f"`{task.name}`" for task in selection.tasks),
        "routed": _routed(program, selection),
        "broker": places[0] if places else None,
        "scheduled": [_told(job) for job in jobs.scheduled],
        "beat": any(job.kind is JobKind.TASK for job in jobs.scheduled),
        "risks": tuple(_risks(jobs, program)),
    }


def _told(job: ScheduledJob) -> dict[str, Any]:
    clocks = "; ".join(
        f"{' or '.join(f'`{one}`' for one in clock.expressions)} {clock.timezone} for "
        f"`{clock.declared}` ({clock.location})"
        + (f" with `{clock.arguments}`" if clock.arguments else "")
        for clock in job.clocks
    )
    return {"name": job.name, "target": job.target, "clocks": clocks}


def _routed(program: Program, selection: Selection) -> list[str]:
    """Spell names for ``task_routes``, with a pattern where all that it matches moves."""
    own = {task.name for task in selection.tasks}
    every = {
        one.trigger.name for one in program.entry_points if isinstance(one.trigger, QueueTask)
    }
    found: set[str] = set()
    for name in own:
        front = f"{name.rpartition('.')[0]}."
        others = {other for other in every if other.startswith(front)}
        found.add(f"{front}*" if front != "." and others <= own else name)
    return sorted(found)


def _risks(jobs: Jobs, program: Program) -> Iterator[str]:
    if jobs.queue and jobs.queue.is_guessed:
        limit = limit_of_all(program)
        said = f"workers end them after {limit.value} seconds ({limit.location})" if limit else ""
        yield (
            f"How long the tasks take is not in the source{'; ' if said else ''}{said}: the "
            f"function is ended after {jobs.queue.timeout} seconds. Look at the slowest."
        )
    if any(clock.is_assumed for job in jobs.scheduled for clock in job.clocks):
        yield f"{UTC} is assumed for clocks that say no time zone: the monolith's machine has one."
