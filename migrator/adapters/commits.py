"""The latest commits of a repository, through git's command line.

https://git-scm.com/docs/git-log
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from migrator.model.history import Commit

LATEST = 2000
SECONDS = 20.0
HIDDEN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")


def read_history(source: Path) -> tuple[Commit, ...]:
    """Read the latest two thousand commits that changed ``source``, merges left out.

    Nothing where there is no repository, no git, or no answer within 20 seconds: history is one
    signal of many.
    """
    command = ["git", "-c", "core.quotePath=false", "log", f"--max-count={LATEST}", "--no-merges"]
    command += [
        "--no-renames",
        "--relative",
        "--name-only",
        "-z",
        "--format=%x01%ae%x00",
        "--",
        ".",
    ]
    environment = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
            command,
            cwd=source,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env=environment | {"LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(_commits(done.stdout.decode("utf-8", "replace"))) if not done.returncode else ()


def _commits(text: str) -> Iterator[Commit]:
    for part in text.split("\x01")[1:]:
        author, *names = part.split("\0")
        yield Commit(author, tuple(name.strip("\n") for name in names if name.strip("\n")))
