"""Handlers of tasks and of what clocks start."""

from collections.abc import Iterator, Mapping

from migrator.generation.frameworks.spelling import quoted
from migrator.generation.render import render
from migrator.model.files import RenderedFile
from migrator.model.jobs import Jobs
from migrator.model.reach import module_of


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
            kind=job.kind.value,
            target=job.target,
            clocks=job.clocks,
            module=job.module,
            attribute=job.target.partition(":")[2],
            quoted_target=quoted(job.target),
            quoted_module=quoted(job.module),
        )
