"""Tasks and schedules of a service: which can be functions, and which functions they become.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

import ast
import re
from collections.abc import Iterable, Iterator

from migrator.generation.gateway import joined, room_for_names, stack_name, unique
from migrator.model.constructs import Setting
from migrator.model.extraction import Selection
from migrator.model.jobs import LONGEST, UTC, Clock, JobKind, Jobs, ScheduledJob, TaskQueue
from migrator.model.location import Location
from migrator.model.program import (
    COMPUTED,
    Command,
    EntryPoint,
    Program,
    QueueTask,
    Schedule,
)
from migrator.model.reach import module_of

LARGEST_BATCH = 10  # without a window: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
PRODUCTION = "prod"  # the stage
EXPRESSION = re.compile(r"(?:cron|rate)\([^)]*\)")
ZONES = ("timezone", "CELERY_TIMEZONE")
LIMITS = ("task_time_limit", "CELERY_TASK_TIME_LIMIT", "CELERYD_TASK_TIME_LIMIT")
SERIALIZERS = ("task_serializer", "CELERY_TASK_SERIALIZER")
MADE = frozenset({"celery.Celery", "celery.app.Celery", "celery.app.base.Celery"})
# Whose jobs are functions that are called as they are.
PLAIN = frozenset({"apscheduler", "schedule"})


def why_a_task_stays(point: EntryPoint, task: QueueTask, program: Program) -> str | None:
    """Say why a task cannot be taken from a queue of AWS, if it cannot."""
    if point.framework != "celery":
        return (
            f"{point.framework} has no broker in AWS that hands a function its messages: the "
            "monolith's workers keep running it"
        )
    if task.seconds > LONGEST:
        return f"it may take {task.seconds} seconds, a function {LONGEST}: workers keep running it"
    for one in _settings(program, SERIALIZERS):
        if one.value == "'pickle'":
            return (
                f"its messages are pickled ({one.location}): they load only where the code is "
                "the same"
            )
    return None


def why_a_schedule_stays(point: EntryPoint, clock: Schedule, program: Program) -> str | None:
    """Say why a clock of AWS cannot start a job, if it cannot."""
    if _kind(point, program) is None:
        what = "a script" if point.framework == "cron" else f"a job of {point.framework}"
        return f"it is {what}, which a function cannot start: the monolith's clock keeps doing so"
    if not clock.expression:
        return (
            f"EventBridge has no equivalent of {clock.declared} (whole minutes at least, one kind "
            "of days, nothing computed): the monolith's clock keeps starting it"
        )
    if clock.arguments == COMPUTED:
        return "its arguments are not constants: the monolith's clock keeps starting it"
    task = _task_of(point, program)
    if task is not None and (why := why_a_task_stays(point, task, program)):
        return why
    if point.framework == "celery" and _zone(program) is None:
        return "the time zone of Celery is computed: the monolith's clock keeps starting it"
    return None


def jobs_of(program: Program, selection: Selection) -> Jobs:
    """Make functions of what moves: one for all tasks, one for each job of a clock."""
    room = room_for_names(stack_name(selection.org, selection.service.name))
    queue = _queue(program, selection.tasks) if selection.tasks else None
    return Jobs(queue, tuple(_scheduled(program, selection.schedules, room)))


def places_of_celery(program: Program, selection: Selection) -> tuple[Location, ...]:
    """Say where modules make the Celery application that runs the jobs of a service.

    A task need not name it: ``shared_task`` is of whichever there is.
    """
    if not any(job.framework == "celery" for job in (*selection.tasks, *selection.schedules)):
        return ()
    return tuple(
        call.location
        for call in program.external_calls
        if call.name in MADE and call.function.endswith(":")
    )


def _queue(program: Program, tasks: tuple[EntryPoint, ...]) -> TaskQueue:
    """Give the function time for a whole batch, where it is known what a task takes."""
    every = limit_of_all(program)
    usual = int(ast.literal_eval(every.value)) if every else 0
    limits = [one.trigger.seconds or usual for one in tasks if isinstance(one.trigger, QueueTask)]
    longest = max(limits)
    if not all(limits) or longest > LONGEST:
        return TaskQueue("tasks", tasks)
    batch = max(1, min(LARGEST_BATCH, LONGEST // longest))
    return TaskQueue("tasks", tasks, min(LONGEST, longest * batch), batch, is_guessed=False)


def queue_name(selection: Selection, stage: str) -> str:
    """Name the queue of a stage, as serverless.yml does."""
    return f"{stack_name(selection.org, selection.service.name)}-{stage}-tasks"


def limit_of_all(program: Program) -> Setting | None:
    """Return the setting that limits every task of Celery, where it is a number."""
    found = (one for one in _settings(program, LIMITS) if re.fullmatch(r"[\d.]+", one.value))
    return next(found, None)


def _scheduled(
    program: Program, schedules: Iterable[EntryPoint], room: int
) -> Iterator[ScheduledJob]:
    groups: dict[tuple[JobKind, str], list[EntryPoint]] = {}
    for point in schedules:
        kind = _kind(point, program)
        if kind is not None and isinstance(point.trigger, Schedule):
            groups.setdefault((kind, _target(point, point.trigger, kind)), []).append(point)
    taken: dict[str, int] = {}
    for (kind, target), points in sorted(groups.items()):
        name = unique(_name(target, room), taken)
        yield ScheduledJob(
            name,
            kind,
            target,
            module_of(points[0].handler),
            tuple(points),
            tuple(sorted(_clock(one, program, name) for one in points)),
        )


def _target(point: EntryPoint, trigger: Schedule, kind: JobKind) -> str:
    return trigger.task if kind in (JobKind.TASK, JobKind.DJANGO) else point.handler


def _clock(point: EntryPoint, program: Program, name: str) -> Clock:
    if not isinstance(point.trigger, Schedule):
        raise TypeError(f"no schedule: {point.label}")
    expressions = tuple(EXPRESSION.findall(point.trigger.expression))
    is_of_celery = point.framework == "celery"
    is_rate = all(one.startswith("rate") for one in expressions)
    zone = (_zone(program) or UTC) if is_of_celery and not is_rate else UTC
    return Clock(
        expressions,
        zone,
        not is_of_celery and not is_rate,
        point.trigger.arguments,
        point.trigger.declared,
        (*point.registered_at, point.location)[0],
        point.trigger.entry or name,
    )


def _kind(point: EntryPoint, program: Program) -> JobKind | None:
    """Tell what a clock starts; None for what only the monolith can start."""
    if point.framework == "celery":
        return JobKind.TASK
    if point.framework in PLAIN and "." not in point.handler.partition(":")[2]:
        return JobKind.FUNCTION
    if point.framework != "cron":
        return None
    commands = {one.handler: one for one in program.entry_points if _is_command(one)}
    command = commands.get(point.handler)
    if command is None:
        return None
    if command.framework == "django":
        return JobKind.DJANGO
    is_plain = "." not in point.handler.partition(":")[2]
    return JobKind.CLICK if command.framework == "click" and is_plain else None


def _is_command(point: EntryPoint) -> bool:
    return isinstance(point.trigger, Command)


def _task_of(point: EntryPoint, program: Program) -> QueueTask | None:
    """Return the task that a clock of Celery starts."""
    if point.framework == "celery" and isinstance(point.trigger, Schedule):
        for one in program.entry_points:
            if isinstance(one.trigger, QueueTask) and one.trigger.name == point.trigger.task:
                return one.trigger
    return None


def _zone(program: Program) -> str | None:
    """Name the time zone of Celery's clock, UTC by default; None where it is computed."""
    found = {one.value for one in _settings(program, ZONES)}
    if not found or found == {"None"}:
        return UTC
    values = [ast.literal_eval(value) for value in found if value]
    return values[0] if len(found) == len(values) == 1 and isinstance(values[0], str) else None


def _settings(program: Program, keys: Iterable[str]) -> list[Setting]:
    wanted = frozenset(keys)
    return [one for one in program.settings if one.key in wanted]


def _name(target: str, room: int) -> str:
    words = re.findall(r"[A-Za-z0-9]+", re.split(r"[.:]", target)[-1])
    return joined(("schedule", *words), room)
