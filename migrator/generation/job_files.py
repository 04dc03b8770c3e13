"""Handlers of tasks and of what clocks start."""

from collections.abc import Iterator, Mapping

from migrator.generation.frameworks.spelling import quoted
from migrator.generation.render import render
from migrator.model.files import RenderedFile
from migrator.model.jobs import JobKind, Jobs, ScheduledJob
from migrator.model.reach import module_of

WIDTH = 88
MAKERS = {
    JobKind.TASK: "schedule_handler",
    JobKind.FUNCTION: "function_handler",
    JobKind.DJANGO: "django_handler",
    JobKind.CLICK: "click_handler",
}


def job_files(jobs: Jobs, folder: str, names: Mapping[str, str]) -> Iterator[RenderedFile]:
    """Make the handlers of jobs, and the test of that for tasks.

    Args:
        jobs: of a service.
        folder: where the service lies.
        names: what every template is told.
    """
    if jobs.queue:
        tasks = [
            {"name": quoted(t.name), "module": quoted(module_of(t.handler)), "place": t.location}
            for t in jobs.queue.tasks
        ]
        path = f"{folder}/handlers/{jobs.queue.name}.py"
        yield render("handlers/tasks.py", path, **names, tasks=tasks)
        yield render("tests/test_tasks.py", f"{folder}/tests/test_tasks.py", **names)
    for job in jobs.scheduled:
        yield render(
            "handlers/schedule.py",
            f"{folder}/handlers/{job.name}.py",
            **names,
            maker=MAKERS[job.kind],
            source="celery_tasks" if job.kind is JobKind.TASK else "scheduled",
            is_imported=job.kind in (JobKind.FUNCTION, JobKind.CLICK),
            target=job.target,
            clocks=job.clocks,
            module=job.module,
            attribute=job.target.partition(":")[2],
            handler=_handler(job),
        )


def _handler(job: ScheduledJob) -> str:
    """Write the statement that makes a handler, in lines as ruff's defaults have them."""
    arguments = ["app"]
    if job.kind is JobKind.TASK:
        arguments += [quoted(job.target), quoted(job.module)]
    elif job.kind is JobKind.DJANGO:
        arguments += [quoted(job.target)]
    else:
        arguments += [job.target.partition(":")[2]]
    front = f"handler = {MAKERS[job.kind]}"
    listed = ", ".join(arguments)
    if len(front) + len(listed) + 2 <= WIDTH:
        return f"{front}({listed})"
    if len(listed) + 4 <= WIDTH:
        return f"{front}(\n    {listed}\n)"
    return f"{front}(\n" + "".join(f"    {one},\n" for one in arguments) + ")"
