"""Write the table of an application's routes from a dump of the running application.

    python tests/practice/make_table.py DUMP.json > tests/practice/NAME.tsv

The dump was read from ``app.url_map``; see the columns in ``COLUMNS``. Routes of static files are
left out.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

COLUMNS = ("method", "path", "file", "handler", "own")


def rows(route: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield one row per method; the handler is the method of a class where the dump knows it."""
    for method in route["methods"]:
        file, handler = route["file"], route["handler"]
        spelled = (route.get("method_handlers") or {}).get(method)
        if spelled:
            handler, _, place = spelled.partition("@")
            file = place.rpartition(":")[0]
        own = "yes" if route["own"] else "no"
        yield method, route["path"], file, qualified(handler), own


def qualified(name: str) -> str:
    return name.rpartition(":")[2].replace(".<locals>", "")


def main() -> None:
    routes = json.loads(Path(sys.argv[1]).read_text())["routes"]
    table = {row for route in routes if not route.get("static") for row in rows(route)}
    lines = ("\t".join(row) for row in (COLUMNS, *sorted(table)))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
