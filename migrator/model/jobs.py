"""What runs in a service without a request: tasks from a queue, and what clocks start."""

from enum import StrEnum

import msgspec

from migrator.model.location import Location
from migrator.model.program import EntryPoint

LONGEST = 900  # seconds that a function may run
UTC = "UTC"


class JobKind(StrEnum):
    """What a clock starts.

    Attributes:
        TASK: a task of Celery.
        FUNCTION: a function of the monolith, called as it is.
        DJANGO: a command of Django's manage.py.
        CLICK: a command of click, those of ``flask`` among them.
    """

    TASK = "task"
    FUNCTION = "function"
    DJANGO = "django"
    CLICK = "click"


class Clock(msgspec.Struct, frozen=True, order=True):
    """When a job starts, and with what.

    Attributes:
        expressions: as EventBridge spells them.
        timezone: of a name in the IANA database.
        is_assumed: whether the source does not say which, so that ``timezone`` is a guess.
        arguments: as ``Schedule.arguments``, never COMPUTED.
        declared: as the monolith spells it.
        entry: what the monolith's schedule calls it, else the name of the function.
    """

    expressions: tuple[str, ...]
    timezone: str
    is_assumed: bool
    arguments: str
    declared: str
    location: Location
    entry: str = ""


class ScheduledJob(msgspec.Struct, frozen=True):
    """One function that clocks start, once at a time.

    Attributes:
        name: of the function, and of its module in ``handlers/``.
        target: what the job is: a task's or command's name, or ``module:function``.
        module: where it is defined.
    """

    name: str
    kind: JobKind
    target: str
    module: str
    entry_points: tuple[EntryPoint, ...]
    clocks: tuple[Clock, ...]


class TaskQueue(msgspec.Struct, frozen=True):
    """The queue of a service, and the function that takes tasks from it.

    Attributes:
        name: of the function, and of its module in ``handlers/``.
        timeout: seconds that the function may take, for a whole batch.
        batch: messages that it is handed at a time.
        is_guessed: whether nothing says how long tasks take.
    """

    name: str
    tasks: tuple[EntryPoint, ...]
    timeout: int = LONGEST
    batch: int = 10
    is_guessed: bool = True


class Jobs(msgspec.Struct, frozen=True):
    """All that runs in a service without a request."""

    queue: TaskQueue | None = None
    scheduled: tuple[ScheduledJob, ...] = ()

    @property
    def entry_points(self) -> tuple[tuple[str, tuple[EntryPoint, ...]], ...]:
        """Each function by its name, with the entry points that it runs."""
        queue = ((self.queue.name, self.queue.tasks),) if self.queue else ()
        return (*queue, *((job.name, job.entry_points) for job in self.scheduled))
