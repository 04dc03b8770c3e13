"""Call the routes of an application and write down the SQL of each.

    PYTHON recorder APPLICATION SOURCE SCRATCH

This runs in the interpreter of the application, and uses nothing else: APPLICATION is a module of
this folder, SOURCE the folder with its source, SCRATCH an empty folder for databases, the one in
use in ``state``, and for ``log.jsonl``. Its first line is ``{"foreign": [table, …]}``, tables that
libraries declare; each other one is a request: ``{"method", "route", "path", "user", "status",
"statements": [sql, …]}``.

An application is described by a module with:

    FRAMEWORK   ``django`` or ``flask``
    DATABASES   name -> function that fills an empty database
    LOG_INS     name -> function that logs a client in
    CALLS       the requests
"""

import importlib
import json
import sys
from pathlib import Path


def main() -> None:
    """Record the application that the command line names."""
    name, source, scratch = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    sys.path.insert(1, str(source))  # after what describes it, which may bear its name
    application = importlib.import_module(name)
    framework = importlib.import_module(f"running_{application.FRAMEWORK}")
    running = framework.Running(application, scratch)
    with (scratch / "log.jsonl").open("w") as log:
        foreign = sorted(
            table
            for table, module in running.declared().items()
            if not Path(sys.modules[module].__file__ or "").is_relative_to(source)
        )
        log.write(json.dumps({"foreign": foreign}) + "\n")
        for call in application.CALLS:
            route, status, statements = running.answer(call)
            if status >= 500 and not call.may_fail:
                raise SystemExit(f"{call} answers {status}")
            line = {"method": call.method, "route": route, "path": call.path, "user": call.user}
            line |= {"status": status, "statements": list(dict.fromkeys(statements))}
            log.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
