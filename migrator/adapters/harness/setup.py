"""Run a module or script once before a recording, with the recording's clock and randomness.

Arguments: instant, seed, source folders joined by ``os.pathsep``, then ``-m module …`` or
``script.py …``.
"""

from __future__ import annotations

import os
import runpy
import sys

from migrate_freeze import freeze, install, pin_addresses  # type: ignore[import-not-found]


def main() -> None:
    """Run it as ``python`` would."""
    pin_addresses()
    instant, seed, folders, *command = sys.argv[1:]
    sys.path[:1] = folders.split(os.pathsep)
    install()
    freeze(float(instant), seed)
    if command[0] == "-m":
        sys.argv = command[1:]
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = command
        runpy.run_path(command[0], run_name="__main__")


if __name__ == "__main__":
    main()
