"""Write the table of an application from a dump of the running application.

    python -m tests.practice.make_table DUMP.json > tests/practice/tables/NAME.tsv

A dump lists what ``app.url_map``, Django's resolver, ``app.routes`` or ``celery.tasks`` of the
running application had. Left out are static files and what cannot be known from source: routes
whose paths come from a database or from binary descriptors.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.practice.table import Row, shape, write_table

Handlers = set[tuple[str, str]]


def rows(dump: dict[str, Any]) -> Iterator[Row]:
    """Merge the routes of one method and path: any of their handlers is right."""
    handlers: defaultdict[tuple[str, str, str], Handlers] = defaultdict(set)
    own: set[tuple[str, str, str]] = set()
    for route in dump["routes"]:
        methods = ["-"] if route.get("websocket") else route.get("methods") or ["ANY"]
        for method in methods:
            kind = "websocket" if route.get("websocket") else "http"
            key = (kind, method, shape(route["path"]))
            handlers[key] |= _handlers(route, method)
            if route["own"] and not route.get("static") and not route.get("beyond_static"):
                own.add(key)
    for task in dump.get("tasks") or ():
        if task.get("own", True) and task.get("file"):
            key = ("task", "-", f"{task['file']}:{_qualified(task['handler'])}")
            handlers[key] |= {(task["file"], _qualified(task["handler"]))}
            own.add(key)
    for key in sorted(handlers):
        spelled = tuple(f"{file}:{name}" for file, name in sorted(handlers[key]))
        yield Row(*key, is_own=key in own, handlers=spelled if key in own else ())


def _handlers(route: dict[str, Any], method: str) -> Handlers:
    """Accept the function or class, the method of it that answers, and where that is inherited."""
    name = _qualified(route["handler"])
    found = {(route["file"] or "", name)}
    if route.get("via_class"):
        cls = _qualified(route["via_class"])
        found |= {(route["via_file"], cls), (route["via_file"], f"{cls}.{name.split('.')[-1]}")}
    spelled = (route.get("method_handlers") or {}).get(method)
    if spelled:
        handler, _, place = spelled.partition("@")
        found.add((place.rpartition(":")[0], _qualified(handler)))
    action = (route.get("actions") or {}).get(method)
    if action:
        found.add((action["file"] or "", _qualified(action["handler"])))
        found.add((route["file"] or "", f"{name}.{action['action']}"))
    return found


def _qualified(name: str) -> str:
    return name.rpartition(":")[2].replace(".<locals>", "")


def main() -> None:
    """Convert the dump that the command line names."""
    sys.stdout.write(write_table(rows(json.loads(Path(sys.argv[1]).read_text()))))


if __name__ == "__main__":
    main()
