"""Run the monolith's own tests; requests of a service's routes go to its handlers.

Arguments: ``watch`` or ``cross``, the descriptor of a socket to the process that started this one,
a folder for copies of state, then what Python is given: ``-m pytest tests/orders``.
"""

from __future__ import annotations

import os
import runpy
import sys

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 (started by file name)

import migrate_crossing  # type: ignore[import-not-found]  # noqa: E402
import migrate_databases  # type: ignore[import-not-found]  # noqa: E402
import migrate_memory  # type: ignore[import-not-found]  # noqa: E402
import migrate_pytest  # type: ignore[import-not-found]  # noqa: E402, F401 (named to pytest below)
import migrate_standins  # type: ignore[import-not-found]  # noqa: E402
import migrate_suite  # type: ignore[import-not-found]  # noqa: E402
import migrate_transports  # type: ignore[import-not-found]  # noqa: E402


def main() -> None:
    """Run the command as ``python`` would."""
    mode, descriptor, folder, *command = sys.argv[1:]
    sys.path[:] = [place for place in sys.path if place != HERE]
    migrate_crossing.open_talk(int(descriptor), folder, is_crossing=mode == "cross")
    migrate_databases.watch()
    migrate_suite.watch_unittest()
    migrate_standins.watch()
    migrate_memory.watch()
    migrate_transports.install()
    sys.path[:0] = [os.getcwd()]  # noqa: PTH109
    if command[0] == "-m":
        is_pytest = command[1] in {"pytest", "py.test"}
        own = ["-p", "migrate_pytest"] if is_pytest else []
        sys.argv = [command[1], *own, *command[2:]]
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = command
        sys.path[0] = os.path.dirname(os.path.abspath(command[0]))  # noqa: PTH100, PTH120
        runpy.run_path(command[0], run_name="__main__")


if __name__ == "__main__":
    main()
