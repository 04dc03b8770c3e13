"""What ``migrate check`` finds, as text and as JSON."""

from collections.abc import Iterator

import msgspec

from migrator.model.check import Checked, Kind

TITLES = {
    Kind.ROUTE: "entry points without a service",
    Kind.PLAN: "what migration.yaml does not know",
    Kind.DRIFT: "code that changed since a service left",
    Kind.IMPORT: "imports of what moved",
    Kind.WAIVER: "waivers past their date",
    Kind.RESOURCE: "resources that no service may create",
    Kind.CONNECTIONS: "more connections than the database has",
    Kind.LOCK: "locks that cannot be read",
}


def render_text(checked: Checked) -> str:
    """List the problems by kind, each with its place and what to do."""
    return "".join(f"{line}\n" for line in _lines(checked))


def _lines(checked: Checked) -> Iterator[str]:
    for kind, title in TITLES.items():
        problems = [problem for problem in checked.problems if problem.kind is kind]
        if problems:
            yield f"{title} ({len(problems)})"
        last = ""
        for problem in problems:
            yield f"  {problem.location}: {problem.message}"
            if problem.remedy != last:
                yield f"    {problem.remedy}"
            last = problem.remedy
    count = len(checked.problems)
    services = ", ".join(checked.services) or "none"
    if not count:
        yield f"nothing is out of step; extracted services: {services}"
    else:
        yield f"{count} problem{'' if count == 1 else 's'}; extracted services: {services}"


def render_json(checked: Checked) -> str:
    """Write one object a problem."""
    problems = [
        {
            "kind": problem.kind.value,
            "service": problem.service,
            "subject": problem.subject,
            "file": problem.location.file,
            "line": problem.location.line,
            "message": problem.message,
            "remedy": problem.remedy,
        }
        for problem in checked.problems
    ]
    shape = {"schema": 1, "services": checked.services, "problems": problems}
    return msgspec.json.format(msgspec.json.encode(shape), indent=2).decode() + "\n"


CHECK_FORMATS = {"text": render_text, "json": render_json}
